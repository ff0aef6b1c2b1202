namespace Akka.Actor;

/// <summary>The two references that stand for the absence of an actor.</summary>
public static class ActorRefs
{
    /// <summary>No such actor: what it is told vanishes.</summary>
    public static readonly Nobody Nobody = Nobody.Instance;

    /// <summary>The sender of a message that comes from outside any actor. It is null, as in Akka.NET.</summary>
    public static readonly IActorRef NoSender = null!;
}

/// <summary>See <see cref="ActorRefs.Nobody"/>.</summary>
public sealed class Nobody : MinimalActorRef
{
    public static readonly Nobody Instance = new();

    private readonly ActorPath _path = new RootActorPath(Address.AllSystems) / "Nobody";

    private Nobody() { }

    public override ActorPath Path => _path;

    public override IActorRefProvider Provider => throw new NotSupportedException("Nobody does not provide");
}
