using Akka.Actor;

namespace Akka.Routing;

/// <summary>Targets and the logic that chooses among them. Immutable: adding and removing make another router.</summary>
public class Router
{
    private readonly Routee[] _routees;

    /// <summary>A router over these targets.</summary>
    public Router(RoutingLogic logic, params Routee[] routees)
    {
        RoutingLogic = logic;
        _routees = routees;
    }

    /// <summary>The logic.</summary>
    public RoutingLogic RoutingLogic { get; }

    /// <summary>The targets.</summary>
    public IEnumerable<Routee> Routees => _routees;

    /// <summary>Sends a message where the logic says; a <see cref="Broadcast"/> goes to all targets.</summary>
    public virtual void Route(object message, IActorRef sender)
    {
        if (message is Broadcast broadcast)
            Send(_routees.Length == 0 ? Routee.NoRoutee : new SeveralRoutees(_routees), broadcast.Message, sender);
        else
            Send(RoutingLogic.Select(message, _routees), message, sender);
    }

    /// <summary>Another router with these targets.</summary>
    public virtual Router WithRoutees(params Routee[] routees) => new(RoutingLogic, routees);

    /// <summary>Another router with one target more.</summary>
    public virtual Router AddRoutee(Routee routee) => WithRoutees([.. _routees, routee]);

    /// <inheritdoc cref="AddRoutee(Routee)"/>
    public Router AddRoutee(IActorRef routee) => AddRoutee(new ActorRefRoutee(routee));

    /// <inheritdoc cref="AddRoutee(Routee)"/>
    public Router AddRoutee(ActorSelection routee) => AddRoutee(new ActorSelectionRoutee(routee));

    /// <summary>Another router without this target.</summary>
    public virtual Router RemoveRoutee(Routee routee) => WithRoutees(_routees.Where(r => !r.Equals(routee)).ToArray());

    /// <inheritdoc cref="RemoveRoutee(Routee)"/>
    public Router RemoveRoutee(IActorRef routee) => RemoveRoutee(new ActorRefRoutee(routee));

    /// <inheritdoc cref="RemoveRoutee(Routee)"/>
    public Router RemoveRoutee(ActorSelection routee) => RemoveRoutee(new ActorSelectionRoutee(routee));

    /// <summary>Sends to one target.</summary>
    protected virtual void Send(Routee routee, object message, IActorRef sender) => routee.Send(UnWrap(message), sender);

    /// <summary>What the target gets: the message without its routing envelope.</summary>
    protected object UnWrap(object message) => message is RouterEnvelope envelope ? envelope.Message : message;
}
