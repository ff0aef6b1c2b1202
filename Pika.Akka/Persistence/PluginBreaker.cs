using Akka.Actor;
using Akka.Configuration;
using Akka.Pattern;

namespace Akka.Persistence;

/// <summary>The circuit breaker of a plugin, from the section circuit-breaker of its settings.</summary>
internal static class PluginBreaker
{
    public static CircuitBreaker Create(ActorSystem system, Config plugin)
    {
        var config = plugin.GetConfig("circuit-breaker");
        return CircuitBreaker.Create(
            system.Scheduler,
            config.GetInt("max-failures"),
            config.GetTimeSpan("call-timeout", null, allowInfinite: false),
            config.GetTimeSpan("reset-timeout", null, allowInfinite: false)
        );
    }
}
