using Akka.Actor;
using Akka.Dispatch;

namespace Akka.Routing;

/// <summary>A reference that hands a message to a routee on the sender's thread. Only management messages reach the head behind it.</summary>
internal sealed class RoutedActorRef(
    ActorSystemImpl system,
    RouterState state,
    MessageDispatcher dispatcher,
    MailboxType mailboxType,
    IInternalActorRef supervisor,
    ActorPath path
) : LocalActorRef(system, Props.Create(() => new RouterHead(state)), dispatcher, mailboxType, supervisor, path)
{
    protected override void TellInternal(object message, IActorRef sender)
    {
        if (state.RouterConfig.IsManagementMessage(message))
            base.TellInternal(message, sender);
        else
            state.Router.Route(message, sender);
    }
}

/// <summary>What the reference and the head share: the present router, which is replaced as a whole.</summary>
internal sealed class RouterState(RouterConfig config, Props routeeProps, Router router)
{
    private volatile Router _router = router;

    public RouterConfig RouterConfig => config;

    public Props RouteeProps => routeeProps;

    public Router Router => _router;

    // Called while the router is made, and then by the head alone.

    public void AddRoutees(IReadOnlyCollection<Routee> routees) => _router = _router.WithRoutees([.. _router.Routees, .. routees]);

    public void RemoveRoutees(IReadOnlyCollection<Routee> routees) =>
        _router = _router.WithRoutees(_router.Routees.Where(r => !routees.Contains(r)).ToArray());
}
