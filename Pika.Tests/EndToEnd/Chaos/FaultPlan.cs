namespace Pika.Tests.EndToEnd.Chaos;

/// <summary>What is done to a fleet, and when: all of it made of a seed.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="ChangesMasters">Whether the master changes: then reads are confirmed as writes are. Else one node leads all the time.</param>
/// <param name="ReplicaAcks">How many replicas must have a write on disk before it is answered.</param>
/// <param name="AppendFsync">When the log is synced.</param>
/// <param name="Replicas">How many nodes follow.</param>
/// <param name="DiskNode">The node that has a small disk.</param>
internal sealed record FaultPlan(
    int Seed,
    bool ChangesMasters,
    int ReplicaAcks,
    string AppendFsync,
    int Replicas,
    int DiskNode,
    IReadOnlyList<Fault> Faults
)
{
    /// <summary>The mean time between two faults: some go on when the next begins.</summary>
    private const int MeanPauseMs = 1200;

    /// <summary>The longest that a fault lasts: long enough for timeouts of links, short against a round.</summary>
    private const int LongestMs = 5000;

    private static readonly FaultKind[] Always =
    [
        FaultKind.Cut,
        FaultKind.Isolate,
        FaultKind.StallUp,
        FaultKind.StallDown,
        FaultKind.Throttle,
        FaultKind.Delay,
        FaultKind.HalfClose,
        FaultKind.KillReplica,
        FaultKind.KillMaster,
        FaultKind.KillAll,
        FaultKind.FreezeReplica,
        FaultKind.FreezeMaster,
        FaultKind.Resync,
        FaultKind.Purge,
        FaultKind.FlushDatabase,
        FaultKind.FlushAll,
        FaultKind.FullDisk,
    ];

    private static readonly FaultKind[] OfOneMaster = [.. Always, FaultKind.Chain, FaultKind.Chain, FaultKind.Detach];

    private static readonly FaultKind[] OfManyMasters =
    [
        .. Always,
        FaultKind.Failover,
        FaultKind.Failover,
        FaultKind.Failover,
        FaultKind.Promote,
        FaultKind.Promote,
    ];

    /// <summary>Makes the plan of a seed.</summary>
    /// <param name="lengthMs">For how long faults begin.</param>
    public static FaultPlan Of(int seed, int lengthMs)
    {
        var random = new Random(seed);
        bool changesMasters = seed % 2 == 0;
        var kinds = changesMasters ? OfManyMasters : OfOneMaster;
        int replicas = changesMasters ? 2 : random.Next(2, 4);
        var faults = new List<Fault>();

        // Each kind comes once before any comes again, so that a long round has seen all of them.
        var deck = new Queue<FaultKind>();
        for (int at = random.Next(MeanPauseMs); at < lengthMs; at += random.Next(50, 2 * MeanPauseMs))
        {
            if (deck.Count == 0)
                deck = new Queue<FaultKind>(kinds.OrderBy(_ => random.Next()));
            faults.Add(new Fault(deck.Dequeue(), at, random.Next(replicas), random.Next(100, LongestMs), random.Next(4)));
        }

        string appendFsync = changesMasters || random.Next(2) == 0 ? "always" : "everysec";
        return new FaultPlan(seed, changesMasters, changesMasters ? 1 : 0, appendFsync, replicas, random.Next(replicas + 1), faults);
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"seed {Seed}: {(ChangesMasters ? "masters change" : "one master")}, replica-acks {ReplicaAcks}, appendfsync {AppendFsync}, {Replicas} replicas, "
        + $"the small disk is that of node {DiskNode}\n{string.Join('\n', Faults)}";
}
