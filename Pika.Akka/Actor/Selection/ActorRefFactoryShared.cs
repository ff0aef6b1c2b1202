namespace Akka.Actor;

/// <summary>How a path or a text becomes a selection.</summary>
public static class ActorRefFactoryShared
{
    public static ActorSelection ActorSelection(ActorPath actorPath, ActorSystem system)
    {
        var provider = ((ExtendedActorSystem)system).Provider;
        return actorPath.Address.Equals(provider.DefaultAddress)
            ? new ActorSelection(provider.RootGuardian, actorPath.Elements)
            : new ActorSelection(provider.DeadLetters, "");
    }

    /// <summary>Absolute (<c>akka://...</c> or <c>/user/...</c>) or relative to <paramref name="lookupRoot"/>.</summary>
    public static ActorSelection ActorSelection(string path, ActorSystem system, IActorRef lookupRoot)
    {
        if (path.Contains("://", StringComparison.Ordinal))
            return ActorPath.TryParse(path, out var parsed) ? ActorSelection(parsed, system) : new ActorSelection(system.DeadLetters, "");
        return path.StartsWith('/')
            ? new ActorSelection(((ExtendedActorSystem)system).Provider.RootGuardian, path)
            : new ActorSelection(lookupRoot, path);
    }
}
