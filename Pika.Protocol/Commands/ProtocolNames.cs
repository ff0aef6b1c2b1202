namespace Pika.Protocol;

/// <summary>The words that COMMAND prints for flags, categories, groups and types.</summary>
internal static class ProtocolNames
{
    private static readonly (CommandFlags Flag, string Name)[] CommandFlagNames =
    [
        (CommandFlags.Write, "write"),
        (CommandFlags.ReadOnly, "readonly"),
        (CommandFlags.DenyOom, "denyoom"),
        (CommandFlags.Admin, "admin"),
        (CommandFlags.PubSub, "pubsub"),
        (CommandFlags.NoScript, "noscript"),
        (CommandFlags.Blocking, "blocking"),
        (CommandFlags.Loading, "loading"),
        (CommandFlags.Stale, "stale"),
        (CommandFlags.SkipMonitor, "skip_monitor"),
        (CommandFlags.SkipSlowLog, "skip_slowlog"),
        (CommandFlags.Asking, "asking"),
        (CommandFlags.Fast, "fast"),
        (CommandFlags.NoAuth, "no_auth"),
        (CommandFlags.NoMandatoryKeys, "no_mandatory_keys"),
        (CommandFlags.NoAsyncLoading, "no_async_loading"),
        (CommandFlags.NoMulti, "no_multi"),
        (CommandFlags.MovableKeys, "movablekeys"),
        (CommandFlags.AllowBusy, "allow_busy"),
    ];

    private static readonly (KeyFlags Flag, string Name)[] KeyFlagNames =
    [
        (KeyFlags.OW, "OW"),
        (KeyFlags.RO, "RO"),
        (KeyFlags.RW, "RW"),
        (KeyFlags.RM, "RM"),
        (KeyFlags.Access, "access"),
        (KeyFlags.Update, "update"),
        (KeyFlags.Insert, "insert"),
        (KeyFlags.Delete, "delete"),
        (KeyFlags.NotKey, "not_key"),
        (KeyFlags.Incomplete, "incomplete"),
        (KeyFlags.VariableFlags, "variable_flags"),
    ];

    /// <summary>The names of the flags that are set, in Redis's order.</summary>
    public static IEnumerable<string> Of(CommandFlags flags) =>
        CommandFlagNames.Where(pair => (flags & pair.Flag) != 0).Select(pair => pair.Name);

    /// <inheritdoc cref="Of(CommandFlags)"/>
    public static IEnumerable<string> Of(KeyFlags flags) => KeyFlagNames.Where(pair => (flags & pair.Flag) != 0).Select(pair => pair.Name);

    /// <summary>The names of the categories that are set, without the <c>@</c>.</summary>
    public static IEnumerable<string> Of(AclCategories categories) =>
        Enum.GetValues<AclCategories>()
            .Where(value => value != 0 && (categories & value) != 0)
            .Select(value => value.ToString().ToLowerInvariant());

    /// <summary>The category of that name, without the <c>@</c>, or none.</summary>
    public static AclCategories ParseCategory(string name) =>
        Enum.GetValues<AclCategories>()
            .FirstOrDefault(value => value != 0 && value.ToString().Equals(name, StringComparison.OrdinalIgnoreCase));

    public static string Of(CommandGroup group) =>
        group switch
        {
            CommandGroup.SortedSet => "sorted-set",
            _ => group.ToString().ToLowerInvariant(),
        };

    public static string Of(ArgumentType type) =>
        type switch
        {
            ArgumentType.UnixTime => "unix-time",
            ArgumentType.PureToken => "pure-token",
            _ => type.ToString().ToLowerInvariant(),
        };
}
