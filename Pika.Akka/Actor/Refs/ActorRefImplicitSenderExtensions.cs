using Akka.Actor.Internal;

namespace Akka.Actor;

/// <summary>Tell and Forward with the running actor as the sender.</summary>
public static class ActorRefImplicitSenderExtensions
{
    /// <summary>Sends a message; its sender is the actor on whose behalf this thread runs, else <see cref="ActorRefs.NoSender"/>.</summary>
    public static void Tell(this IActorRef receiver, object message) =>
        receiver.Tell(message, InternalCurrentActorCellKeeper.Current?.Self!);

    /// <summary>Passes a message on with its original sender.</summary>
    public static void Forward(this IActorRef receiver, object message) =>
        receiver.Tell(message, InternalCurrentActorCellKeeper.Current?.Sender!);
}
