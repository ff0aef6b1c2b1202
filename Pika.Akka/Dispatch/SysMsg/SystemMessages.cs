using Akka.Actor;
using Akka.Event;

namespace Akka.Dispatch.SysMsg;

/// <summary>The first message of every cell: make the actor. <see cref="Failure"/> is set if its mailbox could not be.</summary>
public sealed class Create(Exception? failure) : SystemMessage
{
    public Exception? Failure { get; } = failure;
}

/// <summary>Restart the actor because of <see cref="Cause"/>.</summary>
public sealed class Recreate(Exception cause) : SystemMessage
{
    public Exception Cause { get; } = cause;
}

/// <summary>Process no ordinary messages until resumed.</summary>
public sealed class Suspend : SystemMessage;

/// <summary>Go on; <see cref="CausedByFailure"/> is the failure that this answers, if any.</summary>
public sealed class Resume(Exception? causedByFailure) : SystemMessage
{
    public Exception? CausedByFailure { get; } = causedByFailure;
}

/// <summary>Stop for good.</summary>
public sealed class Terminate : SystemMessage, IDeadLetterSuppression;

/// <summary>A child has been added: supervise it.</summary>
public sealed class Supervise(IActorRef child, bool async) : SystemMessage
{
    public IActorRef Child { get; } = child;

    public bool Async { get; } = async;
}

/// <summary><see cref="Watcher"/> wants to hear of the end of <see cref="Watchee"/>.</summary>
public sealed class Watch(IInternalActorRef watchee, IInternalActorRef watcher) : SystemMessage
{
    public IInternalActorRef Watchee { get; } = watchee;

    public IInternalActorRef Watcher { get; } = watcher;
}

/// <summary>Takes a <see cref="Watch"/> back.</summary>
public sealed class Unwatch(IInternalActorRef watchee, IInternalActorRef watcher) : SystemMessage
{
    public IInternalActorRef Watchee { get; } = watchee;

    public IInternalActorRef Watcher { get; } = watcher;
}

/// <summary><see cref="Actor"/> has stopped; sent to its parent and its watchers.</summary>
public sealed class DeathWatchNotification(IActorRef actor, bool existenceConfirmed, bool addressTerminated)
    : SystemMessage,
        IDeadLetterSuppression
{
    public IActorRef Actor { get; } = actor;

    public bool ExistenceConfirmed { get; } = existenceConfirmed;

    public bool AddressTerminated { get; } = addressTerminated;
}

/// <summary>A child has thrown and waits, suspended, for its supervisor's decision. <see cref="Uid"/> names the incarnation.</summary>
public sealed class Failed(IActorRef child, Exception cause, long uid) : SystemMessage
{
    public IActorRef Child { get; } = child;

    public Exception Cause { get; } = cause;

    public long Uid { get; } = uid;
}

/// <summary>A continuation of the actor's own asynchronous handler.</summary>
internal sealed class ActorTaskSchedulerMessage(Action run) : SystemMessage
{
    public Action Run { get; } = run;
}
