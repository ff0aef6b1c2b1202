namespace Akka.Actor;

/// <summary>A message on its way down a selection. <see cref="Elements"/> are those still ahead.</summary>
internal sealed class ActorSelectionMessage(object message, SelectionPathElement[] elements, bool wildCardFanOut = false)
    : IAutoReceivedMessage,
        IPossiblyHarmful
{
    public object Message { get; } = message;

    public SelectionPathElement[] Elements { get; } = elements;

    /// <summary>True once it has passed a pattern: then a dead end is no reason for a dead letter.</summary>
    public bool WildCardFanOut { get; } = wildCardFanOut;
}
