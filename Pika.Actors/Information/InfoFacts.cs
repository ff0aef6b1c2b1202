using Pika.Actors.Log;
using Pika.Actors.Replication;
using Pika.Actors.Replication.FullSync;
using Pika.Storage.Binlog;

namespace Pika.Actors.Information;

/// <summary>What INFO tells, as plain values that were read at one moment. Sizes are bytes.</summary>
public sealed record InfoFacts
{
    /// <summary>The present time, unix microseconds.</summary>
    public long NowMicroseconds { get; init; }

    /// <summary>The same moment by the steady clock, ms: durations end here.</summary>
    public long SteadyMs { get; init; }

    /// <summary>Whole seconds since the start.</summary>
    public long UptimeSeconds { get; init; }

    /// <summary>What stays the same while the process runs.</summary>
    public required ServerIdentity Identity { get; init; }

    /// <summary>The <c>hz</c> setting.</summary>
    public int Hz { get; init; }

    /// <summary>Connected clients.</summary>
    public int ConnectedClients { get; init; }

    /// <summary>The <c>maxclients</c> setting.</summary>
    public int MaxClients { get; init; }

    /// <summary>Clients that wait in a blocking command.</summary>
    public int BlockedClients { get; init; }

    /// <summary>Clients with CLIENT TRACKING.</summary>
    public int TrackingClients { get; init; }

    /// <summary>Keys that tracking remembers, pairs of a key and a client, and prefixes of BCAST.</summary>
    public (long Keys, long Pairs, long Prefixes) Tracked { get; init; }

    /// <summary>Channels that somebody listens to.</summary>
    public int Channels { get; init; }

    /// <summary>Patterns that somebody listens to.</summary>
    public int Patterns { get; init; }

    /// <summary>Shard channels that somebody listens to.</summary>
    public int ShardChannels { get; init; }

    /// <summary>Memory of the process, as the kernel counts it.</summary>
    public long ResidentBytes { get; init; }

    /// <summary>The most memory that <see cref="ResidentBytes"/> has been.</summary>
    public long PeakBytes { get; init; }

    /// <summary>Memory of the machine, or of the process's share of it.</summary>
    public long SystemBytes { get; init; }

    /// <summary>Managed heap in use.</summary>
    public long ManagedBytes { get; init; }

    /// <summary>Managed memory allocated since the start, collected or not.</summary>
    public long AllocatedBytes { get; init; }

    /// <summary>Garbage collections of each generation since the start, those of higher ones included.</summary>
    public IReadOnlyList<int> Collections { get; init; } = [];

    /// <summary>What clients' buffers hold.</summary>
    public long ClientBytes { get; init; }

    /// <summary>The biggest query buffer in use.</summary>
    public long BiggestQueryBuffer { get; init; }

    /// <summary>The biggest of the unsent replies of a client.</summary>
    public long BiggestOutput { get; init; }

    /// <summary>The last save, unix time in seconds.</summary>
    public long LastSaveSeconds { get; init; }

    /// <summary>Saves since the start.</summary>
    public long Saves { get; init; }

    /// <summary>Whether a save is running.</summary>
    public bool IsSaving { get; init; }

    /// <summary>Whether the last save failed.</summary>
    public bool SaveFailed { get; init; }

    /// <summary>Connections accepted since the start or CONFIG RESETSTAT; so are all that follow.</summary>
    public long ConnectionsReceived { get; init; }

    /// <summary>Connections refused for <c>maxclients</c>.</summary>
    public long RejectedConnections { get; init; }

    /// <summary>Bytes received from clients.</summary>
    public long Received { get; init; }

    /// <summary>Bytes sent to clients.</summary>
    public long Sent { get; init; }

    /// <summary>Commands per second, just now; so are the next two, in bytes.</summary>
    public double CommandsPerSecond { get; init; }

    /// <summary>Received per second.</summary>
    public double ReceivedPerSecond { get; init; }

    /// <summary>Sent per second.</summary>
    public double SentPerSecond { get; init; }

    /// <summary>Errors answered.</summary>
    public long ErrorReplies { get; init; }

    /// <summary>Errors answered, by kind.</summary>
    public IReadOnlyList<(string Kind, long Count)> Errors { get; init; } = [];

    /// <summary>Keys removed because their time had come.</summary>
    public long ExpiredKeys { get; init; }

    /// <summary>Lookups that found their key.</summary>
    public long KeyspaceHits { get; init; }

    /// <summary>Lookups that did not.</summary>
    public long KeyspaceMisses { get; init; }

    /// <summary>Processor time in the process's own code.</summary>
    public TimeSpan UserTime { get; init; }

    /// <summary>Processor time in the kernel.</summary>
    public TimeSpan SystemTime { get; init; }

    /// <summary>Commands that ran or were refused, by full name.</summary>
    public IReadOnlyList<(string Command, CommandCounts Counts)> Commands { get; init; } = [];

    /// <summary>Role and replicas.</summary>
    public ReplicationFacts Replication { get; init; } = new();

    /// <summary>The checkpoints for replicas that need all data.</summary>
    public BgsaveFacts FullSyncs { get; init; } = BgsaveFacts.None;

    /// <summary>Published messages that replicas have missed since the start.</summary>
    public long MessagesNotPassed { get; init; }

    /// <summary>The epochs of the log.</summary>
    public LogHistory History { get; init; } = LogHistory.Empty;

    /// <summary>What Sentinel chooses replicas by.</summary>
    public int ReplicaPriority { get; init; }

    /// <summary>The state of the log.</summary>
    public BinlogFacts Binlog { get; init; } = BinlogFacts.None;

    /// <summary>Databases that hold keys.</summary>
    public IReadOnlyList<(int Number, long Keys, long Expires)> Databases { get; init; } = [];

    /// <summary>RocksDB's properties as name and value; empty if INFO was not asked for them.</summary>
    public IReadOnlyList<(string Name, string Value)> RocksDb { get; init; } = [];
}

/// <summary>What stays the same while the process runs.</summary>
/// <param name="Version">Of this product.</param>
/// <param name="RunId">40 hexadecimal digits, new at each start.</param>
/// <param name="ProcessId">The operating system's number.</param>
/// <param name="Port">The TCP port in use.</param>
/// <param name="OperatingSystem">Name and release.</param>
/// <param name="Executable">Full path.</param>
/// <param name="ConfigFile">Full path; empty if there is none.</param>
public sealed record ServerIdentity(
    string Version,
    string RunId,
    int ProcessId,
    int Port,
    string OperatingSystem,
    string Executable,
    string ConfigFile
)
{
    private const string NoId = "0000000000000000000000000000000000000000";

    /// <summary>When the process began, unix ms; 0: when the node was opened.</summary>
    public long StartedMs { get; init; }

    /// <summary>Of a node that is not a process of its own.</summary>
    public static ServerIdentity Unknown { get; } = new("", NoId, 0, 0, "", "", "");
}
