using Akka.Actor;

namespace Akka.Routing;

/// <summary>
/// The actor behind a router: answers management messages, supervises the routees of a pool and forgets those that ended.
/// Other messages go from their sender straight to a routee and never pass through here.
/// </summary>
internal sealed class RouterHead(RouterState routed) : ActorBase
{
    protected override bool Receive(object message)
    {
        switch (message)
        {
            case GetRoutees:
                Sender.Tell(new Routees(routed.Router.Routees));
                return true;
            case AddRoutee add:
                routed.AddRoutees([add.Routee]);
                return true;
            case RemoveRoutee remove:
                Remove([remove.Routee]);
                return true;
            case AdjustPoolSize adjust when routed.RouterConfig is Pool:
                Adjust(adjust.Change);
                return true;
            case Terminated terminated:
                routed.RemoveRoutees([new ActorRefRoutee(terminated.ActorRef)]);
                StopIfEmpty();
                return true;
            default:
                return false;
        }
    }

    protected override SupervisorStrategy SupervisorStrategy() =>
        routed.RouterConfig is Pool pool ? pool.SupervisorStrategy : base.SupervisorStrategy();

    protected override void PreStart()
    {
        foreach (var child in Context.GetChildren())
            Context.Watch(child);
    }

    /// <summary>The routees live on: only a failure of the head itself restarts it, and its children are theirs.</summary>
    protected override void PreRestart(Exception reason, object message) { }

    private void Adjust(int change)
    {
        if (change > 0)
            routed.AddRoutees(Enumerable.Range(0, change).Select(_ => NewRoutee()).ToArray());
        else if (change < 0)
            Remove(routed.Router.Routees.TakeLast(-change).ToArray());
    }

    private Routee NewRoutee()
    {
        var routee = (ActorRefRoutee)Pool.NewRoutee(routed.RouteeProps, Context);
        Context.Watch(routee.Actor);
        return routee;
    }

    private void Remove(Routee[] routees)
    {
        routed.RemoveRoutees(routees);
        foreach (var child in routees.OfType<ActorRefRoutee>().Select(r => r.Actor).Where(IsChild))
        {
            Context.Unwatch(child);
            // After what is already in its mailbox.
            child.Tell(PoisonPill.Instance);
        }
        StopIfEmpty();
    }

    private static bool IsChild(IActorRef actor) => Context.Child(actor.Path.Name).Equals(actor);

    private void StopIfEmpty()
    {
        if (routed.RouterConfig.StopRouterWhenAllRouteesRemoved && !routed.Router.Routees.Any())
            Context.Stop(Self);
    }
}
