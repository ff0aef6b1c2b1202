using System.Globalization;

namespace Pika.Tests.Simulated.Faults;

/// <summary>Something that goes wrong, or that an operator does at a bad moment.</summary>
/// <param name="At">When, from the beginning of the run.</param>
/// <param name="Target">The machine; empty where the present master is meant.</param>
/// <param name="Other">The other machine, where there is one.</param>
/// <param name="For">How long it lasts, where it ends by itself.</param>
/// <param name="Amount">How much of it.</param>
internal sealed record Fault(TimeSpan At, FaultKind Kind, string Target, string Other, TimeSpan For, double Amount)
{
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{At.TotalMilliseconds, 8:F0} ms  {Kind} {(Target.Length == 0 ? "master" : Target)} {Other} for {For.TotalMilliseconds:F0} ms, {Amount:F2}"
        );
}

/// <summary>The kinds of faults, and of orders.</summary>
internal enum FaultKind
{
    /// <summary>kill -9, and a start after a while.</summary>
    Kill,

    /// <summary>The machine loses its power, and what was not synced; a start after a while.</summary>
    CutPower,

    /// <summary>kill -9 in the middle of what the process does with its disk.</summary>
    KillInside,

    /// <summary>The power fails in the middle of what the process does with its disk.</summary>
    CutPowerInside,

    /// <summary>The power fails, and again while the machine starts.</summary>
    CutPowerTwice,

    /// <summary>SIGSTOP, and SIGCONT after a while.</summary>
    Stop,

    /// <summary>The connections between two machines break.</summary>
    CutLinks,

    /// <summary>Nothing arrives between two machines.</summary>
    Partition,

    /// <summary>Nothing arrives in one direction.</summary>
    PartitionOneWay,

    /// <summary>Bytes between two machines take much longer.</summary>
    SlowLink,

    /// <summary>The disk takes much longer for everything.</summary>
    SlowDisk,

    /// <summary>The disk has no space left.</summary>
    FullDisk,

    /// <summary>Some or many syncs fail, of files and of directories.</summary>
    FailSync,

    /// <summary>A bit rots in a file of a replica's log that nothing is written to any more.</summary>
    Rot,

    /// <summary>The wall clock jumps.</summary>
    ClockJump,

    /// <summary>An empty machine takes the place of a replica.</summary>
    Replace,

    /// <summary>PURGELOGSTO of all segments.</summary>
    Purge,

    /// <summary>SAVE.</summary>
    Save,

    /// <summary>SET, SET and FLUSHDB of another database, in one pipeline.</summary>
    FlushDb,

    /// <summary>FLUSHALL.</summary>
    FlushAll,

    /// <summary>SWAPDB of two databases that are written.</summary>
    SwapDb,

    /// <summary>A replica becomes the master while the old one lives.</summary>
    Promote,

    /// <summary>FAILOVER.</summary>
    Failover,

    /// <summary>A replica follows another replica.</summary>
    Chain,

    /// <summary>A frame of replication does not arrive; the connection breaks soon after.</summary>
    FrameMissing,

    /// <summary>A frame arrives twice.</summary>
    FrameTwice,

    /// <summary>A frame arrives after the next one.</summary>
    FrameLate,

    /// <summary>A frame that was sent on an earlier connection arrives again.</summary>
    FrameStray,
}
