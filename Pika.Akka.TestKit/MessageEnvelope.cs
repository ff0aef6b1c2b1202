using Akka.Actor;

namespace Akka.TestKit;

/// <summary>A message that a test actor received, and from whom.</summary>
public abstract class MessageEnvelope
{
    /// <summary>The message.</summary>
    public abstract object? Message { get; }

    /// <summary>Who sent it.</summary>
    public abstract IActorRef Sender { get; }
}

/// <summary>Stands for "nothing was received".</summary>
public sealed class NullMessageEnvelope : MessageEnvelope
{
    private NullMessageEnvelope() { }

    /// <summary>The only instance.</summary>
    public static readonly NullMessageEnvelope Instance = new();

    /// <summary>Always null.</summary>
    public override object? Message => null;

    /// <summary>Nobody.</summary>
    public override IActorRef Sender => ActorRefs.Nobody;

    /// <inheritdoc/>
    public override string ToString() => "<null message>";
}

/// <summary>A message that was received.</summary>
public class RealMessageEnvelope(object message, IActorRef sender) : MessageEnvelope
{
    /// <inheritdoc/>
    public override object Message { get; } = message;

    /// <inheritdoc/>
    public override IActorRef Sender { get; } = sender;

    /// <inheritdoc/>
    public override string ToString() => $"<{Message}> from {(Sender is null ? "NoSender" : Sender.ToString())}";
}
