using Akka.Actor;
using Akka.Configuration;
using Akka.Event;

namespace Pika.Tests.ActorRuntime;

public sealed class LoggingSpecs : RuntimeSpecs
{
    [Theory]
    [InlineData("{0} and {1}", "a and 2")]
    [InlineData("{1} before {0}", "2 before a")]
    [InlineData("{Name} has {Count}", "a has 2")]
    [InlineData("{Name} {Count:D3} {{x}}", "a 002 {x}")]
    [InlineData("{0} {1} {2}", "a 2 {2}")]
    [InlineData("open { brace", "open { brace")]
    public void Formats_are_filled_by_position_or_by_name(string format, string text) =>
        DefaultLogMessageFormatter.Instance.Format(format, "a", 2).ShouldBe(text);

    [Fact]
    public async Task An_actor_logs_with_its_path_above_the_level()
    {
        using var system = ActorSystem.Create("logging", ConfigurationFactory.ParseString("akka.loglevel = INFO\nakka.loggers = []"));
        var collector = new Collector(system);
        system.EventStream.Subscribe(collector.Ref, typeof(LogEvent));
        var actor = system.ActorOf(Props.Create(() => new Talker()), "talker");
        actor.Tell("x");

        var info = await collector.Next<Info>();
        info.Message.ToString().ShouldBe("heard x");
        info.LogSource.ShouldBe("akka://logging/user/talker");
        info.LogClass.ShouldBe(typeof(Talker));
        var error = await collector.Next<Error>();
        error.Message.ToString().ShouldBe("failed at 7");
        error.Cause.ShouldBeOfType<InvalidOperationException>();
        await system.Terminate().WaitAsync(Patience);
    }

    [Fact]
    public async Task A_configured_logger_gets_the_events()
    {
        Keeper.Heard = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var type = typeof(Keeper).AssemblyQualifiedName;
        using var system = ActorSystem.Create(
            "loggers",
            ConfigurationFactory.ParseString($"akka.loglevel = WARNING\nakka.loggers = [\"{type}\"]")
        );
        system.Log.Info("too low");
        system.Log.Warning("heard {0}", 1);

        (await Keeper.Heard.Task.WaitAsync(Patience)).ShouldBe("heard 1");
        await system.Terminate().WaitAsync(Patience);
    }

    [Fact]
    public async Task Subscribers_of_a_base_class_hear_all_and_unsubscribed_ones_nothing()
    {
        var collector = NewCollector();
        System.EventStream.Subscribe(collector.Ref, typeof(Exception)).ShouldBeTrue();
        System.EventStream.Subscribe(collector.Ref, typeof(Exception)).ShouldBeFalse();
        System.EventStream.Publish(new InvalidDataException("first"));
        System.EventStream.Publish("a text");
        System.EventStream.Unsubscribe(collector.Ref, typeof(Exception)).ShouldBeTrue();
        System.EventStream.Publish(new InvalidDataException("second"));
        collector.Ref.Tell("marker");

        (await collector.Next<InvalidDataException>()).Message.ShouldBe("first");
        (await collector.Next()).ShouldBe("marker");
    }

    private sealed class Talker : ReceiveActor
    {
        private readonly ILoggingAdapter _log = Context.GetLogger();

        public Talker() =>
            Receive<string>(text =>
            {
                _log.Debug("not {0}", text);
                _log.Info("heard {Text}", text);
                _log.Error(new InvalidOperationException(), "failed at {0}", 7);
            });
    }

    public sealed class Keeper : ReceiveActor
    {
        public Keeper()
        {
            Receive<InitializeLogger>(_ => Sender.Tell(new LoggerInitialized()));
            Receive<LogEvent>(logEvent => Heard.TrySetResult(logEvent.Message.ToString()!));
        }

        public static TaskCompletionSource<string> Heard { get; set; } = new();
    }
}
