namespace Akka.Actor;

/// <summary>A watched actor has stopped.</summary>
public sealed class Terminated(IActorRef actorRef, bool existenceConfirmed, bool addressTerminated)
    : IAutoReceivedMessage,
        IPossiblyHarmful,
        Event.IDeadLetterSuppression,
        INoSerializationVerificationNeeded
{
    public IActorRef ActorRef { get; } = actorRef;

    /// <summary>True if the actor came to an end, not merely to the address of the node it lived on.</summary>
    public bool AddressTerminated { get; } = addressTerminated;

    /// <summary>False if the actor may never have existed.</summary>
    public bool ExistenceConfirmed { get; } = existenceConfirmed;

    public override string ToString() => $"<Terminated>: {ActorRef} - ExistenceConfirmed={ExistenceConfirmed}";
}
