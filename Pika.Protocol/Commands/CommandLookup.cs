namespace Pika.Protocol;

/// <summary>What <see cref="CommandTable.Find(in Request, out CommandSpec?)"/> found.</summary>
public enum CommandLookup
{
    /// <summary>The command or subcommand. A container named alone is found as itself, and its arity refuses it.</summary>
    Found,

    /// <summary>No command has this name.</summary>
    UnknownCommand,

    /// <summary>The container exists (it is what is returned), but not this subcommand.</summary>
    UnknownSubcommand,
}
