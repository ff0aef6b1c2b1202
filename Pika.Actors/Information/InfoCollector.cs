using Pika.Actors.Node;
using Pika.Protocol;
using Pika.Storage.Store.RocksDb;

namespace Pika.Actors.Information;

/// <summary>Reads INFO's facts from the node. Touches neither the disk nor any actor, so that INFO answers while both are busy.</summary>
/// <remarks>The facts of the process come from the runtime, which has no seam: they change no data.</remarks>
public sealed class InfoCollector(PikaNode node, ServerIdentity identity)
{
    /// <summary>RocksDB's integer properties that INFO shows, under the last part of their names.</summary>
    private static readonly string[] Properties =
    [
        "rocksdb.num-immutable-mem-table",
        "rocksdb.mem-table-flush-pending",
        "rocksdb.num-running-flushes",
        "rocksdb.compaction-pending",
        "rocksdb.num-running-compactions",
        "rocksdb.background-errors",
        "rocksdb.cur-size-all-mem-tables",
        "rocksdb.estimate-num-keys",
        "rocksdb.estimate-table-readers-mem",
        "rocksdb.num-snapshots",
        "rocksdb.estimate-pending-compaction-bytes",
        "rocksdb.total-sst-files-size",
        "rocksdb.actual-delayed-write-rate",
        "rocksdb.is-write-stopped",
    ];

    private long _peak;

    /// <summary>The facts that the request needs.</summary>
    public InfoFacts Collect(IReadOnlyCollection<string> request)
    {
        var now = node.Time.GetUtcNow();
        var resident = Environment.WorkingSet;
        var processor = Environment.CpuUsage;
        _peak = Math.Max(_peak, resident);
        return new InfoFacts
        {
            NowMicroseconds = (now - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond,
            UptimeSeconds = (now.ToUnixTimeMilliseconds() - node.StartedMs) / 1000,
            Identity = identity,
            Hz = node.Config.Hz,
            ConnectedClients = node.Clients.Count,
            MaxClients = node.Config.MaxClients,
            ResidentBytes = resident,
            PeakBytes = _peak,
            SystemBytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
            ManagedBytes = GC.GetTotalMemory(forceFullCollection: false),
            ConnectionsReceived = node.Statistics.ConnectionsReceived,
            ExpiredKeys = node.Statistics.ExpiredKeys,
            KeyspaceHits = node.Statistics.KeyspaceHits,
            KeyspaceMisses = node.Statistics.KeyspaceMisses,
            UserTime = processor.UserTime,
            SystemTime = processor.PrivilegedTime,
            Commands = Commands(),
            Databases = Databases(),
            RocksDb = InfoReport.Asks(request, "rocksdb") ? RocksDb() : [],
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
        if (node.Store is not RocksDbStore store)
        {
            return [];
        }

        return
        [
            .. Properties
                .Select(name => (name["rocksdb.".Length..].Replace('-', '_'), store.Property(name)))
                .Where(property => property.Item2 is not null)
                .Select(property => (property.Item1, property.Item2!)),
            ("block_cache_usage", FormattableString.Invariant($"{store.BlockCacheUsage}")),
            ("library_version", RocksDbLibrary.Version),
        ];
    }
}
