using System.Net.Sockets;

namespace Pika.Host.Network;

/// <summary>A connection on .NET's own socket engine: where there is no epoll.</summary>
internal sealed class SocketConnection(Socket socket) : Connection(socket)
{
    /// <inheritdoc/>
    public override ValueTask<int> ReceiveAsync(Memory<byte> buffer) => Socket.ReceiveAsync(buffer, SocketFlags.None);

    /// <inheritdoc/>
    public override async ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int sent = await Socket.SendAsync(bytes, SocketFlags.None);
            bytes = bytes[sent..];
        }
    }
}
