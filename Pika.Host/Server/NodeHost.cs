using Microsoft.Extensions.Logging;
using Pika.Actors.Configuration;
using Pika.Actors.Node;
using Pika.Host.Logging;
using Pika.Host.Network;
using Pika.Storage.Binlog;
using Pika.Storage.Files;
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

    /// <summary>Starts the node. <see cref="StartException"/> if it cannot.</summary>
    /// <param name="port">The TCP port that clients connect to.</param>
    public static async Task<INodeHandle> Start(ConfigService settings, ILoggerFactory loggers, int port)
    {
        try
        {
            NativeMemoryTuning.Apply();
            RocksDbLibrary.EnsureLoaded();
            HostLog.RocksDbLoaded(loggers.CreateLogger("Pika.Host"), RocksDbLibrary.Version, RocksDbLibrary.Path);
            string directory = Path.GetFullPath(settings.Config.Dir);
            var store = new TieredStore(
                RocksDbStore.Open(Path.Combine(directory, "db"), Options(settings.Config)),
                settings.Config.MemoryBudget / HotRowsShare
            );
            var parts = new NodeParts(
                settings,
                store,
                DiskFileSystem.Instance,
                Path.Combine(directory, "binlog"),
                TimeProvider.System,
                loggers,
                Random.Shared.NextInt64
            )
            {
                Identity = HostIdentity.Of(settings, port),
                Outbound = new TcpOutbound(TimeProvider.System),
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
