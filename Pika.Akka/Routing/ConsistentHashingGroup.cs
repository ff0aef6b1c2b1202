using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;

namespace Akka.Routing;

/// <summary>Actors elsewhere of which the one that owns a message's key gets it.</summary>
public sealed class ConsistentHashingGroup : Group
{
    private readonly ConsistentHashMapping? _hashMapping;

    /// <summary>A group over these paths.</summary>
    public ConsistentHashingGroup(params string[] paths)
        : this((IEnumerable<string>)paths) { }

    /// <summary>A group over these paths.</summary>
    public ConsistentHashingGroup(IEnumerable<string> paths)
        : this(paths, 0, null, Dispatchers.DefaultDispatcherId) { }

    /// <summary>A group as configured: routees.paths.</summary>
    public ConsistentHashingGroup(Config config)
        : this(config.GetStringList("routees.paths", [])) { }

    /// <summary>A group with everything named.</summary>
    public ConsistentHashingGroup(
        IEnumerable<string> paths,
        int virtualNodesFactor,
        ConsistentHashMapping? hashMapping,
        string routerDispatcher
    )
        : base(paths, routerDispatcher)
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
    public override IEnumerable<string> GetPaths(ActorSystem system) => InternalPaths;

    /// <summary>A copy whose head runs on this dispatcher.</summary>
    public ConsistentHashingGroup WithDispatcher(string dispatcher) =>
        new ConsistentHashingGroup(InternalPaths, VirtualNodesFactor, _hashMapping, dispatcher);

    /// <summary>A copy with so many places per routee.</summary>
    public ConsistentHashingGroup WithVirtualNodesFactor(int vnodes) => new(InternalPaths, vnodes, _hashMapping, RouterDispatcher);

    /// <summary>A copy whose keys come from <paramref name="mapping"/>.</summary>
    public ConsistentHashingGroup WithHashMapping(ConsistentHashMapping mapping) =>
        new(InternalPaths, VirtualNodesFactor, mapping, RouterDispatcher);
}
