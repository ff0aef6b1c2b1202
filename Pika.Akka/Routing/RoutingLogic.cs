using Akka.Actor;

namespace Akka.Routing;

/// <summary>Chooses the target of a message. Called from many threads at once.</summary>
public abstract class RoutingLogic : INoSerializationVerificationNeeded
{
    /// <summary>The target; <see cref="Routee.NoRoutee"/> if there is none.</summary>
    public abstract Routee Select(object message, Routee[] routees);
}

/// <summary>One after the other.</summary>
public sealed class RoundRobinRoutingLogic : RoutingLogic
{
    private int _next;

    /// <summary>Begins with the first routee.</summary>
    public RoundRobinRoutingLogic()
        : this(-1) { }

    /// <summary>Begins with the routee after number <paramref name="next"/>.</summary>
    public RoundRobinRoutingLogic(int next) => _next = next;

    /// <inheritdoc/>
    public override Routee Select(object message, Routee[] routees) =>
        routees.Length == 0 ? Routee.NoRoutee : routees[(Interlocked.Increment(ref _next) & int.MaxValue) % routees.Length];
}

/// <summary>Any.</summary>
public sealed class RandomLogic : RoutingLogic
{
    /// <inheritdoc/>
    public override Routee Select(object message, Routee[] routees) =>
        routees.Length == 0 ? Routee.NoRoutee : routees[Random.Shared.Next(routees.Length)];
}

/// <summary>All.</summary>
public sealed class BroadcastRoutingLogic : RoutingLogic
{
    /// <inheritdoc/>
    public override Routee Select(object message, Routee[] routees) => routees.Length == 0 ? Routee.NoRoutee : new SeveralRoutees(routees);
}
