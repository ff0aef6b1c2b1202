using System.Net.Sockets;
using Pika.Actors.Network;

namespace Pika.Host.Network;

/// <summary>A connection that the node has opened, over TCP.</summary>
internal sealed class TcpOutboundConnection : IOutboundConnection
{
    private readonly Socket _socket;

    /// <summary>Takes over a connected socket.</summary>
    public TcpOutboundConnection(Socket socket)
    {
        _socket = socket;
        (Local, Remote) = (Connection.TextOf(socket.LocalEndPoint), Connection.TextOf(socket.RemoteEndPoint));
    }

    /// <inheritdoc/>
    public string Local { get; }

    /// <inheritdoc/>
    public string Remote { get; }

    /// <inheritdoc/>
    public async ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancel)
    {
        try
        {
            return await _socket.ReceiveAsync(buffer, SocketFlags.None, cancel);
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            throw new IOException(failure.Message, failure);
        }
    }

    /// <inheritdoc/>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        try
        {
            while (!bytes.IsEmpty)
            {
                bytes = bytes[await _socket.SendAsync(bytes, SocketFlags.None, cancel)..];
            }
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            throw new IOException(failure.Message, failure);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();
}
