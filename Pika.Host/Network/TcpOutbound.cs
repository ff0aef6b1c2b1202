using System.Net.Sockets;
using Pika.Actors.Network;

namespace Pika.Host.Network;

/// <summary>Connections that the node opens, over TCP.</summary>
/// <param name="time">The clock for timeouts.</param>
internal sealed class TcpOutbound(TimeProvider time) : IOutbound
{
    /// <inheritdoc/>
    public async Task<IOutboundConnection> ConnectAsync(string host, int port, TimeSpan timeout, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(host, port, either.Token);
            return new TcpOutboundConnection(socket);
        }
        catch (Exception failure)
        {
            socket.Dispose();
            cancel.ThrowIfCancellationRequested();
            throw failure switch
            {
                SocketException { SocketErrorCode: SocketError.ConnectionRefused } => new ConnectionRefusedException(
                    $"{host}:{port} refuses the connection",
                    failure
                ),
                OperationCanceledException => new IOException($"no connection to {host}:{port} in {timeout.TotalMilliseconds} ms", failure),
                SocketException or ArgumentException => new IOException($"no connection to {host}:{port}: {failure.Message}", failure),
                _ => failure,
            };
        }
    }
}
