using Akka.Actor;

namespace Akka.Persistence;

/// <summary>An event-sourced actor that overrides ReceiveRecover and ReceiveCommand.</summary>
public abstract class PersistentActor : Eventsourced
{
    /// <inheritdoc/>
    protected override bool Receive(object message) => ReceiveCommand(message);
}

/// <summary>An event-sourced actor that overrides OnRecover and OnCommand.</summary>
public abstract class UntypedPersistentActor : Eventsourced
{
    /// <summary>The actor's context.</summary>
    protected static new IUntypedActorContext Context => (IUntypedActorContext)ActorBase.Context;

    /// <inheritdoc/>
    protected override bool Receive(object message) => ReceiveCommand(message);

    /// <inheritdoc/>
    protected sealed override bool ReceiveCommand(object message)
    {
        OnCommand(message);
        return true;
    }

    /// <inheritdoc/>
    protected sealed override bool ReceiveRecover(object message)
    {
        OnRecover(message);
        return true;
    }

    /// <summary>Handles a command.</summary>
    protected abstract void OnCommand(object message);

    /// <summary>Handles a snapshot offer or an event while recovering.</summary>
    protected abstract void OnRecover(object message);

    /// <summary>Handles commands with <paramref name="receive"/> from now on.</summary>
    protected void Become(UntypedReceive receive) => Context.Become(receive);

    /// <summary>Handles commands with <paramref name="receive"/> until UnbecomeStacked.</summary>
    protected void BecomeStacked(UntypedReceive receive) => Context.BecomeStacked(receive);
}
