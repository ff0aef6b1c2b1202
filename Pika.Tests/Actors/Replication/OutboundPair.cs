using System.Net;
using System.Net.Sockets;
using Pika.Actors.Network;
using Pika.Host.Network;

namespace Pika.Tests.Actors.Replication;

/// <summary>Both ends of a real connection: one as the node has it, the other bare.</summary>
internal sealed record OutboundPair(IOutboundConnection Near, Socket Far)
{
    public static async Task<OutboundPair> OpenAsync()
    {
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var near = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 16 * 1024 };
        await near.ConnectAsync(listener.LocalEndPoint!);
        var far = await listener.AcceptAsync();
        far.SendBufferSize = 16 * 1024;
        return new OutboundPair(new TcpOutboundConnection(near), far);
    }
}

/// <summary>A connection whose other side has closed it.</summary>
internal sealed class DeadConnection : IOutboundConnection
{
    public string Local => "127.0.0.1:1";

    public string Remote => "127.0.0.1:2";

    public ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancel) => new(0);

    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel) => throw new IOException("it is closed");

    public void Dispose() { }
}
