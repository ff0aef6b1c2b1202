using System.Collections.Concurrent;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.Logging;
using Pika.Actors.Configuration;
using Pika.Host.Logging;

namespace Pika.Host.Server;

/// <summary>The open connections: their number is bounded by <c>maxclients</c>, and all of them end when the server stops.</summary>
internal sealed class ClientConnections(ConnectionHandler handler, ServerConfig config, ILogger<ClientConnections> logger)
{
    /// <summary>As in Redis: probes after the idle time, then thrice at a third of it.</summary>
    private const int KeepAliveProbes = 3;

    private readonly ConcurrentDictionary<ConnectionContext, Task> _open = new();
    private int _count;

    /// <summary>The number of open connections.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Connections refused for <c>maxclients</c>.</summary>
    public long Rejected => Interlocked.Read(ref _rejected);

    private long _rejected;

    /// <summary>Begins to serve a connection on the thread pool.</summary>
    public void Begin(ConnectionContext connection) => ThreadPool.UnsafeQueueUserWorkItem(new Start(this, connection), preferLocal: false);

    /// <summary>Lets the connections finish what they are at for the grace, then breaks those that are left.</summary>
    public async Task EndAsync(TimeSpan grace)
    {
        foreach (var connection in _open.Keys)
        {
            // A reader that waits for the next command sees the end of its input; one that executes finishes first.
            connection.Transport.Input.CancelPendingRead();
        }

        var ended = Task.WhenAll(_open.Values);
        if (await Task.WhenAny(ended, Task.Delay(grace)) == ended)
        {
            return;
        }

        foreach (var connection in _open.Keys)
        {
            connection.Abort(new ConnectionAbortedException("The server is stopping."));
        }

        await Task.WhenAll(_open.Values);
    }

    private void Serve(ConnectionContext connection)
    {
        if (Interlocked.Increment(ref _count) > config.MaxClients)
        {
            Interlocked.Increment(ref _rejected);
            _ = RunAsync(connection, RejectAsync(connection));
            return;
        }

        KeepAlive(connection);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _open[connection] = done.Task;
        _ = ServeAsync(connection, done);
    }

    private async Task ServeAsync(ConnectionContext connection, TaskCompletionSource done)
    {
        await RunAsync(connection, handler.OnConnectedAsync(connection));
        _open.TryRemove(connection, out _);
        done.SetResult();
    }

    private async Task RunAsync(ConnectionContext connection, Task work)
    {
        try
        {
            await work;
        }
        catch (Exception failure)
            when (failure is IOException or ConnectionAbortedException or OperationCanceledException or SocketException)
        {
            HostLog.ConnectionEnded(logger, connection.ConnectionId, failure.Message);
        }
        catch (Exception failure)
        {
            HostLog.ConnectionFailed(logger, failure, connection.ConnectionId);
        }

        await connection.DisposeAsync();
        Interlocked.Decrement(ref _count);
    }

    private static async Task RejectAsync(ConnectionContext connection) =>
        await connection.Transport.Output.WriteAsync("-ERR max number of clients reached\r\n"u8.ToArray());

    private void KeepAlive(ConnectionContext connection)
    {
        if (config.TcpKeepAlive == 0 || connection.Features.Get<IConnectionSocketFeature>()?.Socket is not { } socket)
        {
            return;
        }

        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, config.TcpKeepAlive);
            socket.SetSocketOption(
                SocketOptionLevel.Tcp,
                SocketOptionName.TcpKeepAliveInterval,
                Math.Max(1, config.TcpKeepAlive / KeepAliveProbes)
            );
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, KeepAliveProbes);
        }
        catch (SocketException failure)
        {
            HostLog.ConnectionEnded(logger, connection.ConnectionId, failure.Message);
        }
    }

    private sealed class Start(ClientConnections clients, ConnectionContext connection) : IThreadPoolWorkItem
    {
        public void Execute() => clients.Serve(connection);
    }
}
