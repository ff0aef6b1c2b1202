using System.Net.Sockets;
using Pika.Actors.Information;
using Pika.Actors.Network;

namespace Pika.Host.Network;

/// <summary>An accepted connection, whose client is a replica, as a link uses it. Disposing it breaks the connection; whoever accepted it closes it.</summary>
internal sealed class ReplicaConnection(Connection connection) : IOutboundConnection
{
    /// <inheritdoc/>
    public string Local => connection.Local;

    /// <inheritdoc/>
    public string Remote => connection.Remote;

    /// <inheritdoc/>
    public async ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancel)
    {
        try
        {
            int count;
            do
            {
                cancel.ThrowIfCancellationRequested();
                count = await connection.ReceiveAsync(buffer);
            } while (count == Connection.Woken);

            TrafficStatistics.AddReceived(count);
            return count;
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
            cancel.ThrowIfCancellationRequested();
            await connection.SendAsync(bytes);
            TrafficStatistics.AddSent(bytes.Length);
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            throw new IOException(failure.Message, failure);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => connection.Abort();
}
