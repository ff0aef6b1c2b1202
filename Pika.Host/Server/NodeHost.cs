using Microsoft.Extensions.Logging;
using Pika.Actors.Configuration;
using Pika.Actors.Information;
using Pika.Actors.Node;
using Pika.Host.Logging;
using Pika.Host.Network;
using Pika.Storage.Binlog;
using Pika.Storage.Files;
using Pika.Storage.Snapshots;
using Pika.Storage.Store;
using Pika.Storage.Store.RocksDb;
using Pika.Storage.Store.Tiered;

namespace Pika.Host.Server;

/// <summary>The node on a real disk, as the host sees it: rows in <c>DIR/db</c>, the log in <c>DIR/binlog</c>.</summary>
internal sealed class NodeHost : INodeHandle
{
    /// <summary>One part in this many of the memory budget holds hot rows; the rest is RocksDB's.</summary>
    private const int HotRowsShare = 2;

    private readonly PikaNode _node;

    private NodeHost(PikaNode node)
    {
        _node = node;
        Connections = new RespConnectionHandler(node);
    }

    public IConnectionHandler Connections { get; }

    public Task ShutdownRequested => _node.ShutdownRequested;

    public Task<string> RestartRequested => _node.RestartRequested;

    /// <summary>Starts the node, on the data of a full sync if one waits for it. <see cref="StartException"/> if it cannot.</summary>
    /// <param name="identity">Of the process: the same when the node is started again.</param>
    /// <param name="clock">The machine's unless given.</param>
    public static async Task<INodeHandle> Start(
        ConfigService settings,
        ILoggerFactory loggers,
        ServerIdentity identity,
        TimeProvider? clock = null
    )
    {
        var time = clock ?? TimeProvider.System;
        try
        {
            NativeMemoryTuning.Apply();
            RocksDbLibrary.EnsureLoaded();
            var log = loggers.CreateLogger("Pika.Host");
            HostLog.RocksDbLoaded(log, RocksDbLibrary.Version, RocksDbLibrary.Path);
            string directory = Path.GetFullPath(settings.Config.Dir);
            var folder = new SyncFolder(directory);
            var (rows, received) = OpenStore(settings.Config, folder, log);
            var store = new TieredStore(rows, settings.Config.MemoryBudget / HotRowsShare);
            var parts = new NodeParts(settings, store, DiskFileSystem.Instance, folder.Log, time, loggers, Random.Shared.NextInt64)
            {
                Identity = identity,
                Outbound = new TcpOutbound(time),
                Received = received,
            };
            var node = await PikaNode.OpenAsync(parts);
            store.SetReplayed(node.LastVersion);
            return new NodeHost(node);
        }
        catch (Exception failure)
            when (failure is StoreException or BinlogException or DllNotFoundException or IOException or UnauthorizedAccessException)
        {
            throw new StartException(failure.Message, failure);
        }
    }

    public void BeginStop() => _node.BeginStop();

    public Task StopAsync() => _node.DisposeAsync().AsTask();

    // The data of a full sync that RocksDB does not take go, and the node is up on its old ones: it tries again, and says why.
    private static (RocksDbStore Store, InstallOutcome Received) OpenStore(ServerConfig config, SyncFolder folder, ILogger log)
    {
        var received = SnapshotInstall.Begin(DiskFileSystem.Instance, folder);
        if (received.IsInstalled)
        {
            try
            {
                var store = RocksDbStore.Open(folder.Db, Options(config));
                SnapshotInstall.Finish(DiskFileSystem.Instance, folder);
                HostLog.SnapshotInstalled(log, received.Manifest!.Name, received.Manifest.Applied.ToString(), received.Manifest.TotalBytes);
                return (store, received);
            }
            catch (StoreException failure)
            {
                SnapshotInstall.Undo(DiskFileSystem.Instance, folder);
                received = new InstallOutcome(null, $"its store cannot be opened: {failure.Message}");
            }
        }

        if (received.Refused is { } flaw)
        {
            HostLog.SnapshotRefused(log, flaw);
        }

        return (RocksDbStore.Open(folder.Db, Options(config)), received);
    }

    private static RocksDbOptions Options(ServerConfig config) =>
        new()
        {
            MemoryBudget = config.MemoryBudget - (config.MemoryBudget / HotRowsShare),
            WriteBufferSize = config.WriteBufferSize,
            MaxBackgroundJobs = config.MaxBackgroundJobs,
            MaxOpenFiles = config.MaxOpenFiles,
            Compression = config.Compression.ToString().ToLowerInvariant(),
            Extra = config.RocksDbOptions,
        };
}
