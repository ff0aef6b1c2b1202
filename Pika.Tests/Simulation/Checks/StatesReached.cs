using Pika.Actors.Replication;
using Pika.Tests.Simulated.Machines;

namespace Pika.Tests.Simulated.Checks;

/// <summary>
/// Counts the interesting states that a run comes through, so that a campaign can tell whether it has tried what it is for. What is only there for a moment is counted
/// where it happens.
/// </summary>
internal sealed class StatesReached
{
    /// <summary>A campaign that has not been in all of these has not tried enough.</summary>
    public static readonly IReadOnlyList<string> Required =
    [
        "full sync",
        "a full sync waits for its turn",
        "two full syncs at once",
        "a purge during a full sync",
        "a flush during a full sync",
        "a process ended during a full sync",
        "a process ended between marker and switch",
        "a process ended while it was starting",
        "a torn end of a log was cut",
        "records were replayed at a start",
        "a frame of another session",
        "a replica went on where it was",
        "a tail that diverged was saved",
        "two masters at once",
        "a replica behind a replica",
        "a replica far behind",
        "a failover handed over",
        "writes waited for a full disk",
        "a node with a damaged log was replaced",
        "a node whose log had failed was restarted",
        "a tail that diverged went with its log",
    ];

    /// <summary>Until then all machines are masters.</summary>
    private static readonly TimeSpan Beginning = TimeSpan.FromSeconds(1);

    /// <summary>Bytes of log from which a replica is far behind.</summary>
    private const int FarBehind = 20_000;

    private readonly SimulatedCluster _cluster;

    public StatesReached(SimulatedCluster cluster)
    {
        _cluster = cluster;
        foreach (var machine in cluster.Machines)
            machine.Ended += OnEnded;
    }

    /// <summary>Looks at all machines; to be called often.</summary>
    public void Look()
    {
        var up = _cluster.Machines.Where(machine => machine.IsUp).ToArray();
        NoteIf(
            _cluster.Simulation.Elapsed > Beginning && up.Count(machine => !machine.Node!.Replication.IsReplica) > 1,
            "two masters at once"
        );
        foreach (var machine in up)
        {
            LookAsMaster(machine.Node!.Replication);
            LookAsReplica(machine.Node!.Replication);
            NoteIf(machine.Node.Clients.All.Any(client => client.Link is { ForeignFrames: > 0 }), "a frame of another session");
            NoteIf(machine.Node.BinlogFacts.Error.Contains("No space", StringComparison.Ordinal), "writes waited for a full disk");
        }
    }

    /// <summary>An operator purges or flushes just now.</summary>
    public void Ordered(string what, SimulatedMachine master) =>
        NoteIf(master.Node?.Replication.Slaves.Any(slave => slave.State == SlaveState.DbSync) == true, $"a {what} during a full sync");

    /// <summary>A process is going to end just now.</summary>
    public void Ends(SimulatedMachine machine) => OnEnded(machine, machine.Node is null);

    // What is left on the disk tells.
    private void OnEnded(SimulatedMachine machine, bool wasStarting)
    {
        NoteIf(wasStarting, "a process ended while it was starting");
        if (machine.Disk.FileExists(SimulatedMachine.Folder.Marker))
            _cluster.History.Sometimes("a process ended between marker and switch");
        else
            NoteIf(machine.Disk.DirectoryExists(SimulatedMachine.Folder.Incoming), "a process ended during a full sync");
    }

    private void LookAsMaster(ReplicationFacts facts)
    {
        NoteIf(facts.Slaves.Count(slave => slave is { State: SlaveState.DbSync, QueuePosition: 0 }) > 1, "two full syncs at once");
        NoteIf(facts.Slaves.Any(slave => slave.QueuePosition > 0), "a full sync waits for its turn");
        NoteIf(facts.Slaves.Any(slave => slave.LagBytes > FarBehind), "a replica far behind");
        NoteIf(facts.PartialSyncs > 0, "a replica went on where it was");
        NoteIf(
            facts.IsReplica && facts.Slaves.Any(slave => slave is { State: SlaveState.BinlogSync, IsConnected: true }),
            "a replica behind a replica"
        );
        NoteIf(facts.FailoverState == "failover-in-progress", "a failover handed over");
    }

    private void LookAsReplica(ReplicationFacts facts) =>
        NoteIf(facts.Master is { DivergentTailFile.Length: > 0 }, "a tail that diverged was saved");

    private void NoteIf(bool isSo, string what)
    {
        if (isSo)
            _cluster.History.Sometimes(what);
    }
}
