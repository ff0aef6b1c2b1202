using Pika.Actors.Clients;
using Pika.Actors.Network;
using Pika.Actors.Node;
using Pika.Actors.Replication.Wire;

namespace Pika.Actors.Replication;

/// <summary>The master's side of a replica's connection, after PKSYNC was answered.</summary>
public static class AcceptedReplica
{
    /// <summary>Serves the connection until it ends: frames from here on, in both directions, which the actors of replication are told of.</summary>
    /// <param name="node">The master.</param>
    /// <param name="client">The client that has become a replica.</param>
    /// <param name="connection">Its connection; closed at the end.</param>
    public static async Task ServeAsync(PikaNode node, Client client, IOutboundConnection connection)
    {
        var link = new ConnectionLink(client.Address, FrameSender.Replica, session: 0, node.ReplicationActor, MaxUnsent);
        (client.Link, client.QueryBuffer) = (link, default);

        // An accepted connection cannot give up a receive, only be broken.
        using var closing = link.Closing.UnsafeRegister(static connection => ((IOutboundConnection)connection!).Dispose(), connection);
        await link.RunAsync(connection, received: default);
        node.Log.ReplicaConnectionEnded(client.Id, client.Address, client.Killed ? "it was cut" : link.Reason!);

        long MaxUnsent() => node.Config.ClientOutputBufferLimit.Replica.HardBytes is > 0 and var limit ? limit : WireLimits.MaxUnsent;
    }
}
