using System.Collections.Concurrent;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Pika.Actors.Configuration;
using Pika.Host.Logging;
using Pika.Host.Network;

namespace Pika.Host.Server;

/// <summary>The open connections: their number is bounded by <c>maxclients</c>, and all of them end when the server stops.</summary>
internal sealed class ClientConnections(IConnectionHandler handler, ServerConfig config, ILogger<ClientConnections> logger)
{
    private readonly ConcurrentDictionary<Connection, Task> _open = new();
    private int _count;

    /// <summary>The number of open connections.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Begins to serve a connection on the thread pool.</summary>
    public void Begin(Connection connection) => ThreadPool.UnsafeQueueUserWorkItem(new Start(this, connection), preferLocal: false);

    /// <summary>
    /// Lets the present connections finish what they are at for the grace, then breaks those that are left. Those that come meanwhile are not meant.
    /// </summary>
    public async Task EndAsync(TimeSpan grace)
    {
        var open = _open.ToArray();
        foreach (var (connection, _) in open)
        {
            // A reader that waits for the next command sees the end of its input; one that executes finishes first.
            connection.EndInput();
        }

        var ended = Task.WhenAll(open.Select(connection => connection.Value));
        if (await Task.WhenAny(ended, Task.Delay(grace)) == ended)
        {
            return;
        }

        foreach (var (connection, _) in open)
        {
            connection.Abort();
        }

        await ended;
    }

    private void Serve(Connection connection)
    {
        if (Interlocked.Increment(ref _count) > config.MaxClients)
        {
            handler.Refused();
            _ = RunAsync(connection, RejectAsync(connection));
            return;
        }

        KeepAlive(connection);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _open[connection] = done.Task;
        _ = ServeAsync(connection, done);
    }

    private async Task ServeAsync(Connection connection, TaskCompletionSource done)
    {
        await RunAsync(connection, handler.ServeAsync(connection));
        _open.TryRemove(connection, out _);
        done.SetResult();
    }

    private async Task RunAsync(Connection connection, Task work)
    {
        try
        {
            await work;
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            HostLog.ConnectionEnded(logger, connection.Remote, failure.Message);
        }
        catch (Exception failure)
        {
            HostLog.ConnectionFailed(logger, failure, connection.Remote);
        }

        connection.Dispose();
        Interlocked.Decrement(ref _count);
    }

    private static async Task RejectAsync(Connection connection) =>
        await connection.SendAsync("-ERR max number of clients reached\r\n"u8.ToArray());

    private void KeepAlive(Connection connection)
    {
        if (config.TcpKeepAlive == 0)
        {
            return;
        }

        try
        {
            connection.KeepAlive(config.TcpKeepAlive);
        }
        catch (SocketException failure)
        {
            HostLog.ConnectionEnded(logger, connection.Remote, failure.Message);
        }
    }

    private sealed class Start(ClientConnections clients, Connection connection) : IThreadPoolWorkItem
    {
        public void Execute() => clients.Serve(connection);
    }
}
