using Akka.Actor;

namespace Akka.Routing;

/// <summary>One of the targets of a router.</summary>
public class Routee
{
    /// <summary>No target: what is sent to it goes to dead letters.</summary>
    public static readonly Routee NoRoutee = new NoRouteeTarget();

    /// <summary>Sends to the target.</summary>
    public virtual void Send(object message, IActorRef sender) { }

    /// <summary>Asks the target.</summary>
    public virtual Task<object> Ask(object message, TimeSpan? timeout) =>
        Task.FromException<object>(new NotSupportedException("This routee cannot be asked."));

    /// <summary>The target <paramref name="actorRef"/>.</summary>
    public static Routee FromActorRef(IActorRef actorRef) => new ActorRefRoutee(actorRef);

    private sealed class NoRouteeTarget : Routee
    {
        public override void Send(object message, IActorRef sender)
        {
            if (sender is IInternalActorRef known)
                known.Provider.DeadLetters.Tell(message, sender);
        }
    }
}

/// <summary>An actor.</summary>
public class ActorRefRoutee(IActorRef actor) : Routee
{
    /// <summary>The actor.</summary>
    public IActorRef Actor { get; } = actor;

    /// <inheritdoc/>
    public override void Send(object message, IActorRef sender) => Actor.Tell(message, sender);

    /// <inheritdoc/>
    public override Task<object> Ask(object message, TimeSpan? timeout) => Actor.Ask(message, timeout);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ActorRefRoutee other && Actor.Equals(other.Actor);

    /// <inheritdoc/>
    public override int GetHashCode() => Actor.GetHashCode();
}

/// <summary>Whatever actors a path leads to.</summary>
public class ActorSelectionRoutee(ActorSelection actor) : Routee
{
    /// <summary>The path.</summary>
    public ActorSelection Selection { get; } = actor;

    /// <inheritdoc/>
    public override void Send(object message, IActorRef sender) => Selection.Tell(message, sender);

    /// <inheritdoc/>
    public override Task<object> Ask(object message, TimeSpan? timeout) => Selection.Ask(message, timeout);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ActorSelectionRoutee other && Selection.Equals(other.Selection);

    /// <inheritdoc/>
    public override int GetHashCode() => Selection.GetHashCode();
}

/// <summary>Several targets at once.</summary>
public class SeveralRoutees(Routee[] routees) : Routee
{
    /// <inheritdoc/>
    public override void Send(object message, IActorRef sender)
    {
        foreach (var routee in routees)
            routee.Send(message, sender);
    }
}
