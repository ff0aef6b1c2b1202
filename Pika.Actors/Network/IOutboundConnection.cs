namespace Pika.Actors.Network;

/// <summary>
/// A connection that the node has opened: bytes out, bytes in. One receive and one send at a time, which may overlap; what follows them may run on
/// the network's thread, so it must not block. Disposing it, on any thread, closes the connection and ends what waits with an <see cref="IOException"/>.
/// </summary>
public interface IOutboundConnection : IDisposable
{
    /// <summary><c>ip:port</c> of this side.</summary>
    string Local { get; }

    /// <summary><c>ip:port</c> of the other side.</summary>
    string Remote { get; }

    /// <summary>Receives what has come in, at least a byte; 0 when the other side has closed.</summary>
    /// <param name="buffer">Room for a byte or more.</param>
    /// <param name="cancel">Gives up. Nothing is lost: the next receive has what comes.</param>
    /// <exception cref="IOException">The connection is broken, or disposed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was asked for.</exception>
    ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancel);

    /// <summary>Sends all the bytes; waits while the other side does not take them.</summary>
    /// <param name="bytes">What is sent; it stays as it is until the call ends.</param>
    /// <param name="cancel">Gives up. How much has been sent is not known then: the connection is of no more use.</param>
    /// <exception cref="IOException">The connection is broken, or disposed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was asked for.</exception>
    ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel);
}
