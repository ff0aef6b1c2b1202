using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;

namespace Akka.Routing;

/// <summary>Children that get messages all at once.</summary>
public sealed class BroadcastPool : Pool
{
    /// <summary>A pool of so many routees.</summary>
    public BroadcastPool(int nrOfInstances)
        : this(nrOfInstances, DefaultSupervisorStrategy, Dispatchers.DefaultDispatcherId, false) { }

    /// <summary>A pool as configured: nr-of-instances, pool-dispatcher.</summary>
    public BroadcastPool(Config config)
        : this(
            config.GetInt("nr-of-instances"),
            DefaultSupervisorStrategy,
            Dispatchers.DefaultDispatcherId,
            config.HasPath("pool-dispatcher")
        ) { }

    private BroadcastPool(int nrOfInstances, SupervisorStrategy supervisorStrategy, string routerDispatcher, bool usePoolDispatcher)
        : base(nrOfInstances, supervisorStrategy, routerDispatcher, usePoolDispatcher) { }

    /// <inheritdoc/>
    public override Router CreateRouter(ActorSystem system) => new(new BroadcastRoutingLogic());

    /// <inheritdoc/>
    public override int GetNrOfInstances(ActorSystem system) => NrOfInstances;

    /// <summary>A copy whose head supervises so.</summary>
    public BroadcastPool WithSupervisorStrategy(SupervisorStrategy strategy) =>
        new(NrOfInstances, strategy, RouterDispatcher, UsePoolDispatcher);

    /// <summary>A copy whose head runs on this dispatcher.</summary>
    public BroadcastPool WithDispatcher(string dispatcher) => new(NrOfInstances, SupervisorStrategy, dispatcher, UsePoolDispatcher);
}
