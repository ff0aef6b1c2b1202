namespace Pika.Actors.Network;

/// <summary>The outside of a node that has no network: nobody listens anywhere.</summary>
internal sealed class NoOutbound : IOutbound
{
    public Task<IOutboundConnection> ConnectAsync(string host, int port, TimeSpan timeout, CancellationToken cancel) =>
        Task.FromException<IOutboundConnection>(new ConnectionRefusedException("the node has no network"));
}
