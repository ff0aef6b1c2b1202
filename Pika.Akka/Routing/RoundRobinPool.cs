using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;

namespace Akka.Routing;

/// <summary>Children that get messages one after the other.</summary>
public sealed class RoundRobinPool : Pool
{
    /// <summary>A pool of so many routees.</summary>
    public RoundRobinPool(int nrOfInstances)
        : this(nrOfInstances, DefaultSupervisorStrategy, Dispatchers.DefaultDispatcherId, false) { }

    /// <summary>A pool as configured: nr-of-instances, pool-dispatcher.</summary>
    public RoundRobinPool(Config config)
        : this(
            config.GetInt("nr-of-instances"),
            DefaultSupervisorStrategy,
            Dispatchers.DefaultDispatcherId,
            config.HasPath("pool-dispatcher")
        ) { }

    private RoundRobinPool(int nrOfInstances, SupervisorStrategy supervisorStrategy, string routerDispatcher, bool usePoolDispatcher)
        : base(nrOfInstances, supervisorStrategy, routerDispatcher, usePoolDispatcher) { }

    /// <inheritdoc/>
    public override Router CreateRouter(ActorSystem system) => new(new RoundRobinRoutingLogic());

    /// <inheritdoc/>
    public override int GetNrOfInstances(ActorSystem system) => NrOfInstances;

    /// <summary>A copy whose head supervises so.</summary>
    public RoundRobinPool WithSupervisorStrategy(SupervisorStrategy strategy) =>
        new(NrOfInstances, strategy, RouterDispatcher, UsePoolDispatcher);

    /// <summary>A copy whose head runs on this dispatcher.</summary>
    public RoundRobinPool WithDispatcher(string dispatcher) => new(NrOfInstances, SupervisorStrategy, dispatcher, UsePoolDispatcher);
}
