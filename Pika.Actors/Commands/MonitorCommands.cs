using Pika.Actors.Execution;

namespace Pika.Actors.Commands;

/// <summary>MONITOR.</summary>
internal static class MonitorCommands
{
    /// <summary>MONITOR: asked for twice, it answers once, as Redis does.</summary>
    public static void Monitor(CommandContext c)
    {
        if (c.InTurn)
        {
            c.Error("ERR MONITOR isn't allowed for DENY BLOCKING client");
        }
        else if (c.Node.Monitors.Add(c.Client))
        {
            c.Reply.Ok();
        }
    }
}
