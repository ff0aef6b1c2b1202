using Akka.Dispatch.Deterministic;
using Pika.Actors.Node;
using Pika.Actors.Replication;
using Pika.Storage.Binlog;
using Pika.Tests.Simulated.Machines;

namespace Pika.Tests.Simulated.Checks;

/// <summary>
/// No full sync is needless: whoever could have gone on where it was must not get all data anew. A replica could if what it had is in the history of what it got, and
/// either its master still has the log behind it, or the master knows the replica, and so had to keep that log.
/// </summary>
internal sealed class FullSyncCheck
{
    private readonly SimulatedCluster _cluster;
    private readonly Dictionary<string, Link> _links = new(StringComparer.Ordinal);

    public FullSyncCheck(SimulatedCluster cluster)
    {
        _cluster = cluster;
        foreach (var machine in cluster.Machines)
            machine.Installed += OnInstalled;
    }

    /// <summary>Full syncs that were installed.</summary>
    public int Count { get; private set; }

    /// <summary>Looks at all machines; to be called often.</summary>
    public void Look()
    {
        foreach (var machine in _cluster.Machines.Where(machine => machine.IsUp))
        {
            if (machine.Node!.Replication is { IsReplica: true, Master: { State: MasterLinkState.Connected } master })
                _links[machine.Name] = new Link(machine.Process!, master.Host, _cluster[master.Host].Node);
        }
    }

    private void OnInstalled(SimulatedMachine machine, SimulatedStore got)
    {
        Count++;
        _cluster.History.Sometimes("full sync");
        var (epoch, applied, from) = machine.Left;
        if (epoch is null || from is null || !got.Holds(epoch, applied) || _cluster[from].IsDamaged)
            return;
        var master = _cluster[from];
        var isKnown = _links.TryGetValue(machine.Name, out var link) && link == new Link(machine.Process!, from, master.Node);
        if (isKnown || FirstOfLog(master) <= applied.Index + 1)
        {
            _cluster.History.Violate(
                "full syncs",
                $"{machine.Name} had {applied} of the history of {from}, and got all data anew at {got.Applied}"
            );
        }
    }

    /// <summary>The first record that the machine's log has; the greatest number if it has none.</summary>
    private static ulong FirstOfLog(SimulatedMachine machine) =>
        machine.Process is null
            ? ulong.MaxValue
            : SegmentInventory
                .Read(machine.Disk, SimulatedMachine.Folder.Log)
                .Segments.Select(segment => segment.FirstIndex)
                .FirstOrDefault(ulong.MaxValue);

    /// <param name="Replica">The replica's process when it was last in the stream.</param>
    /// <param name="Node">That of its master: one that was opened anew, on other data, knows nobody.</param>
    private sealed record Link(SimulatedProcess Replica, string Master, PikaNode? Node);
}
