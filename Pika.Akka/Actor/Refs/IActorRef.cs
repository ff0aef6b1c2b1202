namespace Akka.Actor;

/// <summary>The handle of one incarnation of an actor. Two are equal if path and uid are.</summary>
public interface IActorRef : ICanTell, IEquatable<IActorRef>, IComparable<IActorRef>, IComparable
{
    ActorPath Path { get; }
}

/// <summary>A reference that knows whether its actor lives in this process.</summary>
public interface IActorRefScope
{
    bool IsLocal { get; }
}

/// <summary>A reference whose actor lives in this process.</summary>
public interface ILocalRef : IActorRefScope;

/// <summary>A reference that may be pointed at its actor after it has been handed out.</summary>
public interface IRepointableRef : IActorRefScope
{
    bool IsStarted { get; }
}
