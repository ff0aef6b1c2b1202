using Akka.Actor;
using Microsoft.Extensions.Logging;
using Pika.Actors.Blocking;
using Pika.Actors.Clients;
using Pika.Actors.Configuration;
using Pika.Actors.Databases;
using Pika.Actors.Equality;
using Pika.Actors.Execution;
using Pika.Actors.Information;
using Pika.Actors.Log;
using Pika.Actors.Monitoring;
using Pika.Actors.Network;
using Pika.Actors.PubSub;
using Pika.Actors.Replication;
using Pika.Actors.Replication.FullSync;
using Pika.Actors.Replication.Roles;
using Pika.Actors.Replication.Slaves;
using Pika.Actors.Tracking;
using Pika.Protocol;
using Pika.Storage.Binlog;
using Pika.Storage.Files;
using Pika.Storage.Keyspace;
using Pika.Storage.Store;

namespace Pika.Actors.Node;

/// <summary>
/// A running node: the store, the log, the actors over them, and what commands of all clients share. Opened once; disposing it
/// flushes the store and closes both.
/// </summary>
public sealed class PikaNode : IAsyncDisposable
{
    /// <summary>The dispatcher of the actors on the path of a command: a message to an idle one runs on the sender's thread.</summary>
    internal const string InlineDispatcher = "pika.inline-dispatcher";

    /// <summary>Enough threads to keep a disk busy with single reads; they mostly sleep.</summary>
    private const int StorageThreads = 16;

    private readonly BinlogWriter _writer;
    private readonly IdCounters _ids;
    private readonly ILogger _log;
    private readonly Lock _flushing = new();
    private readonly TaskCompletionSource _shutdown = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _stopping = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> _restart = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConfigurationFollower _following;
    private ActorSystem _system = null!;
    private volatile BinlogFacts _binlogFacts = BinlogFacts.None;
    private volatile string? _storeFailure;
    private volatile LogHistory _history;
    private volatile ReplicationFacts _replication = ReplicationFacts.Undecided;

    private PikaNode(NodeParts parts, BinlogWriter writer, IdCounters ids)
    {
        (Config, ConfigService, Store, Files, Time) = (
            parts.ConfigService.Config,
            parts.ConfigService,
            parts.Store,
            parts.Files,
            parts.Time
        );
        (_writer, _ids) = (writer, ids);
        (Chance, Outbound) = (parts.Chance, parts.Outbound);
        Masters = parts.Masters ?? new ReplicationTransport(parts.Outbound, parts.Time);
        FullSyncs = new FullSyncs(parts.Received.Refused);
        _log = parts.Loggers.CreateLogger("Pika.Node");
        _history = LogHistory.Load(Store);
        Databases = [.. Catalog.Load(Store, Config.Databases, Config.Shards).Select((generation, i) => new Database(i, generation))];
        DataClock = new DataClock(Time, ClockFile.Of(Files, Config).Read());
        Pause = new ClientPause(Time);
        var mail = new Mail(Config, _log);
        PubSub = new PubSubTable(mail);
        Tracking = new TrackingTable(Config, Clients, mail, Chance);
        Monitors = new MonitorTable(mail);
        Blocked = new BlockedClients(Time, Databases.Count);
        Changes = new ChangeFeed(Watches, Blocked, Tracking, new KeyspaceNotifier(Config, PubSub));
        Info = new InfoCollector(this, parts.Identity);
        Storage = parts.Storage ?? new StoragePool(StorageThreads);
        Dumps = new Dumps(Store, Files, Config, Time);
        Saving = new Saving(Store, Dumps, Storage, Time, _log);
        Compaction = new Compaction(Store, Storage, _log);
        (SlowLog, KeptStates) = (new SlowLog(Config, Time), new KeptStates(Time));
        StartedMs = parts.Identity.StartedMs > 0 ? parts.Identity.StartedMs : NowMs();
        _following = new ConfigurationFollower(this);
    }

    /// <summary>The settings in force.</summary>
    public ServerConfig Config { get; }

    /// <summary>CONFIG GET, SET and REWRITE.</summary>
    public ConfigService ConfigService { get; }

    /// <summary>The rows.</summary>
    public IStore Store { get; }

    /// <summary>The last version that a value was given. The log is replayed when the node is open.</summary>
    public ulong LastVersion => _ids.Last.Version;

    /// <summary>The disk.</summary>
    public IFileSystem Files { get; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>The clock by which keys expire.</summary>
    public DataClock DataClock { get; }

    /// <summary>When the process began, unix ms: a node that is opened again in it does not begin anew.</summary>
    public long StartedMs { get; }

    /// <summary>The logical databases, by number.</summary>
    public IReadOnlyList<Database> Databases { get; }

    /// <summary>The connected clients.</summary>
    public ClientTable Clients { get; } = new();

    /// <summary>Who watches which key.</summary>
    public WatchTable Watches { get; } = new();

    /// <summary>Who listens to which channel.</summary>
    public PubSubTable PubSub { get; }

    /// <summary>Who keeps which keys in a cache of its own: CLIENT TRACKING.</summary>
    public TrackingTable Tracking { get; }

    /// <summary>Who watches all commands: MONITOR.</summary>
    public MonitorTable Monitors { get; }

    /// <summary>Who waits in a blocking command.</summary>
    public BlockedClients Blocked { get; }

    /// <summary>Where committed turns tell what they have changed.</summary>
    public ChangeFeed Changes { get; }

    /// <summary>The cursors of SCAN.</summary>
    public ScanCursors ScanCursors { get; } = new();

    /// <summary>A random number from 0 to below its argument. Any thread.</summary>
    public Func<long, long> Chance { get; }

    /// <summary>The way to other servers.</summary>
    internal IOutbound Outbound { get; }

    /// <summary>The way to masters.</summary>
    internal IReplicationTransport Masters { get; }

    /// <summary>CLIENT PAUSE.</summary>
    public ClientPause Pause { get; }

    /// <summary>Whether keys are removed when their time comes, and not only when somebody looks; DEBUG SET-ACTIVE-EXPIRE.</summary>
    public bool ActiveExpire { get; set; } = true;

    /// <summary>SAVE and BGSAVE.</summary>
    public Saving Saving { get; }

    /// <summary>The directories that BGSAVE makes.</summary>
    public Dumps Dumps { get; }

    /// <summary>COMPACT.</summary>
    public Compaction Compaction { get; }

    /// <summary>PKDIGEST.</summary>
    public KeptStates KeptStates { get; }

    /// <summary>SLOWLOG.</summary>
    public SlowLog SlowLog { get; }

    /// <summary>Errors answered, by kind.</summary>
    public ErrorStatistics Errors { get; } = new();

    /// <summary>How much is going on just now.</summary>
    public ActivityRates Rates { get; } = new();

    /// <summary>The end of the log.</summary>
    internal BinlogWriter Binlog => _writer;

    /// <summary>What the node says.</summary>
    internal ILogger Log => _log;

    /// <summary>What INFO tells.</summary>
    public InfoCollector Info { get; }

    /// <summary>Counters for INFO.</summary>
    public ServerStatistics Statistics { get; } = new();

    /// <summary>The threads that may block on a disk.</summary>
    public IStoragePool Storage { get; }

    /// <summary>The limits of requests; they follow the configuration.</summary>
    public RequestLimits RequestLimits { get; } = new();

    /// <summary>The state of the log, for INFO; a new object whenever it changes.</summary>
    public BinlogFacts BinlogFacts
    {
        get => _binlogFacts;
        internal set => _binlogFacts = value;
    }

    /// <summary>The role, and how replication goes; a new object whenever it changes.</summary>
    public ReplicationFacts Replication
    {
        get => _replication;
        internal set => _replication = value;
    }

    /// <summary>The last records of the log, for those who send them to replicas.</summary>
    internal LogTail LogTail { get; } = new();

    /// <summary>How far the connected replicas are.</summary>
    public AckTable Acks { get; } = new();

    /// <summary>The epochs of the log, as far as it is in the store; a new object whenever it changes.</summary>
    public LogHistory History
    {
        get => _history;
        internal set => _history = value;
    }

    /// <summary>The error for writes while the store refuses a record that is in the log; null while it does not.</summary>
    internal string? StoreFailure
    {
        get => _storeFailure;
        set => _storeFailure = value;
    }

    /// <summary>The way from commands to shards.</summary>
    internal ShardRouter Router { get; private set; } = null!;

    /// <summary>Takes orders to change the role, and is told of the links of replicas that have asked for frames with PKSYNC.</summary>
    internal IActorRef ReplicationActor { get; set; } = ActorRefs.Nobody;

    /// <summary>The log's appender; see <see cref="BinlogProtocol"/>.</summary>
    internal IActorRef Appender { get; set; } = ActorRefs.Nobody;

    /// <summary>What full syncs of all replicas share.</summary>
    internal FullSyncs FullSyncs { get; }

    /// <summary>Passes published messages on to replicas.</summary>
    internal MessageForwarding Forwarding { get; } = new();

    /// <summary>Opens the node: recovers the log, replays into the store what it lacks, and starts the actors.</summary>
    /// <exception cref="BinlogException">The log is damaged; nothing was changed.</exception>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public static async Task<PikaNode> OpenAsync(NodeParts parts)
    {
        CommandHandlers.EnsureBound();
        var (writer, ids) = LogOpening.Open(parts);
        var node = new PikaNode(parts, writer, ids);
        node._system = ActorSystem.Create("pika", parts.Actors(ActorConfig.Load()));
        node._following.Add(() => ActorLog.Follow(node._system, parts.Loggers));
        ActorLog.Attach(node._system, parts.Loggers);
        RoleStorage.Of(node._system).File = new RoleFile(parts.Files, Path.Combine(Path.GetDirectoryName(parts.BinlogDirectory)!, "role"));
        var opened = new TaskCompletionSource<ShardRouter>(TaskCreationOptions.RunContinuationsAsynchronously);
        node._system.ActorOf(NodeActor.Props(node, writer, opened), "node");
        node.Router = await opened.Task;
        return node;
    }

    /// <summary>
    /// Completes when a client asks for SHUTDOWN, and fails with a <see cref="NodeFailedException"/> when the node cannot go on; whoever opened
    /// the node then ends it.
    /// </summary>
    public Task ShutdownRequested => _shutdown.Task;

    /// <summary>SHUTDOWN.</summary>
    public void RequestShutdown() => _shutdown.TrySetResult();

    /// <summary>Ends when the node is about to stop: whoever waits for another server gives up.</summary>
    internal Task Stopping => _stopping.Task;

    /// <summary>Lets clients that wait for something outside go on, so that their connections can end: a pause, another server.</summary>
    public void BeginStop()
    {
        _stopping.TrySetResult();
        Pause.End();
        Pause.EndFailover();
    }

    /// <summary>
    /// Completes, with the reason, when the node is to be stopped and opened again in the same process: at its start it installs the data of
    /// a full sync. Clients are disconnected; those that come meanwhile hear LOADING.
    /// </summary>
    public Task<string> RestartRequested => _restart.Task;

    /// <summary>Asks for the node to be stopped and opened again. Returns at once; any thread.</summary>
    /// <param name="reason">For the log.</param>
    public void RequestRestart(string reason) => _restart.TrySetResult(reason);

    /// <summary>
    /// Ends the node because of a defect: what is in memory cannot be trusted any more, what is in the log can. Whoever calls it answers
    /// the clients that wait for it, and does nothing else from then on.
    /// </summary>
    /// <param name="where">The part that failed, for the log.</param>
    internal void Fail(string where, Exception defect)
    {
        _log.NodeFailed(where, defect);
        _shutdown.TrySetException(new NodeFailedException($"{where} failed unexpectedly: {defect.Message}", defect));
    }

    /// <summary>The present time, unix ms.</summary>
    public long NowMs() => Time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Milliseconds since some moment of the past, by a clock that nobody sets: what durations and time limits are measured by.</summary>
    public long SteadyMs() => (long)(Time.GetTimestamp() * (1000.0 / Time.TimestampFrequency));

    /// <summary>Goes on above ids that a master has handed out.</summary>
    internal void FollowIds(LastIds ids) => _ids.Follow(ids);

    /// <summary>An empty turn over the node's store.</summary>
    internal Turn NewTurn() => new(Store, _ids);

    /// <summary>Makes the store durable as it is. Blocks; one at a time.</summary>
    internal void FlushStore()
    {
        lock (_flushing)
        {
            Store.Flush();
        }
    }

    /// <summary>Cuts a client for what it does, and says so in the log.</summary>
    public void Cut(Client client, string reason)
    {
        _log.ClientCut(client.Id, client.Address, reason);
        client.Kill();
    }

    /// <summary>
    /// Stops the actors, makes everything durable and closes the files. Clients must be gone. What a failing disk does not let be done is
    /// logged: the next start makes it good from the log.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        _following.Dispose();
        await _system.Terminate();
        Blocked.Dispose();
        Store.StopCompacting();
        Storage.Dispose();
        KeptStates.Dispose();
        StopStep.Try(_log, "sync the binlog", () => _writer.Sync());
        StopStep.Try(_log, "flush the store", Store.Flush);
        _writer.Dispose();
        StopStep.Try(_log, "close the store", Store.Dispose);
    }
}
