using Akka.Event;

namespace Akka.Actor;

/// <summary>Marks messages that the runtime handles itself and that never reach the actor's Receive.</summary>
public interface IAutoReceivedMessage;

/// <summary>Marks messages that could harm when they come from a stranger.</summary>
public interface IPossiblyHarmful;

/// <summary>Marks messages that do not restart the clock of a receive timeout.</summary>
public interface INotInfluenceReceiveTimeout;

/// <summary>Marks messages that are not test-serialized.</summary>
public interface INoSerializationVerificationNeeded;

/// <summary>Stops the actor when it comes to this message, after all that was sent before.</summary>
public sealed class PoisonPill : IAutoReceivedMessage, IPossiblyHarmful, IDeadLetterSuppression
{
    private PoisonPill() { }

    public static PoisonPill Instance { get; } = new();

    public override string ToString() => "<PoisonPill>";
}
