using Akka.Dispatch.SysMsg;

namespace Akka.Actor;

/// <summary>What the runtime itself asks of a reference: lifecycle orders, which travel ahead of ordinary messages.</summary>
public interface IInternalActorRef : IActorRef, IActorRefScope
{
    IInternalActorRef Parent { get; }

    IActorRefProvider Provider { get; }

    /// <summary>True once the actor has stopped for good.</summary>
    bool IsTerminated { get; }

    /// <summary>Walks down the tree; <c>..</c> goes up. <see cref="ActorRefs.Nobody"/> if the way ends.</summary>
    IActorRef GetChild(IReadOnlyList<string> name);

    void Resume(Exception? causedByFailure = null);

    void Start();

    void Stop();

    void Restart(Exception cause);

    void Suspend();

    void SendSystemMessage(ISystemMessage message);
}
