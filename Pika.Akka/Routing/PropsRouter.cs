using Akka.Routing;

namespace Akka.Actor;

public partial class Props
{
    /// <summary>The router in front of the actor; null if there is none.</summary>
    public RouterConfig? RouterConfig => Router as RouterConfig;

    /// <summary>A copy that makes a router: over children made of these props if it is a pool, over existing actors if it is a group.</summary>
    public Props WithRouter(RouterConfig routerConfig) => WithRouterFactory(routerConfig);
}
