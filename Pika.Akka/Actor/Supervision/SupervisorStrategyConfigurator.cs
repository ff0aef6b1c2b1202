using Akka.Util;

namespace Akka.Actor;

/// <summary>Names the strategy of the user guardian; set by <c>akka.actor.guardian-supervisor-strategy</c>.</summary>
public abstract class SupervisorStrategyConfigurator
{
    public abstract SupervisorStrategy Create();

    public static SupervisorStrategyConfigurator CreateConfigurator(string typeName) =>
        typeName switch
        {
            "Akka.Actor.DefaultSupervisorStrategy" => new DefaultSupervisorStrategy(),
            "Akka.Actor.StoppingSupervisorStrategy" => new StoppingSupervisorStrategy(),
            _ when TypeNames.Find(typeName) is { } type => (SupervisorStrategyConfigurator)Activator.CreateInstance(type)!,
            _ => throw new Configuration.ConfigurationException($"Supervisor strategy '{typeName}' is unknown"),
        };
}

public class DefaultSupervisorStrategy : SupervisorStrategyConfigurator
{
    public override SupervisorStrategy Create() => SupervisorStrategy.DefaultStrategy;
}

public class StoppingSupervisorStrategy : SupervisorStrategyConfigurator
{
    public override SupervisorStrategy Create() => SupervisorStrategy.StoppingStrategy;
}
