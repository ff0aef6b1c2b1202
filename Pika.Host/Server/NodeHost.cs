using System.Buffers;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using Pika.Actors.Configuration;
using Pika.Host.Logging;
using Pika.Storage.Store;
using Pika.Storage.Store.RocksDb;

namespace Pika.Host.Server;

/// <summary>The node, as the host sees it.</summary>
internal sealed class NodeHost : INodeHandle
{
    private NodeHost(ConnectionHandler connections) => Connections = connections;

    public ConnectionHandler Connections { get; }

    public Task ShutdownRequested { get; } = new TaskCompletionSource().Task;

    /// <summary>Starts the node. <see cref="StartException"/> if it cannot.</summary>
    public static Task<INodeHandle> Start(ConfigService settings, ILoggerFactory loggers)
    {
        try
        {
            RocksDbLibrary.EnsureLoaded();
        }
        catch (Exception failure) when (failure is StoreException or DllNotFoundException)
        {
            throw new StartException(failure.Message, failure);
        }

        HostLog.RocksDbLoaded(loggers.CreateLogger("Pika.Host"), RocksDbLibrary.Version, RocksDbLibrary.Path);
        return Task.FromResult<INodeHandle>(new NodeHost(new Unready()));
    }

    public Task StopAsync() => Task.CompletedTask;

    /// <summary>Answers every read with an error, until the connection loop takes its place.</summary>
    private sealed class Unready : ConnectionHandler
    {
        public override async Task OnConnectedAsync(ConnectionContext connection)
        {
            while (await connection.Transport.Input.ReadAsync() is { IsCompleted: false, IsCanceled: false } read)
            {
                connection.Transport.Input.AdvanceTo(read.Buffer.End);
                connection.Transport.Output.Write("-LOADING no store is attached\r\n"u8);
                await connection.Transport.Output.FlushAsync();
            }
        }
    }
}
