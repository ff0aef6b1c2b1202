using Pika.Actors.Execution;
using Pika.Protocol;

namespace Pika.Actors.Commands;

/// <summary>COMMAND: what the table of commands says.</summary>
internal static class CommandCommands
{
    /// <summary>COMMAND</summary>
    public static void Command(CommandContext c) => CommandReplies.Table(c.Reply);

    /// <summary>COMMAND COUNT</summary>
    public static void CommandCount(CommandContext c) => CommandReplies.Count(c.Reply);

    /// <summary>COMMAND INFO [name ...]</summary>
    public static void CommandInfo(CommandContext c) => CommandReplies.Info(c.Reply, c.Request);

    /// <summary>COMMAND DOCS [name ...]</summary>
    public static void CommandDocs(CommandContext c) => CommandReplies.Docs(c.Reply, c.Request);

    /// <summary>COMMAND LIST [FILTERBY MODULE name | ACLCAT category | PATTERN pattern]</summary>
    public static void CommandList(CommandContext c) => CommandReplies.List(c.Reply, c.Request);

    /// <summary>COMMAND GETKEYS name [argument ...]</summary>
    public static void CommandGetKeys(CommandContext c) => CommandReplies.GetKeys(c.Reply, c.Request);

    /// <summary>COMMAND GETKEYSANDFLAGS name [argument ...]</summary>
    public static void CommandGetKeysAndFlags(CommandContext c) => CommandReplies.GetKeysAndFlags(c.Reply, c.Request);

    /// <summary>COMMAND HELP</summary>
    public static void CommandHelp(CommandContext c) => Protocol.CommandHelp.Write(c.Reply, c.Command.Container!);
}
