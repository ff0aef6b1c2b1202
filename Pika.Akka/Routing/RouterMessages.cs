namespace Akka.Routing;

/// <summary>A message with something for the router around it, which the routee does not see.</summary>
public class RouterEnvelope(object message)
{
    /// <summary>What the routee gets.</summary>
    public object Message { get; } = message;
}

/// <summary>A message for all routees.</summary>
public class Broadcast(object message) : RouterEnvelope(message);

/// <summary>A message for the router itself.</summary>
public abstract class RouterManagementMessage;

/// <summary>Asks for the routees; answered with <see cref="Routees"/>.</summary>
public sealed class GetRoutees : RouterManagementMessage
{
    /// <summary>An instance.</summary>
    public static GetRoutees Instance { get; } = new();
}

/// <summary>The answer to <see cref="GetRoutees"/>.</summary>
public sealed class Routees(IEnumerable<Routee> routees)
{
    /// <summary>The routees.</summary>
    public IEnumerable<Routee> Members { get; } = routees.ToArray();
}

/// <summary>Adds a routee.</summary>
public sealed class AddRoutee(Routee routee) : RouterManagementMessage
{
    /// <summary>The routee.</summary>
    public Routee Routee { get; } = routee;
}

/// <summary>Removes a routee; one that a pool made is stopped.</summary>
public sealed class RemoveRoutee(Routee routee) : RouterManagementMessage
{
    /// <summary>The routee.</summary>
    public Routee Routee { get; } = routee;
}

/// <summary>Makes a pool larger, or smaller if negative.</summary>
public sealed class AdjustPoolSize(int change) : RouterManagementMessage
{
    /// <summary>By how many.</summary>
    public int Change { get; } = change;
}
