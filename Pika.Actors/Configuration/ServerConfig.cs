namespace Pika.Actors.Configuration;

/// <summary>
/// The settings in force. Each property belongs to one row of <see cref="Directives"/>, and its initial value is that row's default.
/// Hot paths read it directly; only <see cref="ConfigFile"/>, the command line and <see cref="ConfigService"/> write it.
/// Sizes are bytes and times are seconds, unless a name says otherwise.
/// </summary>
public sealed class ServerConfig
{
    /// <summary>The TCP port for clients and replicas; 0 lets the system choose a free one.</summary>
    public int Port { get; set; } = 9221;

    /// <summary>The addresses to listen on; one that begins with <c>-</c> may be missing on this machine.</summary>
    public IReadOnlyList<string> Bind { get; set; } = ["127.0.0.1"];

    /// <summary>How many connections the kernel holds until they are accepted.</summary>
    public int TcpBacklog { get; set; } = 511;

    /// <summary>Seconds between TCP keepalive probes; 0 is none.</summary>
    public int TcpKeepAlive { get; set; } = 300;

    /// <summary>Seconds after which an idle client is disconnected; 0 is never.</summary>
    public int Timeout { get; set; }

    /// <summary>The most client connections at a time.</summary>
    public int MaxClients { get; set; } = 10_000;

    /// <summary>The longest bulk string that a client may send.</summary>
    public long ProtoMaxBulkLen { get; set; } = 512L << 20;

    /// <summary>The bytes beyond which a sparse HyperLogLog becomes a dense one.</summary>
    public long HllSparseMaxBytes { get; set; } = 3000;

    /// <summary>The most that may be buffered of one client's unfinished request.</summary>
    public long ClientQueryBufferLimit { get; set; } = 1L << 30;

    /// <summary>The most that may wait for clients which do not read their replies.</summary>
    public OutputBufferLimits ClientOutputBufferLimit { get; set; } = OutputBufferLimits.Default;

    /// <summary>The keyspace notifications that are sent.</summary>
    public KeyspaceEvents NotifyKeyspaceEvents { get; set; } = KeyspaceEvents.None;

    /// <summary>The most keys that CLIENT TRACKING remembers; 0 is no limit.</summary>
    public long TrackingTableMaxKeys { get; set; } = 1_000_000;

    /// <summary>The default user's password; empty lets everybody in.</summary>
    public string RequirePass { get; set; } = "";

    /// <summary>Who may use DEBUG.</summary>
    public DebugAccess EnableDebugCommand { get; set; } = DebugAccess.No;

    /// <summary>The data directory, as it was given.</summary>
    public string Dir { get; set; } = "./data";

    /// <summary>The number of logical databases.</summary>
    public int Databases { get; set; } = 16;

    /// <summary>Shards (single writers) of each database.</summary>
    public int Shards { get; set; } = 1;

    /// <summary>Background cycles per second: active expiry, idle clients.</summary>
    public int Hz { get; set; } = 10;

    /// <summary>Microseconds from which a command is kept in the slow log; negative keeps none.</summary>
    public long SlowLogSlowerThan { get; set; } = 10_000;

    /// <summary>The most entries of the slow log.</summary>
    public long SlowLogMaxLength { get; set; } = 128;

    /// <summary>Threads that serve connections; 0 is half of the processors.</summary>
    public int IoThreads { get; set; }

    /// <summary>The least important message that is logged.</summary>
    public LogVerbosity LogLevel { get; set; } = LogVerbosity.Notice;

    /// <summary>The file that log messages go to, beside standard output; empty is none.</summary>
    public string LogFile { get; set; } = "";

    /// <summary>The file that holds the process id while the server runs; empty is none.</summary>
    public string PidFile { get; set; } = "";

    /// <summary>When the binlog is synced to the disk.</summary>
    public AppendFsync AppendFsync { get; set; } = AppendFsync.EverySec;

    /// <summary>The size at which the binlog begins another segment.</summary>
    public long BinlogFileSize { get; set; } = 100L << 20;

    /// <summary>The most bytes of released binlog to keep; 0 is no limit.</summary>
    public long BinlogRetentionBytes { get; set; }

    /// <summary>The most hours to keep released binlog; 0 is no limit.</summary>
    public int BinlogRetentionHours { get; set; } = 7 * 24;

    /// <summary>The most segments of released binlog to keep; 0 is no limit.</summary>
    public int BinlogRetentionFiles { get; set; } = 10;

    /// <summary>The memory that the store may use: half of it holds rows in use, a quarter caches blocks of files, a quarter is for memtables.</summary>
    public long MemoryBudget { get; set; } = 1L << 30;

    /// <summary>The size at which the memtable of the key rows is written to a file; 0 lets the store choose.</summary>
    public long WriteBufferSize { get; set; }

    /// <summary>Threads for flushes and compactions together; 0 lets the store choose.</summary>
    public int MaxBackgroundJobs { get; set; }

    /// <summary>The most files that RocksDB keeps open; -1 is all of them.</summary>
    public int MaxOpenFiles { get; set; } = 4096;

    /// <summary>How RocksDB compresses its blocks.</summary>
    public BlockCompression Compression { get; set; } = BlockCompression.Lz4;

    /// <summary>More options in RocksDB's own notation.</summary>
    public string RocksDbOptions { get; set; } = "";

    /// <summary>Directory of the dumps; empty is <c>dump</c> in the data directory.</summary>
    public string DumpPath { get; set; } = "";

    /// <summary>What the names of dumps begin with.</summary>
    public string DumpPrefix { get; set; } = "";

    /// <summary>The master to follow; null on a master. What is given at start counts for a node that has no role yet; then it is the role.</summary>
    public MasterAddress? ReplicaOf { get; set; }

    /// <summary>The user as whom a replica logs in to its master; empty is the default user.</summary>
    public string MasterUser { get; set; } = "";

    /// <summary>The password that a replica gives its master; empty is none.</summary>
    public string MasterAuth { get; set; } = "";

    /// <summary>Whether a replica that is not connected shows the data that it has.</summary>
    public bool ReplicaServeStaleData { get; set; } = true;

    /// <summary>Seconds without a sign of the other side after which a link of replication is cut.</summary>
    public int ReplTimeout { get; set; } = 20;

    /// <summary>The address that a replica tells its master; empty is the one that it comes from.</summary>
    public string ReplicaAnnounceIp { get; set; } = "";

    /// <summary>The port that a replica tells its master; 0 is the one that it listens on.</summary>
    public int ReplicaAnnouncePort { get; set; }

    /// <summary>A master with fewer replicas than this whose last sign is recent takes no writes; 0 is no such bound.</summary>
    public int MinReplicasToWrite { get; set; }

    /// <summary>Seconds up to which a replica's last sign is recent.</summary>
    public int MinReplicasMaxLag { get; set; } = 10;

    /// <summary>Replicas that must have a write on disk before it is answered; 0 is none.</summary>
    public int ReplicaAcks { get; set; }

    /// <summary>Milliseconds after which a write that too few replicas have is answered with an error.</summary>
    public int ReplicaAcksTimeout { get; set; } = 10_000;

    /// <summary>Sentinel promotes the replica with the lowest number; 0 is never promoted.</summary>
    public int ReplicaPriority { get; set; } = 100;

    /// <summary>Bytes a second that full syncs to all replicas together may send; 0 is no limit.</summary>
    public long RsyncRateLimit { get; set; }

    /// <summary>Full syncs that go on at the same time; more replicas wait for their turn.</summary>
    public int MaxFullSyncs { get; set; } = 4;

    /// <summary>Bytes of binlog that are kept for a replica that is behind; one that needs more gets a full sync.</summary>
    public long ReplicaPinMaxBytes { get; set; } = 10L << 30;

    /// <summary>Seconds that binlog is kept for a replica that makes no progress.</summary>
    public int ReplicaPinMaxSeconds { get; set; } = 3600;
}

/// <summary>When the binlog is synced to the disk.</summary>
public enum AppendFsync
{
    /// <summary>Before each answer; all that wait share one sync.</summary>
    Always,

    /// <summary>Once a second.</summary>
    EverySec,

    /// <summary>When the kernel chooses to.</summary>
    No,
}

/// <summary>Redis's log levels.</summary>
public enum LogVerbosity
{
    /// <summary>Everything, for development.</summary>
    Debug,

    /// <summary>Much that is rarely useful.</summary>
    Verbose,

    /// <summary>What an operator wants to know.</summary>
    Notice,

    /// <summary>Only what needs attention.</summary>
    Warning,
}

/// <summary>Who may use DEBUG.</summary>
public enum DebugAccess
{
    /// <summary>Nobody.</summary>
    No,

    /// <summary>Everybody who may run admin commands.</summary>
    Yes,

    /// <summary>Clients that connect from this machine.</summary>
    Local,
}

/// <summary>RocksDB's block compression.</summary>
public enum BlockCompression
{
    /// <summary>Blocks are stored as they are.</summary>
    None,

    /// <summary>Snappy.</summary>
    Snappy,

    /// <summary>LZ4.</summary>
    Lz4,

    /// <summary>Zstandard.</summary>
    Zstd,
}
