namespace Akka.Actor;

/// <summary>What extensions may see of a system.</summary>
public abstract class ExtendedActorSystem : ActorSystem
{
    public abstract IActorRefProvider Provider { get; }

    /// <summary>The root of the tree.</summary>
    public abstract IInternalActorRef LookupRoot { get; }

    /// <summary><c>/user</c></summary>
    public abstract IInternalActorRef Guardian { get; }

    /// <summary><c>/system</c></summary>
    public abstract IInternalActorRef SystemGuardian { get; }

    /// <summary>Makes an actor below <c>/system</c>; those end after the users' actors.</summary>
    public abstract IActorRef SystemActorOf(Props props, string? name = null);

    public abstract IActorRef SystemActorOf<TActor>(string? name = null)
        where TActor : ActorBase, new();
}
