namespace Akka.Actor;

/// <summary>The path of a system's root, above <c>/user</c> and <c>/system</c>.</summary>
public sealed class RootActorPath : ActorPath
{
    public RootActorPath(Address address, string name = "")
        : base(address, parent: null, name, uid: 0) { }

    public override ActorPath WithUid(long uid) => uid == 0 ? this : throw new NotSupportedException("A root path has no uid");
}
