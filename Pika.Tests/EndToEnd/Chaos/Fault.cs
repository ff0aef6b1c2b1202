using System.Globalization;

namespace Pika.Tests.EndToEnd.Chaos;

/// <summary>What is done to a fleet.</summary>
internal enum FaultKind
{
    /// <summary>The links of a node are cut, in order or by a reset.</summary>
    Cut,

    /// <summary>A node does not get through to its master.</summary>
    Isolate,

    /// <summary>Nothing passes from a node to its master.</summary>
    StallUp,

    /// <summary>Nothing passes from the master to a node.</summary>
    StallDown,

    /// <summary>A link is slow.</summary>
    Throttle,

    /// <summary>Everything on a link takes long.</summary>
    Delay,

    /// <summary>One direction of a link ends.</summary>
    HalfClose,

    /// <summary>A replica is killed, and started again.</summary>
    KillReplica,

    /// <summary>The master is killed, and started again.</summary>
    KillMaster,

    /// <summary>All nodes are killed at once, and started again.</summary>
    KillAll,

    /// <summary>A replica is stopped for a while.</summary>
    FreezeReplica,

    /// <summary>The master is stopped for a while.</summary>
    FreezeMaster,

    /// <summary>A replica becomes one of another replica for a while.</summary>
    Chain,

    /// <summary>A replica leads itself for a while, and somebody writes to it: when it follows again, that is gone.</summary>
    Detach,

    /// <summary>A replica is told to take all data anew.</summary>
    Resync,

    /// <summary>FAILOVER.</summary>
    Failover,

    /// <summary>The master is killed, and the replica that has most becomes the master.</summary>
    Promote,

    /// <summary>PURGELOGSTO all but the last file.</summary>
    Purge,

    /// <summary>FLUSHDB.</summary>
    FlushDatabase,

    /// <summary>FLUSHALL.</summary>
    FlushAll,

    /// <summary>A disk runs full, and has room again.</summary>
    FullDisk,
}

/// <summary>One thing that is done to a fleet.</summary>
/// <param name="AtMs">When, from the beginning of the faults.</param>
/// <param name="Node">To which node, or to whose link; counted among those that it can be done to.</param>
/// <param name="ForMs">For how long.</param>
/// <param name="Variant">Which form of it.</param>
internal sealed record Fault(FaultKind Kind, int AtMs, int Node, int ForMs, int Variant)
{
    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{AtMs, 7} ms  {Kind} node {Node} for {ForMs} ms, variant {Variant}");
}
