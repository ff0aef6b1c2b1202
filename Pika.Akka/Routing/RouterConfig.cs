using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Dispatch;

namespace Akka.Routing;

/// <summary>How the router of <see cref="Actor.Props.WithRouter"/> works.</summary>
public abstract class RouterConfig : IEquatable<RouterConfig>, IRouterFactory
{
    /// <summary>A router on the default dispatcher.</summary>
    protected RouterConfig()
        : this(Dispatchers.DefaultDispatcherId) { }

    /// <summary>A router whose head runs on <paramref name="routerDispatcher"/>.</summary>
    protected RouterConfig(string routerDispatcher) => RouterDispatcher = routerDispatcher;

    /// <summary>The dispatcher of the router's head, which supervises the routees. Messages do not pass through it.</summary>
    public virtual string RouterDispatcher { get; }

    /// <summary>Whether the router ends with its last routee.</summary>
    public virtual bool StopRouterWhenAllRouteesRemoved => true;

    /// <summary>A router without routees.</summary>
    public abstract Router CreateRouter(ActorSystem system);

    /// <summary>Whether a message is for the router and not for a routee.</summary>
    public virtual bool IsManagementMessage(object message) => message is IAutoReceivedMessage or RouterManagementMessage;

    /// <summary>The routees to begin with; called before the first message.</summary>
    internal abstract IEnumerable<Routee> InitialRoutees(IActorContext context, Props routeeProps);

    IInternalActorRef IRouterFactory.NewRouter(
        ActorSystemImpl system,
        Props props,
        MessageDispatcher dispatcher,
        MailboxType mailboxType,
        IInternalActorRef supervisor,
        ActorPath path
    )
    {
        var state = new RouterState(this, props.WithRouterFactory(null), CreateRouter(system));
        var routed = new RoutedActorRef(system, state, system.Dispatchers.Lookup(RouterDispatcher), mailboxType, supervisor, path);
        // Before anybody has the reference, so that no message is too early for the routees.
        state.AddRoutees(InitialRoutees(routed.Underlying, state.RouteeProps).ToArray());
        return routed;
    }

    /// <inheritdoc/>
    public bool Equals(RouterConfig? other) =>
        other is not null && GetType() == other.GetType() && RouterDispatcher == other.RouterDispatcher;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as RouterConfig);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(GetType(), RouterDispatcher);
}

/// <summary>A router whose routees are its children.</summary>
public abstract class Pool : RouterConfig
{
    /// <summary>A pool with everything named.</summary>
    private protected Pool(int nrOfInstances, SupervisorStrategy supervisorStrategy, string routerDispatcher, bool usePoolDispatcher)
        : base(routerDispatcher)
    {
        NrOfInstances = nrOfInstances;
        SupervisorStrategy = supervisorStrategy;
        UsePoolDispatcher = usePoolDispatcher;
    }

    /// <summary>Routees to begin with.</summary>
    public int NrOfInstances { get; }

    /// <summary>How the head supervises the routees; by default a failure is the parent's business.</summary>
    public virtual SupervisorStrategy SupervisorStrategy { get; }

    /// <summary>Whether the routees have a dispatcher of their own.</summary>
    public virtual bool UsePoolDispatcher { get; }

    /// <summary>Escalates every failure to the router's parent.</summary>
    public static SupervisorStrategy DefaultSupervisorStrategy { get; } = new OneForOneStrategy(_ => Directive.Escalate);

    /// <summary>Routees to begin with in this system.</summary>
    public abstract int GetNrOfInstances(ActorSystem system);

    /// <summary>Props of the pool over <paramref name="routeeProps"/>.</summary>
    public Props Props(Props routeeProps) => routeeProps.WithRouter(this);

    internal override IEnumerable<Routee> InitialRoutees(IActorContext context, Props routeeProps) =>
        Enumerable.Range(0, GetNrOfInstances(context.System)).Select(_ => NewRoutee(routeeProps, context)).ToArray();

    internal static Routee NewRoutee(Props routeeProps, IActorContext context) => new ActorRefRoutee(context.ActorOf(routeeProps));
}

/// <summary>A router over actors that exist elsewhere.</summary>
public abstract class Group : RouterConfig
{
    /// <summary>The paths of the routees.</summary>
    protected readonly string[] InternalPaths;

    /// <summary>A group over these paths.</summary>
    protected Group(IEnumerable<string> paths, string routerDispatcher)
        : base(routerDispatcher) => InternalPaths = paths.ToArray();

    /// <summary>The paths of the routees in this system.</summary>
    public abstract IEnumerable<string> GetPaths(ActorSystem system);

    /// <summary>Props of the group.</summary>
    public Props Props() => Actor.Props.Empty.WithRouter(this);

    internal override IEnumerable<Routee> InitialRoutees(IActorContext context, Props routeeProps) =>
        GetPaths(context.System).Select(path => (Routee)new ActorSelectionRoutee(context.ActorSelection(path))).ToArray();
}
