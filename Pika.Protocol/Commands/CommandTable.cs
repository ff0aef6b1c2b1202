namespace Pika.Protocol;

/// <summary>All commands, one row each; the rows are in <c>CommandTable.{Group}.cs</c>.</summary>
public static partial class CommandTable
{
    private static readonly List<CommandSpec> Rows = [];

    private static readonly List<CommandSpec> TopLevel =
    [
        .. Register(CommandGroup.Connection, Connection()),
        .. Register(CommandGroup.Server, Server()),
        .. Register(CommandGroup.Server, Tools()),
        .. Register(CommandGroup.Server, Replication()),
        .. Register(CommandGroup.Server, PikaServer()),
        .. Register(CommandGroup.Cluster, Cluster()),
        .. Register(CommandGroup.Generic, Keys()),
        .. Register(CommandGroup.Generic, Transfer()),
        .. Register(CommandGroup.Generic, Waiting()),
        .. Register(CommandGroup.Server, Roles()),
        .. Register(CommandGroup.Server, ServerTransfer()),
        .. Register(CommandGroup.Generic, PikaKeys()),
        .. Register(CommandGroup.String, Strings()),
        .. Register(CommandGroup.String, PikaStrings()),
        .. Register(CommandGroup.Hash, PikaHashes()),
        .. Register(CommandGroup.Bitmap, Bitmaps()),
        .. Register(CommandGroup.HyperLogLog, HyperLogLogs()),
        .. Register(CommandGroup.List, Lists()),
        .. Register(CommandGroup.Generic, Sorting()),
        .. Register(CommandGroup.Set, Sets()),
        .. Register(CommandGroup.Hash, Hashes()),
        .. Register(CommandGroup.List, BlockingLists()),
        .. Register(CommandGroup.Stream, Streams()),
        .. Register(CommandGroup.SortedSet, SortedSets()),
        .. Register(CommandGroup.SortedSet, SortedSetRanges()),
        .. Register(CommandGroup.SortedSet, SortedSetAlgebra()),
        .. Register(CommandGroup.SortedSet, BlockingSortedSets()),
        .. Register(CommandGroup.Geo, Geo()),
        .. Register(CommandGroup.Geo, GeoSearches()),
        .. Register(CommandGroup.Stream, StreamGroups()),
        .. Register(CommandGroup.Transactions, Transactions()),
        .. Register(CommandGroup.PubSub, PubSubCommands()),
    ];

    private static readonly NameIndex Names = new(TopLevel);

    /// <summary>The commands, containers included and subcommands not.</summary>
    public static IReadOnlyList<CommandSpec> Commands => TopLevel;

    /// <summary>Commands and subcommands, each at its <see cref="CommandSpec.Index"/>.</summary>
    public static IReadOnlyList<CommandSpec> All => Rows;

    /// <summary>The command of that name in any case, or null. Subcommands are found through <see cref="CommandSpec.FindSubcommand"/>.</summary>
    public static CommandSpec? Find(ReadOnlySpan<byte> name) => Names.Find(name);

    /// <summary>The command or subcommand that <paramref name="request"/> names; with an unknown subcommand, the container.</summary>
    public static CommandLookup Find(in Request request, out CommandSpec? spec)
    {
        spec = Names.Find(request[0]);
        if (spec is null)
            return CommandLookup.UnknownCommand;

        if (!spec.IsContainer || request.Count == 1)
            return CommandLookup.Found;

        if (spec.FindSubcommand(request[1]) is not { } subcommand)
            return CommandLookup.UnknownSubcommand;

        spec = subcommand;
        return CommandLookup.Found;
    }

    /// <summary>The row of that full name (<c>get</c>, <c>client|kill</c>), in lower case, for those who bind handlers at start.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static CommandSpec Get(string fullName) =>
        Rows.Find(spec => spec.FullName == fullName) ?? throw new ArgumentException($"No command is named {fullName}.", nameof(fullName));

    private static CommandSpec[] Register(CommandGroup group, CommandSpec[] specs)
    {
        foreach (var spec in specs)
            spec.Register(group, container: null, Rows);

        return specs;
    }
}
