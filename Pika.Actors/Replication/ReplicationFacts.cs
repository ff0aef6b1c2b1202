using Pika.Actors.Replication.Slaves;
using Pika.Storage.Binlog;

namespace Pika.Actors.Replication;

/// <summary>
/// The node's role and how replication goes, for commands, INFO and ROLE: published by <see cref="Replication"/> whenever something changes, so that asking touches no
/// actor. Immutable.
/// </summary>
public sealed record ReplicationFacts
{
    /// <summary>A node whose role is not known yet: it takes no writes and has no master.</summary>
    public static ReplicationFacts Undecided { get; } = new() { IsReplica = true };

    /// <summary>Whether the node takes no writes but its master's.</summary>
    public bool IsReplica { get; init; }

    /// <summary>The link to the master; null on a master.</summary>
    public MasterFacts? Master { get; init; }

    /// <summary>The replicas, in the order in which they came; those too that are away but whose binlog is still kept.</summary>
    public IReadOnlyList<SlaveFacts> Slaves { get; init; } = [];

    /// <summary>Full syncs that were given to replicas since the start.</summary>
    public long FullSyncs { get; init; }

    /// <summary>Replicas that could go on where they were since the start.</summary>
    public long PartialSyncs { get; init; }

    /// <summary>Replicas that wanted to go on and could not since the start.</summary>
    public long PartialRefused { get; init; }

    /// <summary>The <see cref="FailoverState"/> of a node without a FAILOVER.</summary>
    public const string NoFailover = "no-failover";

    /// <summary>What FAILOVER is at, in Redis's words.</summary>
    public string FailoverState { get; init; } = NoFailover;

    /// <summary>Whether a replica's data may be shown: it is that of one moment of its master, and the master is connected.</summary>
    public bool IsUp => Master is null ? !IsReplica : Master.State == MasterLinkState.Connected;

    /// <summary>With one answer more to a replica that has come.</summary>
    internal ReplicationFacts Count(Synced synced) =>
        synced switch
        {
            Synced.Full => this with { FullSyncs = FullSyncs + 1 },
            Synced.Partial => this with { PartialSyncs = PartialSyncs + 1 },
            _ => this with { PartialRefused = PartialRefused + 1 },
        };
}

/// <summary>Where a replica is with its master; the names are Pika's.</summary>
public enum MasterLinkState
{
    /// <summary>There is no master, or nobody tries to reach it.</summary>
    NoConnect,

    /// <summary>Connecting, or waiting to try again.</summary>
    TryConnect,

    /// <summary>A full sync was ordered, and its files are not ready.</summary>
    TryDbSync,

    /// <summary>The files of a full sync are coming in.</summary>
    WaitDbSync,

    /// <summary>All data is there; the log follows.</summary>
    Connected,

    /// <summary>The master refuses, or data is wrong: tried again, and told why.</summary>
    Error,
}

/// <summary>A replica's view of its master.</summary>
/// <param name="Host">As it was given.</param>
/// <param name="Port">The master's port for clients.</param>
/// <param name="State">Where the link is.</param>
/// <param name="SinceMs">Since when it is up, or down, ms of the steady clock.</param>
/// <param name="LastIoMs">When the master was last heard of, unix ms; 0 if never.</param>
/// <param name="Problem">Why the link is not up, or why it was last cut; empty if there is nothing to tell.</param>
public sealed record MasterFacts(string Host, int Port, MasterLinkState State, long SinceMs, long LastIoMs, string Problem)
{
    /// <summary>The last record of the master that the replica knows of.</summary>
    public ulong MasterIndex { get; init; }

    /// <summary>Whether a full sync has begun whose data is not installed: the node must not be promoted.</summary>
    public bool IsIncomplete { get; init; }

    /// <summary>Bytes of the full sync, all and those that are there; 0 outside of one.</summary>
    public long SyncTotalBytes { get; init; }

    /// <inheritdoc cref="SyncTotalBytes"/>
    public long SyncReadBytes { get; init; }

    /// <summary>Tries to get the link up that have failed since it was last up.</summary>
    public long Retries { get; init; }

    /// <summary>Why the data of the last full sync could not be taken over; empty if they could.</summary>
    public string SyncFailure { get; init; } = "";

    /// <summary>Where the records were saved that a former master had and its new master has not; empty if there were none.</summary>
    public string DivergentTailFile { get; init; } = "";
}

/// <summary>Where a master is with a replica; the names are Pika's.</summary>
public enum SlaveState
{
    /// <summary>Not connected, or what it needs is being decided.</summary>
    NotSync,

    /// <summary>It gets all data anew.</summary>
    DbSync,

    /// <summary>It gets the log.</summary>
    BinlogSync,
}

/// <summary>A master's view of a replica.</summary>
/// <param name="NodeId">Its own id.</param>
/// <param name="Host">Where clients reach it.</param>
/// <param name="Port">Its port for clients.</param>
/// <param name="State">Where it is.</param>
/// <param name="IsConnected">Whether it is connected now.</param>
public sealed record SlaveFacts(string NodeId, string Host, int Port, SlaveState State, bool IsConnected)
{
    /// <summary>The last record that was sent.</summary>
    public ulong Sent { get; init; }

    /// <summary>The last record that has come there.</summary>
    public ulong Received { get; init; }

    /// <summary>The last record that its readers see.</summary>
    public ulong Applied { get; init; }

    /// <summary>The last record that it would keep in a power cut.</summary>
    public ulong Durable { get; init; }

    /// <summary>When it was last heard of, ms of the steady clock.</summary>
    public long LastAckMs { get; init; }

    /// <summary>Bytes of log that it has not applied.</summary>
    public long LagBytes { get; init; }

    /// <summary>Its place in the queue for a full sync; 0 when it is being served.</summary>
    public int QueuePosition { get; init; }

    /// <summary>Bytes of its full sync, all and those that were sent; 0 outside of one.</summary>
    public long SyncTotalBytes { get; init; }

    /// <inheritdoc cref="SyncTotalBytes"/>
    public long SyncSentBytes { get; init; }

    /// <summary>What is kept of the log for it; null if nothing is.</summary>
    public BinlogPin? Pin { get; init; }

    /// <summary>Why it is not in the stream, or was last cut; empty if there is nothing to tell.</summary>
    public string Problem { get; init; } = "";
}
