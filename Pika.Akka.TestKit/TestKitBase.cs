using System.Diagnostics;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.TestKit.Internal;

namespace Akka.TestKit;

/// <summary>
/// What a test of actors needs: an actor system, a test actor that collects what it receives, and expectations about what it received.
/// While a test runs on the thread that made the kit, Tell without a sender sends in the test actor's name.
/// </summary>
public abstract partial class TestKitBase : IActorRefFactory
{
    private static long _testActorId;

    private readonly ITestKitAssertions _assertions;
    private readonly MessageQueue _queue = new();
    private ActorSystem _system = null!;
    private IActorRef _testActor = null!;
    private MessageEnvelope _lastMessage = NullMessageEnvelope.Instance;

    /// <summary>When the innermost Within ends; null outside of any.</summary>
    private TimeSpan? _end;

    /// <summary>Whether the last expectation was that nothing comes, which may use up all of a Within.</summary>
    private bool _lastWasNoMsg;

    /// <summary>A kit over <paramref name="system"/>, or over a new one with the default configuration.</summary>
    protected TestKitBase(ITestKitAssertions assertions, ActorSystem? system = null, string? testActorName = null)
        : this(assertions, system, null, null, testActorName) { }

    /// <summary>A kit over a new system with <paramref name="config"/>.</summary>
    protected TestKitBase(ITestKitAssertions assertions, Config config, string? actorSystemName = null, string? testActorName = null)
        : this(assertions, null, config, actorSystemName, testActorName) { }

    private TestKitBase(ITestKitAssertions assertions, ActorSystem? system, Config? config, string? actorSystemName, string? testActorName)
    {
        _assertions = assertions;
        InitializeTest(system, config, actorSystemName, testActorName);
    }

    /// <summary>The configuration of a kit: silent, and with a logger that event filters can listen to.</summary>
    public static Config DefaultConfig => Configs.TestConfigs.DefaultConfig;

    /// <summary>As <see cref="DefaultConfig"/>, with all debug logging of actors switched on.</summary>
    public static Config FullDebugConfig { get; } =
        ConfigurationFactory.ParseString(
            """
            akka.loglevel = DEBUG
            akka.actor.debug { receive = on, autoreceive = on, lifecycle = on, event-stream = on, unhandled = on, fsm = on, router-misconfiguration = on }
            """
        );

    /// <summary>The actor system.</summary>
    public ActorSystem Sys => _system;

    /// <summary>The kit's settings.</summary>
    public TestKitSettings TestKitSettings { get; private set; } = null!;

    /// <summary>The actor whose messages the expectations are about.</summary>
    public IActorRef TestActor => _testActor;

    /// <summary>Logs in the kit's name.</summary>
    public ILoggingAdapter Log { get; private set; } = null!;

    /// <summary>The sender of the message that was looked at last; nobody before the first.</summary>
    public IActorRef LastSender => _lastMessage.Sender;

    /// <summary>The message that was looked at last.</summary>
    public object? LastMessage => _lastMessage.Message;

    /// <summary>Whether messages wait to be looked at.</summary>
    public bool HasMessages => _queue.Count > 0;

    /// <summary>Makes event filters for this system.</summary>
    public EventFilterFactory EventFilter { get; private set; } = null!;

    /// <summary>A monotonic clock.</summary>
    public static TimeSpan Now => Stopwatch.GetElapsedTime(0);

    /// <summary>What is left of the innermost Within.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public TimeSpan Remaining =>
        _end is { } end ? Positive(end - Now) : throw new InvalidOperationException(@"Remaining may not be called outside of ""within""");

    /// <summary>What is left of the innermost Within, or the default of a single expectation.</summary>
    public TimeSpan RemainingOrDefault => RemainingOr(Dilated(TestKitSettings.SingleExpectDefault));

    /// <summary>What is left of the innermost Within, or the default of ExpectNoMsg.</summary>
    public TimeSpan NoMessageRemainingOrDefault => RemainingOr(Dilated(TestKitSettings.ExpectNoMessageDefault));

    /// <summary>What is left of the innermost Within, or <paramref name="duration"/>.</summary>
    protected TimeSpan RemainingOr(TimeSpan duration) => _end is { } end ? Positive(end - Now) : duration;

    /// <summary>The dilated duration, cut to what is left of the innermost Within; the default if it is null.</summary>
    public TimeSpan RemainingOrDilated(TimeSpan? duration)
    {
        if (duration is not { } given)
            return RemainingOrDefault;
        if (given < TimeSpan.Zero)
            throw new ArgumentException("The timeout must be a positive, finite duration.", nameof(duration));
        var dilated = Dilated(given);
        return _end is { } end && end - Now < dilated ? Positive(end - Now) : dilated;
    }

    /// <summary>The dilated duration, or the default if it is null.</summary>
    public TimeSpan GetTimeoutOrDefault(TimeSpan? timeout) => timeout is { } given ? Dilated(given) : RemainingOrDefault;

    /// <summary><paramref name="duration"/> times akka.test.timefactor.</summary>
    public TimeSpan Dilated(TimeSpan duration)
    {
        var ticks = duration.Ticks * TestKitSettings.TestTimeFactor;
        return ticks >= long.MaxValue ? TimeSpan.MaxValue : TimeSpan.FromTicks((long)ticks);
    }

    /// <summary>Makes the test actor watch <paramref name="actorToWatch"/>: its end arrives as Terminated.</summary>
    public IActorRef Watch(IActorRef actorToWatch)
    {
        _testActor.Tell(new TestActor.Watch(actorToWatch), ActorRefs.NoSender);
        return actorToWatch;
    }

    /// <inheritdoc cref="Watch"/>
    public Task<IActorRef> WatchAsync(IActorRef actorToWatch) => Task.FromResult(Watch(actorToWatch));

    /// <summary>Makes the test actor watch it no longer.</summary>
    public IActorRef Unwatch(IActorRef actorToUnwatch)
    {
        _testActor.Tell(new TestActor.Unwatch(actorToUnwatch), ActorRefs.NoSender);
        return actorToUnwatch;
    }

    /// <inheritdoc cref="Unwatch"/>
    public Task<IActorRef> UnwatchAsync(IActorRef actorToUnwatch) => Task.FromResult(Unwatch(actorToUnwatch));

    /// <summary>Drops messages for which <paramref name="shouldIgnoreMessage"/> holds, unseen by expectations.</summary>
    public void IgnoreMessages(Func<object, bool> shouldIgnoreMessage) =>
        _testActor.Tell(new TestActor.SetIgnore(m => shouldIgnoreMessage(m)), ActorRefs.NoSender);

    /// <summary>Drops messages of type <typeparamref name="TMsg"/> for which <paramref name="shouldIgnoreMessage"/> holds.</summary>
    public void IgnoreMessages<TMsg>(Func<TMsg, bool> shouldIgnoreMessage) =>
        IgnoreMessages(m => m is TMsg typed && shouldIgnoreMessage(typed));

    /// <summary>Drops messages of type <typeparamref name="TMsg"/>.</summary>
    public void IgnoreMessages<TMsg>() => IgnoreMessages(m => m is TMsg);

    /// <summary>Drops no messages any more.</summary>
    public void IgnoreNoMessages() => _testActor.Tell(new TestActor.SetIgnore(null), ActorRefs.NoSender);

    /// <summary>Lets <paramref name="pilot"/> react to each message before the test sees it.</summary>
    public void SetAutoPilot(AutoPilot pilot) => _testActor.Tell(new TestActor.SetAutoPilot(pilot), ActorRefs.NoSender);

    /// <summary>Makes event filters for another system.</summary>
    public EventFilterFactory CreateEventFilter(ActorSystem system) => new(this, system);

    /// <summary>Makes a probe: a test actor of its own, with its own expectations.</summary>
    public virtual TestProbe CreateTestProbe(string? name = null) => CreateTestProbe(Sys, name);

    /// <summary>Makes a probe in another system.</summary>
    public virtual TestProbe CreateTestProbe(ActorSystem system, string? name = null) => new(system, _assertions, name);

    /// <summary>Makes a latch that waits for at most akka.test.default-timeout.</summary>
    public virtual TestLatch CreateTestLatch(int count = 1) => new(count, Dilated(TestKitSettings.DefaultTimeout));

    /// <summary>Makes a test actor that shares this kit's queue.</summary>
    public IActorRef CreateTestActor(string name) => CreateTestActor(_system, name);

    /// <summary>Terminates the system and waits for it.</summary>
    /// <param name="duration">How long to wait; akka.test.default-timeout, at most 10 s, when omitted.</param>
    /// <param name="verifySystemShutdown">Fail if it takes longer.</param>
    public virtual void Shutdown(TimeSpan? duration = null, bool verifySystemShutdown = false) =>
        Shutdown(_system, duration, verifySystemShutdown);

    /// <summary>Terminates <paramref name="system"/> and waits for it.</summary>
    protected virtual void Shutdown(ActorSystem system, TimeSpan? duration = null, bool verifySystemShutdown = false)
    {
        var limit = duration ?? TimeSpan.FromTicks(Math.Min(Dilated(TestKitSettings.DefaultTimeout).Ticks, TimeSpan.FromSeconds(10).Ticks));
        if (!system.Terminate().Wait(limit) && verifySystemShutdown)
            throw new TimeoutException($"Failed to stop [{system.Name}] within [{limit}]");
    }

    internal ITestKitAssertions TestKitAssertions => _assertions;

    /// <summary>Makes the system and the test actor.</summary>
    protected void InitializeTest(ActorSystem? system, Config? config, string? actorSystemName, string? testActorName)
    {
        _system = system ?? ActorSystem.Create(actorSystemName ?? "test", (config ?? Config.Empty).WithFallback(DefaultConfig));
        _system.RegisterExtension(new TestKitExtension());
        TestKitSettings = TestKitExtension.For(_system);
        TestEventListener.SubscribeAll(_system);
        Log = Logging.GetLogger(_system, GetType());
        EventFilter = new EventFilterFactory(this);
        _testActor = CreateTestActor(_system, testActorName ?? $"testActor{Interlocked.Increment(ref _testActorId)}");
        if (this is not INoImplicitSender)
            ImplicitSender.Enter(_testActor);
    }

    private IActorRef CreateTestActor(ActorSystem system, string name)
    {
        var props = TestKit.TestActor.PropsFor(_queue).WithDispatcher(Configs.TestConfigs.TestActorDispatcher);
        return ((ExtendedActorSystem)system).SystemActorOf(props, name);
    }

    private static TimeSpan Positive(TimeSpan left) => left > TimeSpan.Zero ? left : TimeSpan.Zero;
}

/// <summary>Marks a kit in whose name nothing is sent unless it says so.</summary>
public interface INoImplicitSender;
