using System.Globalization;
using Pika.Actors.Node;
using Pika.Actors.PubSub;
using Pika.Protocol;
using Pika.Storage.Store.RocksDb;

namespace Pika.Actors.Information;

/// <summary>Reads INFO's facts from the node. Touches neither the disk nor any actor, so that INFO answers while both are busy.</summary>
/// <remarks>The facts of the process come from the runtime, which has no seam: they change no data.</remarks>
public sealed class InfoCollector(PikaNode node, ServerIdentity identity)
{
    /// <summary>What the process says of itself, to clients and to masters.</summary>
    public ServerIdentity Identity { get; } = identity;

    /// <summary>RocksDB's integer properties of each family: INFO shows their sums, under the last part of their names.</summary>
    private static readonly string[] FamilyProperties =
    [
        "rocksdb.num-immutable-mem-table",
        "rocksdb.mem-table-flush-pending",
        "rocksdb.compaction-pending",
        "rocksdb.cur-size-all-mem-tables",
        "rocksdb.estimate-num-keys",
        "rocksdb.estimate-table-readers-mem",
        "rocksdb.estimate-pending-compaction-bytes",
        "rocksdb.total-sst-files-size",
        "rocksdb.live-sst-files-size",
    ];

    /// <summary>RocksDB's integer properties of the whole database.</summary>
    private static readonly string[] Properties =
    [
        "rocksdb.num-running-flushes",
        "rocksdb.num-running-compactions",
        "rocksdb.background-errors",
        "rocksdb.num-snapshots",
        "rocksdb.actual-delayed-write-rate",
        "rocksdb.is-write-stopped",
        "rocksdb.block-cache-capacity",
        "rocksdb.block-cache-usage",
        "rocksdb.block-cache-pinned-usage",
    ];

    private long _peak;

    /// <summary>The facts that the request needs.</summary>
    public InfoFacts Collect(IReadOnlyCollection<string> request)
    {
        var now = node.Time.GetUtcNow();
        var resident = Environment.WorkingSet;
        var processor = Environment.CpuUsage;
        _peak = Math.Max(_peak, resident);
        var facts = new InfoFacts
        {
            NowMicroseconds = (now - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond,
            SteadyMs = node.SteadyMs(),
            UptimeSeconds = (now.ToUnixTimeMilliseconds() - node.StartedMs) / 1000,
            Identity = Identity,
            Hz = node.Config.Hz,
            ConnectedClients = node.Clients.Count,
            MaxClients = node.Config.MaxClients,
            BlockedClients = node.Blocked.Count,
            TrackingClients = node.Tracking.Clients,
            Tracked = node.Tracking.Totals,
            Channels = node.PubSub.CountOf(ChannelKind.Channel),
            Patterns = node.PubSub.CountOf(ChannelKind.Pattern),
            ShardChannels = node.PubSub.CountOf(ChannelKind.Shard),
            ResidentBytes = resident,
            PeakBytes = _peak,
            SystemBytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
            ManagedBytes = GC.GetTotalMemory(forceFullCollection: false),
            AllocatedBytes = GC.GetTotalAllocatedBytes(),
            Collections = [.. Enumerable.Range(0, GC.MaxGeneration + 1).Select(GC.CollectionCount)],
            LastSaveSeconds = node.Saving.LastSeconds,
            Saves = node.Saving.Count,
            IsSaving = node.Saving.IsRunning,
            SaveFailed = node.Saving.Failed,
            Received = TrafficStatistics.Received,
            Sent = TrafficStatistics.Sent,
            CommandsPerSecond = node.Rates.CommandsPerSecond,
            ReceivedPerSecond = node.Rates.ReceivedPerSecond,
            SentPerSecond = node.Rates.SentPerSecond,
            ErrorReplies = node.Errors.Total,
            Errors = node.Errors.ByKind(),
            RejectedConnections = node.Statistics.ConnectionsRejected,
            ConnectionsReceived = node.Statistics.ConnectionsReceived,
            ExpiredKeys = node.Statistics.ExpiredKeys,
            KeyspaceHits = node.Statistics.KeyspaceHits,
            KeyspaceMisses = node.Statistics.KeyspaceMisses,
            UserTime = processor.UserTime,
            SystemTime = processor.PrivilegedTime,
            Commands = Commands(),
            Databases = Databases(),
            Replication = node.Replication,
            FullSyncs = node.FullSyncs.Facts,
            MessagesNotPassed = node.Forwarding.Dropped,
            History = node.History,
            ReplicaPriority = node.Config.ReplicaPriority,
            Binlog = node.BinlogFacts.At(node.Binlog, node.Config),
            RocksDb = InfoReport.Asks(request, "rocksdb") ? RocksDb() : [],
        };
        return WithClients(facts);
    }

    private InfoFacts WithClients(InfoFacts facts)
    {
        long total = 0,
            biggestInput = 0,
            biggestOutput = 0;
        foreach (var client in node.Clients.All)
        {
            var (used, free) = client.QueryBuffer;
            total += used + free + client.UnsentBytes + client.Transaction.QueuedBytes;
            biggestInput = Math.Max(biggestInput, used + free);
            biggestOutput = Math.Max(biggestOutput, client.UnsentBytes);
        }

        return facts with
        {
            ClientBytes = total,
            BiggestQueryBuffer = biggestInput,
            BiggestOutput = biggestOutput,
        };
    }

    private List<(string, CommandCounts)> Commands() =>
        [
            .. CommandTable
                .All.Select(command => (command.FullName, CommandStatistics.Of(node.Time, command)))
                .Where(command => command.Item2 is not { Calls: 0, Rejected: 0 }),
        ];

    private List<(int, long, long)> Databases() =>
        [
            .. node
                .Databases.Select(database => (database.Number, database.Generation.Keys, database.Generation.Expires))
                .Where(database => database.Keys > 0),
        ];

    private List<(string, string)> RocksDb()
    {
        return
        [
            .. FamilyProperties.Select(name => (Short(name), node.Store.PropertyOfAll(name).ToString(CultureInfo.InvariantCulture))),
            .. Properties
                .Select(name => (Short(name), node.Store.Property(name)))
                .Where(property => property.Item2 is not null)
                .Select(property => (property.Item1, property.Item2!)),
            ("library_version", RocksDbLibrary.Version),
        ];
    }

    private static string Short(string name) => name["rocksdb.".Length..].Replace('-', '_');
}
