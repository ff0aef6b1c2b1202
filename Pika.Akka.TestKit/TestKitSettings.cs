using Akka.Actor;
using Akka.Configuration;

namespace Akka.TestKit;

/// <summary>The section akka.test of the configuration.</summary>
public class TestKitSettings : IExtension
{
    /// <summary>Reads the section; what is missing has Akka's default.</summary>
    public TestKitSettings(Config config)
    {
        DefaultTimeout = config.GetTimeSpan("akka.test.default-timeout", TimeSpan.FromSeconds(5), allowInfinite: false);
        SingleExpectDefault = config.GetTimeSpan("akka.test.single-expect-default", TimeSpan.FromSeconds(3), allowInfinite: false);
        ExpectNoMessageDefault = config.GetTimeSpan(
            "akka.test.expect-no-message-default",
            TimeSpan.FromMilliseconds(100),
            allowInfinite: false
        );
        TestEventFilterLeeway = config.GetTimeSpan("akka.test.filter-leeway", TimeSpan.FromSeconds(3), allowInfinite: false);
        TestKitStartupTimeout = config.GetTimeSpan("akka.test.testkit-startup-timeout", TimeSpan.FromSeconds(10), allowInfinite: false);
        TestTimeFactor = config.GetDouble("akka.test.timefactor", 1.0);
        LogTestKitCalls = config.GetBoolean("akka.test.testkit.debug", false);
        if (TestTimeFactor <= 0)
            throw new ConfigurationException("akka.test.timefactor must be greater than zero.");
    }

    /// <summary>How long latches and shutdown wait.</summary>
    public TimeSpan DefaultTimeout { get; }

    /// <summary>How long an expectation waits when neither it nor Within says.</summary>
    public TimeSpan SingleExpectDefault { get; }

    /// <summary>How long ExpectNoMsg waits when it does not say.</summary>
    public TimeSpan ExpectNoMessageDefault { get; }

    /// <summary>How long an event filter waits for its log events after the action has ended.</summary>
    public TimeSpan TestEventFilterLeeway { get; }

    /// <summary>How long the kit may take to start.</summary>
    public TimeSpan TestKitStartupTimeout { get; }

    /// <summary>What all given durations are multiplied with, for slow machines.</summary>
    public double TestTimeFactor { get; }

    /// <summary>Whether the kit logs its own calls.</summary>
    public bool LogTestKitCalls { get; }
}

/// <summary>Keeps the settings with the actor system.</summary>
public class TestKitExtension : ExtensionIdProvider<TestKitSettings>
{
    /// <inheritdoc/>
    public override TestKitSettings CreateExtension(ExtendedActorSystem system) => new(system.Settings.Config);

    /// <summary>The settings of <paramref name="system"/>.</summary>
    public static TestKitSettings For(ActorSystem system) => system.GetExtension<TestKitSettings>();
}
