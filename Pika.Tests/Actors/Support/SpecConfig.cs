using Akka.Configuration;
using Akka.TestKit.Configs;

namespace Pika.Tests.Actors.Support;

/// <summary>Settings of the actor system of a spec.</summary>
internal static class SpecConfig
{
    /// <summary>Timers stand still until the spec moves them; what is expected may be late on a busy machine.</summary>
    public static readonly Config VirtualTime = ConfigurationFactory
        .ParseString("akka.test.single-expect-default = 60s")
        .WithFallback(TestConfigs.TestSchedulerConfig);
}
