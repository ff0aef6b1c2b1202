using Akka.Actor;

namespace Akka.Event;

/// <summary>A message that its actor did not handle; published on the event stream.</summary>
public sealed class UnhandledMessage(object message, IActorRef sender, IActorRef recipient)
{
    public object Message { get; } = message;

    public IActorRef Sender { get; } = sender;

    public IActorRef Recipient { get; } = recipient;

    public override string ToString() => $"Unhandled message from {Sender} to {Recipient}: {Message}";
}
