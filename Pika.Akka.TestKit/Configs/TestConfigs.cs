using Akka.Configuration;

namespace Akka.TestKit.Configs;

/// <summary>Configurations of a kit.</summary>
public static class TestConfigs
{
    /// <summary>The dispatcher on which a test actor enqueues on the sender's thread, so that a message is there when Tell returns.</summary>
    internal const string TestActorDispatcher = "akka.test.test-actor.dispatcher";

    /// <summary>A logger that event filters can listen to, the kit's defaults and the calling-thread dispatcher.</summary>
    public static Config DefaultConfig { get; } =
        ConfigurationFactory.ParseString(
            $$"""
            akka.loggers = ["{{typeof(TestEventListener).AssemblyQualifiedName}}"]
            akka.test {
              timefactor = 1.0
              filter-leeway = 3s
              single-expect-default = 3s
              expect-no-message-default = 100ms
              default-timeout = 5s
              testkit-startup-timeout = 10s
              calling-thread-dispatcher { type = "{{typeof(CallingThreadDispatcherConfigurator).AssemblyQualifiedName}}", throughput = 2147483647 }
              test-actor.dispatcher { type = "{{typeof(CallingThreadDispatcherConfigurator).AssemblyQualifiedName}}", throughput = 2147483647 }
            }
            """
        );

    /// <summary>Replaces the scheduler by <see cref="TestScheduler"/>, whose time moves only when the test says so.</summary>
    public static Config TestSchedulerConfig { get; } =
        ConfigurationFactory.ParseString($"akka.scheduler.implementation = \"{typeof(TestScheduler).AssemblyQualifiedName}\"");
}
