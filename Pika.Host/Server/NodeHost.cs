using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using Pika.Actors.Configuration;
using Pika.Actors.Node;
using Pika.Host.Logging;
using Pika.Host.Network;
using Pika.Storage.Binlog;
using Pika.Storage.Files;
using Pika.Storage.Store;
using Pika.Storage.Store.RocksDb;

namespace Pika.Host.Server;

/// <summary>The node on a real disk, as the host sees it: rows in <c>DIR/db</c>, the log in <c>DIR/binlog</c>.</summary>
internal sealed class NodeHost : INodeHandle
{
    private readonly PikaNode _node;

    private NodeHost(PikaNode node)
    {
        _node = node;
        Connections = new RespConnectionHandler(node);
    }

    public ConnectionHandler Connections { get; }

    public Task ShutdownRequested => _node.ShutdownRequested;

    /// <summary>Starts the node. <see cref="StartException"/> if it cannot.</summary>
    public static async Task<INodeHandle> Start(ConfigService settings, ILoggerFactory loggers)
    {
        try
        {
            RocksDbLibrary.EnsureLoaded();
            HostLog.RocksDbLoaded(loggers.CreateLogger("Pika.Host"), RocksDbLibrary.Version, RocksDbLibrary.Path);
            string directory = Path.GetFullPath(settings.Config.Dir);
            var store = RocksDbStore.Open(Path.Combine(directory, "db"), Options(settings.Config));
            var parts = new NodeParts(settings, store, DiskFileSystem.Instance, Path.Combine(directory, "binlog"), TimeProvider.System, loggers);
            return new NodeHost(await PikaNode.OpenAsync(parts));
        }
        catch (Exception failure) when (failure is StoreException or BinlogException or DllNotFoundException or IOException)
        {
            throw new StartException(failure.Message, failure);
        }
    }

    public Task StopAsync() => _node.DisposeAsync().AsTask();

    private static RocksDbOptions Options(ServerConfig config) =>
        new()
        {
            MemoryBudget = config.BlockCache + (config.WriteBufferSize * config.MaxWriteBufferNum),
            WriteBufferSize = config.WriteBufferSize,
            MaxBackgroundJobs = config.MaxBackgroundJobs,
            Compression = config.Compression.ToString().ToLowerInvariant(),
        };
}
