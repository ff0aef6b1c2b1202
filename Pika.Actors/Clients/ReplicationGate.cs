using Pika.Actors.Node;
using Pika.Protocol;

namespace Pika.Actors.Clients;

/// <summary>What the node's role forbids, in Redis's order: asked for every command, so the usual answers cost a read or two.</summary>
internal static class ReplicationGate
{
    /// <summary>Why the command is refused for what it writes; null if it is not.</summary>
    public static Refusal? Check(CommandSpec command, Client client, PikaNode node)
    {
        var replication = node.Replication;
        if (!replication.IsReplica && node.Config.MinReplicasToWrite == 0)
        {
            return null;
        }

        bool writes =
            command.Is(CommandFlags.Write)
            || (command == SessionCommands.Exec && client.Transaction.Queue.Exists(static queued => queued.Command.Is(CommandFlags.Write)));
        return !writes ? null
            : replication.IsReplica ? Refusal.ReadOnlyReplica
            : HasTooFewReplicas(node) ? Refusal.TooFewReplicas
            : null;
    }

    /// <summary>Whether the command reads what may be old, on a node that does not show that.</summary>
    public static bool IsStale(CommandSpec command, PikaNode node) =>
        node.Replication.IsReplica && !node.Config.ReplicaServeStaleData && !command.Is(CommandFlags.Stale) && !node.Replication.IsUp;

    private static bool HasTooFewReplicas(PikaNode node)
    {
        long oldest = node.SteadyMs() - (node.Config.MinReplicasMaxLag * 1000L);
        int good = 0;
        foreach (var slave in node.Replication.Slaves)
        {
            good += slave is { IsConnected: true, State: Replication.SlaveState.BinlogSync } && slave.LastAckMs >= oldest ? 1 : 0;
        }

        return good < node.Config.MinReplicasToWrite;
    }
}
