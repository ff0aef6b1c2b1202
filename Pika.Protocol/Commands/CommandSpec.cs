using System.Text;

namespace Pika.Protocol;

/// <summary>
/// One row of the <see cref="CommandTable"/>: all that the server knows of a command except how to execute it. What Redis derives, such as the implicit
/// ACL categories, is derived here too, so that a row says each thing once.
/// </summary>
public sealed class CommandSpec
{
    private NameIndex? _subcommandIndex;

    /// <summary>
    /// A row. <paramref name="arity"/> counts the name itself; a negative one is a minimum. The name of a subcommand is without its container's.
    /// </summary>
    internal CommandSpec(string name, int arity, CommandFlags flags, params KeySpec[] keys)
    {
        Name = name;
        FullName = name;
        NameBytes = Encoding.ASCII.GetBytes(name);
        Arity = arity;
        Keys = keys;
        (FirstKey, LastKey, KeyStep, var movable) = LegacyKeyRange.Of(keys);
        Flags = flags | (movable ? CommandFlags.MovableKeys : 0);
        Execution =
            flags.HasFlag(CommandFlags.Write) ? Execution.Write
            : flags.HasFlag(CommandFlags.ReadOnly) ? Execution.Read
            : Execution.Connection;
    }

    /// <summary>Its own name in lower case: <c>kill</c> for CLIENT KILL.</summary>
    public string Name { get; }

    /// <summary>Its name with its container's: <c>client|kill</c>.</summary>
    public string FullName { get; private set; }

    /// <summary>Its place in <see cref="CommandTable.All"/>: dense, for arrays of handlers and of statistics.</summary>
    public int Index { get; private set; } = -1;

    /// <summary>Number of arguments with the name (and the container's): exact, or at least -arity when negative.</summary>
    public int Arity { get; }

    /// <summary>What it is and when it may run.</summary>
    public CommandFlags Flags { get; }

    /// <summary>Where its keys are.</summary>
    public IReadOnlyList<KeySpec> Keys { get; }

    /// <summary>The first key's argument, 0 without keys. With <see cref="LastKey"/> and <see cref="KeyStep"/> the form older clients use.</summary>
    public int FirstKey { get; }

    /// <summary>The last key's argument; negative counts from the end.</summary>
    public int LastKey { get; }

    /// <summary>The distance from key to key.</summary>
    public int KeyStep { get; }

    /// <summary>Where it runs; unless said, it follows from <see cref="Flags"/>.</summary>
    public Execution Execution { get; init; }

    /// <summary>Its group.</summary>
    public CommandGroup Group { get; private set; }

    /// <summary>ACL categories beyond those of its group and flags.</summary>
    internal AclCategories Acl { get; init; }

    /// <summary>Its group's own category does not apply.</summary>
    internal bool NoGroupCategory { get; init; }

    /// <summary>Finds its keys when <see cref="Keys"/> cannot, or cannot tell what is done with them.</summary>
    internal KeyRule? KeyRule { get; init; }

    /// <summary>All its ACL categories.</summary>
    public AclCategories Categories { get; private set; }

    /// <summary>One sentence for COMMAND DOCS.</summary>
    public required string Summary { get; init; }

    /// <summary>The Redis version that introduced it.</summary>
    public required string Since { get; init; }

    /// <summary>Its cost, for COMMAND DOCS.</summary>
    public string Complexity { get; init; } = "O(1)";

    /// <summary>Hints to clients and proxies: <c>nondeterministic_output</c>, <c>request_policy:all_shards</c>.</summary>
    public IReadOnlyList<string> Tips { get; init; } = [];

    /// <summary>The Redis version that deprecated it, or null.</summary>
    public string? DeprecatedSince { get; init; }

    /// <summary>What to use in its place, when deprecated.</summary>
    public string? ReplacedBy { get; init; }

    /// <summary>What changed in which Redis version.</summary>
    public IReadOnlyList<(string Version, string Change)> History { get; init; } = [];

    /// <summary>Its syntax.</summary>
    public IReadOnlyList<Argument> Arguments { get; init; } = [];

    /// <summary>Its subcommands; empty unless it is a container.</summary>
    public IReadOnlyList<CommandSpec> Subcommands { get; init; } = [];

    /// <summary>The container of a subcommand, or null.</summary>
    public CommandSpec? Container { get; private set; }

    /// <summary>True when the second argument names one of its <see cref="Subcommands"/>.</summary>
    public bool IsContainer => Subcommands.Count > 0;

    internal byte[] NameBytes { get; }

    /// <summary>Whether <paramref name="flag"/> is set.</summary>
    public bool Is(CommandFlags flag) => (Flags & flag) != 0;

    /// <summary>Whether a request of <paramref name="count"/> arguments, names included, fits <see cref="Arity"/>.</summary>
    public bool Accepts(int count) => Arity >= 0 ? count == Arity : count >= -Arity;

    /// <summary>The subcommand of that name in any case, or null.</summary>
    public CommandSpec? FindSubcommand(ReadOnlySpan<byte> name) => _subcommandIndex?.Find(name);

    /// <inheritdoc/>
    public override string ToString() => FullName;

    /// <summary>Takes its place in the table; called once, when the table is built.</summary>
    internal void Register(CommandGroup group, CommandSpec? container, List<CommandSpec> all)
    {
        Group = group;
        Container = container;
        FullName = container is null ? Name : $"{container.Name}|{Name}";
        Index = all.Count;
        all.Add(this);
        Categories = AclRules.Of(this);
        foreach (var subcommand in Subcommands)
            subcommand.Register(group, this, all);

        _subcommandIndex = IsContainer ? new NameIndex(Subcommands) : null;
    }
}
