using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.TestKit.Internal;

namespace Akka.TestKit;

/// <summary>A reference to an actor that runs on the sender's thread, and whose instance the test can look at.</summary>
public abstract class TestActorRefBase<TActor> : IInternalActorRef
    where TActor : ActorBase
{
    /// <summary>Makes the actor below <paramref name="supervisor"/>, or below /user.</summary>
    protected TestActorRefBase(ActorSystem system, Props actorProps, IActorRef? supervisor = null, string? name = null) =>
        InternalRef = InternalTestActorRef.Create(system, actorProps, supervisor, name);

    internal InternalTestActorRef InternalRef { get; }

    /// <summary>The reference without the test's extras.</summary>
    public IActorRef Ref => InternalRef;

    /// <summary>The instance; another one after a restart.</summary>
    public TActor UnderlyingActor => (TActor)InternalRef.UnderlyingActor;

    /// <inheritdoc/>
    public ActorPath Path => InternalRef.Path;

    /// <inheritdoc/>
    public void Tell(object message, IActorRef sender) => InternalRef.Tell(message, sender);

    /// <summary>Sends in the name of the current actor, or nobody's.</summary>
    public void Tell(object message) => ((IActorRef)InternalRef).Tell(message);

    /// <summary>Hands a message straight to the actor's receive; an exception comes back to the caller and does not reach the supervisor.</summary>
    public void Receive(object message, IActorRef? sender = null) => InternalRef.Receive(message, sender);

    /// <summary>Makes this actor watch <paramref name="subject"/>.</summary>
    public void Watch(IActorRef subject) => InternalRef.Underlying.Watch(subject);

    /// <summary>Makes this actor watch <paramref name="subject"/> no longer.</summary>
    public void Unwatch(IActorRef subject) => InternalRef.Underlying.Unwatch(subject);

    /// <inheritdoc/>
    public bool Equals(IActorRef? other) => InternalRef.Equals(other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => InternalRef.Equals(obj);

    /// <inheritdoc/>
    public override int GetHashCode() => InternalRef.GetHashCode();

    /// <inheritdoc/>
    public int CompareTo(IActorRef? other) => InternalRef.CompareTo(other);

    /// <inheritdoc/>
    public int CompareTo(object? obj) => ((IComparable)InternalRef).CompareTo(obj);

    /// <inheritdoc/>
    public override string ToString() => InternalRef.ToString();

    bool IActorRefScope.IsLocal => true;

    IInternalActorRef IInternalActorRef.Parent => InternalRef.Parent;

    IActorRefProvider IInternalActorRef.Provider => InternalRef.Provider;

    bool IInternalActorRef.IsTerminated => InternalRef.IsTerminated;

    IActorRef IInternalActorRef.GetChild(IReadOnlyList<string> name) => InternalRef.GetChild(name);

    void IInternalActorRef.Resume(Exception? causedByFailure) => InternalRef.Resume(causedByFailure);

    void IInternalActorRef.Start() => InternalRef.Start();

    void IInternalActorRef.Stop() => InternalRef.Stop();

    void IInternalActorRef.Restart(Exception cause) => InternalRef.Restart(cause);

    void IInternalActorRef.Suspend() => InternalRef.Suspend();

    void IInternalActorRef.SendSystemMessage(ISystemMessage message) => InternalRef.SendSystemMessage(message);
}

/// <summary>A reference to an actor that runs on the sender's thread, and whose instance the test can look at.</summary>
public class TestActorRef<TActor>(ActorSystem system, Props actorProps, IActorRef? supervisor = null, string? name = null)
    : TestActorRefBase<TActor>(system, actorProps, supervisor, name)
    where TActor : ActorBase;
