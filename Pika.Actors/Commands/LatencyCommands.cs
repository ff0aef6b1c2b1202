using Pika.Actors.Execution;
using Pika.Protocol;

namespace Pika.Actors.Commands;

/// <summary>LATENCY: no spikes are recorded, as in a Redis whose <c>latency-monitor-threshold</c> is 0.</summary>
internal static class LatencyCommands
{
    /// <summary>LATENCY LATEST</summary>
    public static void LatencyLatest(CommandContext c) => c.Reply.Array(0);

    /// <summary>LATENCY HISTORY event</summary>
    public static void LatencyHistory(CommandContext c) => c.Reply.Array(0);

    /// <summary>LATENCY RESET [event ...]</summary>
    public static void LatencyReset(CommandContext c) => c.Reply.Integer(0);

    /// <summary>LATENCY HELP</summary>
    public static void LatencyHelp(CommandContext c) => CommandHelp.Write(c.Reply, c.Command.Container!);
}
