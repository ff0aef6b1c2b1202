using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;

namespace Akka.Routing;

/// <summary>Actors elsewhere that get messages at random.</summary>
public sealed class RandomGroup : Group
{
    /// <summary>A group over these paths.</summary>
    public RandomGroup(params string[] paths)
        : this((IEnumerable<string>)paths) { }

    /// <summary>A group over these paths.</summary>
    public RandomGroup(IEnumerable<string> paths)
        : this(paths, Dispatchers.DefaultDispatcherId) { }

    /// <summary>A group as configured: routees.paths.</summary>
    public RandomGroup(Config config)
        : this(config.GetStringList("routees.paths", [])) { }

    /// <summary>A group with everything named.</summary>
    public RandomGroup(IEnumerable<string> paths, string routerDispatcher)
        : base(paths, routerDispatcher) { }

    /// <inheritdoc/>
    public override Router CreateRouter(ActorSystem system) => new(new RandomLogic());

    /// <inheritdoc/>
    public override IEnumerable<string> GetPaths(ActorSystem system) => InternalPaths;

    /// <summary>A copy whose head runs on this dispatcher.</summary>
    public RandomGroup WithDispatcher(string dispatcher) => new RandomGroup(InternalPaths, dispatcher);
}
