using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;

namespace Akka.Routing;

/// <summary>Actors elsewhere that get messages all at once.</summary>
public sealed class BroadcastGroup : Group
{
    /// <summary>A group over these paths.</summary>
    public BroadcastGroup(params string[] paths)
        : this((IEnumerable<string>)paths) { }

    /// <summary>A group over these paths.</summary>
    public BroadcastGroup(IEnumerable<string> paths)
        : this(paths, Dispatchers.DefaultDispatcherId) { }

    /// <summary>A group as configured: routees.paths.</summary>
    public BroadcastGroup(Config config)
        : this(config.GetStringList("routees.paths", [])) { }

    /// <summary>A group with everything named.</summary>
    public BroadcastGroup(IEnumerable<string> paths, string routerDispatcher)
        : base(paths, routerDispatcher) { }

    /// <inheritdoc/>
    public override Router CreateRouter(ActorSystem system) => new(new BroadcastRoutingLogic());

    /// <inheritdoc/>
    public override IEnumerable<string> GetPaths(ActorSystem system) => InternalPaths;

    /// <summary>A copy whose head runs on this dispatcher.</summary>
    public Group WithDispatcher(string dispatcher) => new BroadcastGroup(InternalPaths, dispatcher);
}
