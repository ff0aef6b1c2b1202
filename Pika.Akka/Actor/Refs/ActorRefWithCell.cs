namespace Akka.Actor;

/// <summary>A reference with an actor cell behind it.</summary>
public abstract class ActorRefWithCell : InternalActorRefBase
{
    /// <summary>The cell that runs the actor at present.</summary>
    public abstract ActorCell Underlying { get; }

    /// <summary>The child of that name; <see cref="ActorRefs.Nobody"/> if there is none.</summary>
    public abstract IInternalActorRef GetSingleChild(string name);

    public abstract IEnumerable<IActorRef> Children { get; }
}
