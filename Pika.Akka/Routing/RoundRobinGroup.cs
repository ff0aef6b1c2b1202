using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;

namespace Akka.Routing;

/// <summary>Actors elsewhere that get messages one after the other.</summary>
public sealed class RoundRobinGroup : Group
{
    /// <summary>A group over these paths.</summary>
    public RoundRobinGroup(params string[] paths)
        : this((IEnumerable<string>)paths) { }

    /// <summary>A group over these paths.</summary>
    public RoundRobinGroup(IEnumerable<string> paths)
        : this(paths, Dispatchers.DefaultDispatcherId) { }

    /// <summary>A group as configured: routees.paths.</summary>
    public RoundRobinGroup(Config config)
        : this(config.GetStringList("routees.paths", [])) { }

    /// <summary>A group with everything named.</summary>
    public RoundRobinGroup(IEnumerable<string> paths, string routerDispatcher)
        : base(paths, routerDispatcher) { }

    /// <inheritdoc/>
    public override Router CreateRouter(ActorSystem system) => new(new RoundRobinRoutingLogic());

    /// <inheritdoc/>
    public override IEnumerable<string> GetPaths(ActorSystem system) => InternalPaths;

    /// <summary>A copy whose head runs on this dispatcher.</summary>
    public Group WithDispatcher(string dispatcher) => new RoundRobinGroup(InternalPaths, dispatcher);
}
