using Akka.Actor;

namespace Akka.Dispatch.MessageQueues;

/// <summary>First in, first out, without a bound.</summary>
public class UnboundedMessageQueue : IMessageQueue
{
    internal MpscQueue Queue { get; } = new();

    public bool HasMessages => !Queue.IsEmpty;

    public int Count => Queue.Count;

    public void Enqueue(IActorRef receiver, Envelope envelope) => Queue.Enqueue(envelope.Message, envelope.Sender);

    public bool TryDequeue(out Envelope envelope) => Queue.TryDequeue(out envelope);

    public void CleanUp(IActorRef owner, IMessageQueue deadletters)
    {
        while (TryDequeue(out var envelope))
            deadletters.Enqueue(owner, envelope);
    }
}
