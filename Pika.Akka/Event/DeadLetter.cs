using Akka.Actor;

namespace Akka.Event;

/// <summary>Marks messages that are not reported when they become dead letters.</summary>
public interface IDeadLetterSuppression;

/// <summary>A message that reached no actor; published on the event stream.</summary>
public abstract class AllDeadLetters(object message, IActorRef sender, IActorRef recipient)
{
    public object Message { get; } = message;

    public IActorRef Sender { get; } = sender;

    public IActorRef Recipient { get; } = recipient;

    public override string ToString() => $"{GetType().Name} from {Sender} to {Recipient}: <{Message}>";
}

/// <summary>A message that reached no actor.</summary>
public sealed class DeadLetter(object message, IActorRef sender, IActorRef recipient) : AllDeadLetters(message, sender, recipient);

/// <summary>A dead letter that is not worth reporting.</summary>
public sealed class SuppressedDeadLetter(IDeadLetterSuppression message, IActorRef sender, IActorRef recipient)
    : AllDeadLetters(message, sender, recipient);

/// <summary>A message that was dropped on purpose, and why.</summary>
public sealed class Dropped(object message, string reason, IActorRef sender, IActorRef recipient)
    : AllDeadLetters(message, sender, recipient)
{
    public string Reason { get; } = reason;
}
