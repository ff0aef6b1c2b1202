using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;

namespace Akka.Routing;

/// <summary>Children of which the one that owns a message's key gets it.</summary>
public sealed class ConsistentHashingPool : Pool
{
    private readonly ConsistentHashMapping? _hashMapping;

    /// <summary>A pool of so many routees.</summary>
    public ConsistentHashingPool(int nrOfInstances)
        : this(nrOfInstances, DefaultSupervisorStrategy, Dispatchers.DefaultDispatcherId, false, 0, null) { }

    /// <summary>A pool as configured: nr-of-instances, pool-dispatcher, virtual-nodes-factor.</summary>
    public ConsistentHashingPool(Config config)
        : this(
            config.GetInt("nr-of-instances"),
            DefaultSupervisorStrategy,
            Dispatchers.DefaultDispatcherId,
            config.HasPath("pool-dispatcher"),
            config.GetInt("virtual-nodes-factor"),
            null
        ) { }

    /// <summary>A pool whose keys come from <paramref name="hashMapping"/>.</summary>
    public ConsistentHashingPool(int nrOfInstances, ConsistentHashMapping hashMapping)
        : this(nrOfInstances, DefaultSupervisorStrategy, Dispatchers.DefaultDispatcherId, false, 0, hashMapping) { }

    private ConsistentHashingPool(
        int nrOfInstances,
        SupervisorStrategy supervisorStrategy,
        string routerDispatcher,
        bool usePoolDispatcher,
        int virtualNodesFactor,
        ConsistentHashMapping? hashMapping
    )
        : base(nrOfInstances, supervisorStrategy, routerDispatcher, usePoolDispatcher)
    {
        VirtualNodesFactor = virtualNodesFactor;
        _hashMapping = hashMapping;
    }

    /// <summary>Places of each routee on the ring; 0 is the default of 10.</summary>
    public int VirtualNodesFactor { get; }

    /// <inheritdoc/>
    public override Router CreateRouter(ActorSystem system) =>
        new(new ConsistentHashingRoutingLogic(system, VirtualNodesFactor, _hashMapping!));

    /// <inheritdoc/>
    public override int GetNrOfInstances(ActorSystem system) => NrOfInstances;

    /// <summary>A copy whose head supervises so.</summary>
    public ConsistentHashingPool WithSupervisorStrategy(SupervisorStrategy strategy) =>
        new(NrOfInstances, strategy, RouterDispatcher, UsePoolDispatcher, VirtualNodesFactor, _hashMapping);

    /// <summary>A copy whose head runs on this dispatcher.</summary>
    public ConsistentHashingPool WithDispatcher(string dispatcher) =>
        new(NrOfInstances, SupervisorStrategy, dispatcher, UsePoolDispatcher, VirtualNodesFactor, _hashMapping);

    /// <summary>A copy with so many places per routee.</summary>
    public ConsistentHashingPool WithVirtualNodesFactor(int vnodes) =>
        new(NrOfInstances, SupervisorStrategy, RouterDispatcher, UsePoolDispatcher, vnodes, _hashMapping);

    /// <summary>A copy whose keys come from <paramref name="mapping"/>.</summary>
    public ConsistentHashingPool WithHashMapping(ConsistentHashMapping mapping) =>
        new(NrOfInstances, SupervisorStrategy, RouterDispatcher, UsePoolDispatcher, VirtualNodesFactor, mapping);
}
