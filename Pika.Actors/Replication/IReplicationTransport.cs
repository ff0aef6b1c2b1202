using Akka.Actor;

namespace Pika.Actors.Replication;

/// <summary>The seam to masters: the host has the network, the simulator what it likes.</summary>
internal interface IReplicationTransport
{
    /// <summary>
    /// Begins to connect, to authenticate and to ask for frames; returns at once. The owner is told <see cref="LinkEvent.Opened"/>, or
    /// <see cref="LinkEvent.Closed"/> and why; closing the link gives up.
    /// </summary>
    /// <param name="target">The master.</param>
    /// <param name="session">A number that no other connection of this replica has had for long; not 0.</param>
    /// <param name="owner">Who is told of events.</param>
    IReplicationLink Open(ReplicaTarget target, ulong session, IActorRef owner);
}
