using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.TestKit.Internal;
using Xunit.Abstractions;

namespace Akka.TestKit.Xunit2;

/// <summary>The base of a test class of actors for xunit: each test has a system of its own, which ends with it.</summary>
public class TestKit : TestKitBase, IDisposable
{
    private bool _disposed;

    /// <summary>Where log lines go, if the test class was given an output.</summary>
    protected readonly ITestOutputHelper? Output;

    /// <summary>A kit over <paramref name="system"/>, or over a new one with the default configuration.</summary>
    public TestKit(ActorSystem? system = null, ITestOutputHelper? output = null)
        : base(Assertions, system)
    {
        Output = output;
        InitializeLogger(Sys);
    }

    /// <summary>A kit over a new system with this configuration.</summary>
    public TestKit(Config config, string? actorSystemName = null, ITestOutputHelper? output = null)
        : base(Assertions, config, actorSystemName)
    {
        Output = output;
        InitializeLogger(Sys);
    }

    /// <summary>A kit over a new system with this configuration in HOCON.</summary>
    public TestKit(string config, ITestOutputHelper? output = null)
        : this(ConfigurationFactory.ParseString(config), null, output) { }

    /// <summary>How failures reach xunit.</summary>
    protected static XunitAssertions Assertions { get; } = new();

    /// <inheritdoc cref="TestKitBase.DefaultConfig"/>
    public static new Config DefaultConfig => TestKitBase.DefaultConfig;

    /// <inheritdoc cref="TestKitBase.FullDebugConfig"/>
    public static new Config FullDebugConfig => TestKitBase.FullDebugConfig;

    /// <summary>Called when the test has ended, before the system stops.</summary>
    protected virtual void AfterAll() { }

    /// <summary>Sends log lines of <paramref name="system"/> to the test's output, if it has one.</summary>
    protected void InitializeLogger(ActorSystem system)
    {
        if (Output is { } output)
            system.EventStream.Subscribe(
                ((ExtendedActorSystem)system).SystemActorOf(Props.Create(() => new TestOutputLogger(output)), "log-test"),
                typeof(LogEvent)
            );
    }

    /// <summary>Ends the test.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Runs <see cref="AfterAll"/> and stops the system.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (_disposed)
            return;
        _disposed = true;
        try
        {
            AfterAll();
        }
        finally
        {
            ImplicitSender.Leave();
            Shutdown();
        }
    }
}
