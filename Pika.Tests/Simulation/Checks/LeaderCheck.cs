using Pika.Tests.Simulated.Faults;
using Pika.Tests.Simulated.Machines;

namespace Pika.Tests.Simulated.Checks;

/// <summary>
/// FAILOVER never makes two masters. Looked at in runs where nobody else changes roles: no process ends, none is stopped, and nobody promotes a replica by hand.
/// </summary>
internal sealed class LeaderCheck(SimulatedCluster cluster, RunOptions options)
{
    private static readonly FaultKind[] Peaceful =
    [
        FaultKind.Failover,
        FaultKind.FullDisk,
        FaultKind.SlowDisk,
        FaultKind.SlowLink,
        FaultKind.CutLinks,
        FaultKind.Partition,
        FaultKind.PartitionOneWay,
        FaultKind.FrameStray,
        FaultKind.Purge,
        FaultKind.Save,
    ];

    /// <summary>Whoever has been a replica: each machine begins as a master, until it is told whom to follow.</summary>
    private readonly HashSet<SimulatedMachine> _joined = [.. cluster.Machines.Take(1)];

    /// <summary>Looks at the cluster as it is.</summary>
    public void Look()
    {
        if (options.Kinds.Except(Peaceful).Any())
            return;
        _joined.UnionWith(cluster.Machines.Where(machine => machine.Node?.Replication is { IsReplica: true, Master: not null }));
        var leaders = _joined.Where(machine => machine.Node is { Replication.IsReplica: false }).Select(machine => machine.Name).ToArray();
        if (leaders.Length > 1)
            cluster.History.Violate("masters", $"{string.Join(" and ", leaders.Order())} are masters at the same time");
    }
}
