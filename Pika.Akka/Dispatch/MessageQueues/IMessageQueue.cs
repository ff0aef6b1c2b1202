using Akka.Actor;

namespace Akka.Dispatch.MessageQueues;

/// <summary>The queue behind a mailbox. Many may add at a time, one takes at a time.</summary>
public interface IMessageQueue
{
    bool HasMessages { get; }

    int Count { get; }

    void Enqueue(IActorRef receiver, Envelope envelope);

    bool TryDequeue(out Envelope envelope);

    /// <summary>Gives what is left to the dead letters; the owner has stopped.</summary>
    void CleanUp(IActorRef owner, IMessageQueue deadletters);
}
