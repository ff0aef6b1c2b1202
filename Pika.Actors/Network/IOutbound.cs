namespace Pika.Actors.Network;

/// <summary>The seam to connections that the node opens itself, to other servers. The host has the sockets; a test has what it likes.</summary>
public interface IOutbound
{
    /// <summary>Connects by TCP.</summary>
    /// <param name="host">A name or an address.</param>
    /// <param name="port">A port; one that cannot be is a failure like any other.</param>
    /// <param name="timeout">How long it may take, the look-up of the name included; more than 0.</param>
    /// <param name="cancel">Gives up at once.</param>
    /// <exception cref="ConnectionRefusedException">Nobody listens there.</exception>
    /// <exception cref="IOException">There is no such host, it cannot be reached, or it took too long.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was asked for.</exception>
    Task<IOutboundConnection> ConnectAsync(string host, int port, TimeSpan timeout, CancellationToken cancel);
}
