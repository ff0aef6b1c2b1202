using Pika.Actors.Configuration;

namespace Pika.Tests.Simulated.Faults;

/// <summary>What a run is made of, all from its seed.</summary>
/// <param name="Machines">How many there are; the first is the master at the beginning.</param>
/// <param name="Clients">How many write and read.</param>
/// <param name="Durability">What is promised of an acknowledged write.</param>
/// <param name="Load">How long clients write and faults happen.</param>
/// <param name="SegmentBytes">The size of the log's files.</param>
/// <param name="KeptFiles">How many released files are kept.</param>
/// <param name="FullSyncs">How many go on at a time.</param>
/// <param name="FullSyncBytes">Bytes of full syncs that go out in a second; 0 is no limit.</param>
/// <param name="ColdReads">The share of reads that need the disk.</param>
/// <param name="Kinds">The faults that may happen.</param>
internal sealed record RunOptions(
    int Machines,
    int Clients,
    Durability Durability,
    TimeSpan Load,
    int SegmentBytes,
    int KeptFiles,
    int FullSyncs,
    int FullSyncBytes,
    double ColdReads,
    IReadOnlyList<FaultKind> Kinds
)
{
    /// <summary>Faults that any run survives without a loss.</summary>
    private static readonly FaultKind[] Harmless =
    [
        FaultKind.Kill,
        FaultKind.KillInside,
        FaultKind.Stop,
        FaultKind.CutLinks,
        FaultKind.Partition,
        FaultKind.PartitionOneWay,
        FaultKind.SlowLink,
        FaultKind.SlowDisk,
        FaultKind.FullDisk,
        FaultKind.ClockJump,
        FaultKind.Replace,
        FaultKind.Purge,
        FaultKind.Save,
        FaultKind.FlushDb,
        FaultKind.SwapDb,
        FaultKind.FrameMissing,
        FaultKind.FrameTwice,
        FaultKind.FrameLate,
        FaultKind.FrameStray,
    ];

    /// <summary>Faults that take what was not synced.</summary>
    private static readonly FaultKind[] PowerCuts =
    [
        FaultKind.CutPower,
        FaultKind.CutPowerInside,
        FaultKind.CutPowerTwice,
        FaultKind.FailSync,
    ];

    /// <summary>Whether a master that fails is succeeded by a replica.</summary>
    public bool HasFailovers => Durability is Durability.Replicated or Durability.None;

    /// <summary>Whether what was acknowledged must be there at the end.</summary>
    public bool KeepsAcknowledged => Durability != Durability.None && !Kinds.Contains(FaultKind.FlushAll);

    /// <summary>
    /// Whether all reads show one growing state. After a failover they need not: a write that its replicas have not confirmed can be read, and a
    /// master that was deposed shows what it has until it knows.
    /// </summary>
    public bool IsLinearizable => KeepsAcknowledged && !HasFailovers;

    public static RunOptions FromSeed(Random random)
    {
        var durability = (Durability)random.Next(4);
        var kinds = Harmless.Concat(
            durability switch
            {
                Durability.Synced => [.. PowerCuts, FaultKind.Chain],
                Durability.Replicated => [.. PowerCuts, FaultKind.Promote, FaultKind.Failover, FaultKind.Rot],
                Durability.None =>
                [
                    .. PowerCuts,
                    FaultKind.Promote,
                    FaultKind.Failover,
                    FaultKind.Rot,
                    FaultKind.Chain,
                    FaultKind.FlushAll,
                ],
                _ => (FaultKind[])[FaultKind.Chain],
            }
        );

        // A run with a few kinds goes deeper into each than one with all.
        var some = kinds.Where(_ => random.Next(2) == 0).ToArray();
        return new RunOptions(
            random.Next(2, 5),
            random.Next(2, 6),
            durability,
            TimeSpan.FromSeconds(random.Next(4, 13)),
            random.Next(2, 33) << 10,
            random.Next(1, 4),
            random.Next(1, 3),
            random.Next(3) * 10_000,
            random.Next(2) == 0 ? 0 : 0.05,
            some.Length == 0 ? [FaultKind.Kill] : some
        );
    }

    /// <summary>Writes the options into a node's settings.</summary>
    public void Configure(ServerConfig config)
    {
        config.Databases = 4;
        config.Shards = 2;
        config.BinlogFileSize = SegmentBytes;
        config.BinlogRetentionFiles = KeptFiles;
        config.MaxFullSyncs = FullSyncs;
        config.RsyncRateLimit = FullSyncBytes;
        config.ReplTimeout = 3;
        config.AppendFsync = Durability is Durability.Synced or Durability.Replicated ? AppendFsync.Always : AppendFsync.EverySec;
        config.ReplicaAcks = Durability == Durability.Replicated ? Machines - 1 : 0;

        // Shorter than a client's patience, so that the answer is heard.
        config.ReplicaAcksTimeout = 1000;
    }
}

/// <summary>What an acknowledged write survives.</summary>
internal enum Durability
{
    /// <summary>Crashes of processes: appendfsync everysec, one master for good.</summary>
    Logged,

    /// <summary>Crashes of machines: appendfsync always, one master for good.</summary>
    Synced,

    /// <summary>The loss of the master: appendfsync always, and replica-acks of all replicas.</summary>
    Replicated,

    /// <summary>Nothing is promised but that all nodes end equal.</summary>
    None,
}
