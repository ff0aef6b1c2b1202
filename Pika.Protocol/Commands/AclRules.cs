namespace Pika.Protocol;

/// <summary>The ACL categories that follow from a command's flags and group.</summary>
internal static class AclRules
{
    public static AclCategories Of(CommandSpec spec)
    {
        var categories = spec.Acl | (spec.IsContainer || spec.NoGroupCategory ? 0 : OfGroup(spec.Group));
        categories |= spec.Is(CommandFlags.Write) ? AclCategories.Write : 0;
        categories |= spec.Is(CommandFlags.ReadOnly) && (categories & AclCategories.Scripting) == 0 ? AclCategories.Read : 0;
        categories |= spec.Is(CommandFlags.Admin) ? AclCategories.Admin | AclCategories.Dangerous : 0;
        categories |= spec.Is(CommandFlags.PubSub) ? AclCategories.PubSub : 0;
        categories |= spec.Is(CommandFlags.Blocking) ? AclCategories.Blocking : 0;
        return categories | (spec.Is(CommandFlags.Fast) ? AclCategories.Fast : AclCategories.Slow);
    }

    private static AclCategories OfGroup(CommandGroup group) =>
        group switch
        {
            CommandGroup.Generic => AclCategories.Keyspace,
            CommandGroup.String => AclCategories.String,
            CommandGroup.List => AclCategories.List,
            CommandGroup.Set => AclCategories.Set,
            CommandGroup.SortedSet => AclCategories.SortedSet,
            CommandGroup.Hash => AclCategories.Hash,
            CommandGroup.PubSub => AclCategories.PubSub,
            CommandGroup.Transactions => AclCategories.Transaction,
            CommandGroup.Connection => AclCategories.Connection,
            CommandGroup.Scripting => AclCategories.Scripting,
            CommandGroup.HyperLogLog => AclCategories.HyperLogLog,
            CommandGroup.Geo => AclCategories.Geo,
            CommandGroup.Stream => AclCategories.Stream,
            CommandGroup.Bitmap => AclCategories.Bitmap,
            _ => AclCategories.None,
        };
}
