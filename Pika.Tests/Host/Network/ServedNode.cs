using System.Net;
using System.Net.Sockets;
using Pika.Actors.Configuration;
using Pika.Host.Network;
using Pika.Tests.Actors.Support;
using Pika.Tests.Protocol.Support;

namespace Pika.Tests.Host.Network;

/// <summary>A node in memory behind a real socket.</summary>
internal sealed class ServedNode : IAsyncDisposable
{
    private readonly TestNode _node;
    private readonly Socket _listener = new(SocketType.Stream, ProtocolType.Tcp);
    private readonly List<Task> _served = [];
    private readonly List<IDisposable> _open = [];

    private readonly Func<Socket, Connection> _accept;

    private ServedNode(TestNode node, Func<Socket, Connection> accept)
    {
        (_node, _accept) = (node, accept);
        Handler = new RespConnectionHandler(node.Node);
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
    }

    public TestNode Node => _node;

    public RespConnectionHandler Handler { get; }

    /// <param name="transport">Where connections are served; on .NET's own sockets unless given.</param>
    public static async Task<ServedNode> OpenAsync(Action<ServerConfig>? configure = null, Transport? transport = null) =>
        new(await TestNode.OpenAsync(configure), transport is null ? socket => new SocketConnection(socket) : transport.Open);

    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndPoint!;

    /// <summary>Serves the next connection that somebody opens to <see cref="EndPoint"/>.</summary>
    public async Task Accept() => _served.Add(Serve(await _listener.AcceptAsync()));

    /// <summary>A client's side of a new connection, with small buffers, so that what is not read soon backs up into the server.</summary>
    public async Task<Socket> ConnectSocket()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 16 * 1024 };
        await socket.ConnectAsync(_listener.LocalEndPoint!);
        var accepted = await _listener.AcceptAsync();
        accepted.SendBufferSize = 16 * 1024;
        _served.Add(Serve(accepted));
        _open.Add(socket);
        return socket;
    }

    public async Task<RedisConnection> Connect() => new(await ConnectSocket());

    public async ValueTask DisposeAsync()
    {
        _node.Node.Pause.End();
        _open.ForEach(open => open.Dispose());
        await Task.WhenAll(_served);
        _listener.Dispose();
        await _node.DisposeAsync();
    }

    private async Task Serve(Socket accepted)
    {
        using var connection = _accept(accepted);
        try
        {
            await Handler.ServeAsync(connection);
        }
        catch (SocketException)
        {
            // The client is gone, or was cut.
        }
    }
}
