using Akka.Actor.Internal;

namespace Akka.Actor;

public partial class ActorCell
{
    /// <summary>What receives the next message; the top of the stack.</summary>
    private Receive? _behavior;

    /// <summary>The behaviors below <see cref="_behavior"/>; made when first needed.</summary>
    private Stack<Receive>? _stackedBehaviors;

    public void Become(Receive receive) => _behavior = receive;

    public void BecomeStacked(Receive receive)
    {
        (_stackedBehaviors ??= new Stack<Receive>()).Push(_behavior!);
        _behavior = receive;
    }

    public void UnbecomeStacked() => _behavior = _stackedBehaviors is { Count: > 0 } stack ? stack.Pop() : _actor!.InitialReceive;

    void IUntypedActorContext.Become(UntypedReceive receive) => Become(Handled(receive));

    void IUntypedActorContext.BecomeStacked(UntypedReceive receive) => BecomeStacked(Handled(receive));

    private static Receive Handled(UntypedReceive receive) =>
        message =>
        {
            receive(message);
            return true;
        };

    /// <summary>Makes an incarnation: its constructor runs with this cell as the current one, then it gets its stash and its timers.</summary>
    private protected virtual ActorBase NewActor()
    {
        var outer = InternalCurrentActorCellKeeper.Current;
        InternalCurrentActorCellKeeper.Current = this;
        try
        {
            _stackedBehaviors = null;
            _behavior = null;
            var actor =
                Props.NewActor() ?? throw new ActorInitializationException(Self, "Actor instance passed to actorOf can't be 'null'");
            actor.Attach(this);
            (actor as IInitializableActor)?.Init();
            _behavior ??= actor.InitialReceive;
            if (actor is IActorStash stashing)
                stashing.Stash = _system.NewStash(this, actor);
            if (actor is IWithTimers timed)
                timed.Timers = _timers = new TimerScheduler(this);
            return actor;
        }
        finally
        {
            InternalCurrentActorCellKeeper.Current = outer;
        }
    }

    /// <summary>Lets an incarnation go: its timers end, and what it stashed returns to the mailbox.</summary>
    private void DiscardActor()
    {
        _timers?.CancelAll();
        _timers = null;
        if (_actor is IActorStash { Stash: { } stash })
            stash.UnstashAll();
        _actor?.Detach();
        _actor = null;
    }
}
