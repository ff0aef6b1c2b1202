using Akka.Actor;

namespace Akka.Dispatch.MessageQueues;

/// <summary>
/// First in, first out, up to a bound. A sender to a full queue waits for room up to the push timeout; then its message goes to dead letters.
/// </summary>
public class BoundedMessageQueue : IMessageQueue
{
    private readonly MpscQueue _queue = new();
    private readonly SemaphoreSlim _room;
    private readonly TimeSpan _pushTimeout;

    public BoundedMessageQueue(int boundedCapacity, TimeSpan pushTimeOut)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(boundedCapacity);
        _room = new SemaphoreSlim(boundedCapacity);
        _pushTimeout = pushTimeOut;
    }

    public bool HasMessages => !_queue.IsEmpty;

    public int Count => _queue.Count;

    public void Enqueue(IActorRef receiver, Envelope envelope)
    {
        if (_room.Wait(_pushTimeout))
            _queue.Enqueue(envelope.Message, envelope.Sender);
        else if (receiver is IInternalActorRef internalRef && envelope.Message is not Event.AllDeadLetters)
            internalRef.Provider.DeadLetters.Tell(new Event.DeadLetter(envelope.Message, envelope.Sender, receiver), envelope.Sender);
    }

    public bool TryDequeue(out Envelope envelope)
    {
        if (!_queue.TryDequeue(out envelope))
            return false;
        _room.Release();
        return true;
    }

    public void CleanUp(IActorRef owner, IMessageQueue deadletters)
    {
        while (TryDequeue(out var envelope))
            deadletters.Enqueue(owner, envelope);
    }
}
