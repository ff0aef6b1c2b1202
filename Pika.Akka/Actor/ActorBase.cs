using Akka.Actor.Internal;
using Akka.Event;

namespace Akka.Actor;

/// <summary>What an actor does with a message; false if it does not know it.</summary>
public delegate bool Receive(object message);

/// <summary>What an untyped actor does with a message.</summary>
public delegate void UntypedReceive(object message);

/// <summary>The base of all actors: lifecycle hooks and access to the surroundings.</summary>
public abstract partial class ActorBase
{
    private ActorCell? _cell;
    private readonly Receive _initialReceive;

    protected ActorBase()
    {
        _cell =
            InternalCurrentActorCellKeeper.Current
            ?? throw new ActorInitializationException(
                $"You cannot create an instance of [{GetType()}] explicitly using the constructor (new). Use ActorOf with Props instead."
            );
        Self = _cell.Self;
        _initialReceive = Receive;
    }

    /// <summary>This actor's own reference; it stays valid after the end, for those who captured it.</summary>
    protected IActorRef Self { get; }

    /// <summary>Who sent the message in progress; dead letters if it came from outside of actors.</summary>
    protected IActorRef Sender => Context.Sender;

    /// <summary>The surroundings of the actor that runs on this thread.</summary>
    protected static IActorContext Context =>
        InternalCurrentActorCellKeeper.Current
        ?? throw new NotSupportedException(
            "There is no active ActorContext, this is most likely due to use of async operations from within this actor."
        );

    internal Receive InitialReceive => _initialReceive;

    internal SupervisorStrategy Supervision => _supervision ??= SupervisorStrategy() ?? Akka.Actor.SupervisorStrategy.DefaultStrategy;

    private SupervisorStrategy? _supervision;

    internal void Attach(ActorCell cell) => _cell = cell;

    internal void Detach() => _cell = null;

    internal bool InvokeAroundReceive(Receive receive, object message) => AroundReceive(receive, message);

    internal void InvokeUnhandled(object message) => Unhandled(message);

    /// <summary>Processes a message; false if the actor does not know it.</summary>
    protected abstract bool Receive(object message);

    /// <summary>Wraps every message's processing.</summary>
    protected virtual bool AroundReceive(Receive receive, object message) => receive(message);

    /// <summary>A message that no handler took: published as <see cref="UnhandledMessage"/>; a Terminated throws <see cref="DeathPactException"/>.</summary>
    protected virtual void Unhandled(object message)
    {
        if (message is Terminated terminated)
            throw new DeathPactException(terminated.ActorRef);
        Context.System.EventStream.Publish(new UnhandledMessage(message, Sender, Self));
    }

    protected void Become(Receive receive) => Context.Become(receive);

    protected void BecomeStacked(Receive receive) => Context.BecomeStacked(receive);

    protected void UnbecomeStacked() => Context.UnbecomeStacked();

    /// <summary>Asks for a <see cref="ReceiveTimeout"/> whenever no message came for that long; null ends it.</summary>
    protected void SetReceiveTimeout(TimeSpan? timeout) => Context.SetReceiveTimeout(timeout);
}
