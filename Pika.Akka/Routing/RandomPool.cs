using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;

namespace Akka.Routing;

/// <summary>Children that get messages at random.</summary>
public sealed class RandomPool : Pool
{
    /// <summary>A pool of so many routees.</summary>
    public RandomPool(int nrOfInstances)
        : this(nrOfInstances, DefaultSupervisorStrategy, Dispatchers.DefaultDispatcherId, false) { }

    /// <summary>A pool as configured: nr-of-instances, pool-dispatcher.</summary>
    public RandomPool(Config config)
        : this(
            config.GetInt("nr-of-instances"),
            DefaultSupervisorStrategy,
            Dispatchers.DefaultDispatcherId,
            config.HasPath("pool-dispatcher")
        ) { }

    private RandomPool(int nrOfInstances, SupervisorStrategy supervisorStrategy, string routerDispatcher, bool usePoolDispatcher)
        : base(nrOfInstances, supervisorStrategy, routerDispatcher, usePoolDispatcher) { }

    /// <inheritdoc/>
    public override Router CreateRouter(ActorSystem system) => new(new RandomLogic());

    /// <inheritdoc/>
    public override int GetNrOfInstances(ActorSystem system) => NrOfInstances;

    /// <summary>A copy whose head supervises so.</summary>
    public RandomPool WithSupervisorStrategy(SupervisorStrategy strategy) =>
        new(NrOfInstances, strategy, RouterDispatcher, UsePoolDispatcher);

    /// <summary>A copy whose head runs on this dispatcher.</summary>
    public RandomPool WithDispatcher(string dispatcher) => new(NrOfInstances, SupervisorStrategy, dispatcher, UsePoolDispatcher);
}
