using Pika.Actors.Execution;
using Pika.Protocol;

namespace Pika.Actors.Commands;

/// <summary>MODULE: there are none, which tools ask for.</summary>
internal static class ModuleCommands
{
    /// <summary>MODULE LIST</summary>
    public static void ModuleList(CommandContext c) => c.Reply.Array(0);

    /// <summary>MODULE HELP</summary>
    public static void ModuleHelp(CommandContext c) => CommandHelp.Write(c.Reply, c.Command.Container!);
}
