using Akka.Actor.Internal;
using Akka.Util;

namespace Akka.Actor;

public partial class ActorCell
{
    private static readonly ThreadLocal<Random> Uids = new(() => new Random());

    private long _nextName = -1;

    internal ChildrenContainer Children { get; } = new();

    public IActorRef Child(string name) => Children.ByName(name) ?? (IActorRef)ActorRefs.Nobody;

    public IEnumerable<IActorRef> GetChildren() => Children.Snapshot().Select(stats => stats.Child).ToList();

    public virtual IActorRef ActorOf(Props props, string? name = null) => MakeChild(props, CheckName(name), systemService: false);

    public ActorSelection ActorSelection(string path) => ActorRefFactoryShared.ActorSelection(path, _system, Self);

    public ActorSelection ActorSelection(ActorPath path) => ActorRefFactoryShared.ActorSelection(path, _system);

    /// <summary>Makes a child; also called from outside the actor, by the system for its guardians.</summary>
    internal IInternalActorRef AttachChild(Props props, bool systemService, string? name = null) =>
        MakeChild(props, CheckName(name), systemService);

    public void Stop(IActorRef child)
    {
        Children.ShallDie(child);
        ((IInternalActorRef)child).Stop();
    }

    private IInternalActorRef MakeChild(Props props, string name, bool systemService)
    {
        Children.Reserve(name);
        IInternalActorRef child;
        try
        {
            var path = new ChildActorPath(Self.Path, name, NewUid());
            child = _system.Provider.ActorOf(_system, props, _self, path, systemService);
        }
        catch
        {
            Children.Release(name);
            throw;
        }

        Children.Add(name, child);
        for (var i = 0; i < _suspendedSelf; i++)
            child.Suspend();
        child.Start();
        return child;
    }

    private string CheckName(string? name)
    {
        if (name is null)
            return "$" + Interlocked.Increment(ref _nextName).ToBase64();
        if (name.Length == 0)
            throw new InvalidActorNameException("Actor name must not be empty");
        return ActorPath.IsValidPathElement(name)
            ? name
            : throw new InvalidActorNameException(
                $"Illegal actor name [{name}]. Actor names must not start with '$' and hold only letters, digits and -_.*+:@&=,!~';()"
            );
    }

    private static long NewUid() => Uids.Value!.NextInt64(1, int.MaxValue);

    private void StopChildren()
    {
        foreach (var stats in Children.Snapshot())
            Stop(stats.Child);
    }

    private void SuspendChildren(IActorRef? except = null, IReadOnlyCollection<IActorRef>? exceptThese = null)
    {
        foreach (var stats in Children.Snapshot())
        {
            if (!stats.Child.Equals(except) && exceptThese?.Contains(stats.Child) != true)
                stats.Child.Suspend();
        }
    }

    /// <summary>The one whose failure was the cause learns that it is answered; the others only go on.</summary>
    private void ResumeChildren(Exception? causedByFailure, IActorRef? perpetrator)
    {
        foreach (var stats in Children.Snapshot())
            stats.Child.Resume(stats.Child.Equals(perpetrator) ? causedByFailure : null);
    }
}
