using Akka.Actor;
using Akka.Event;

namespace Pika.Tests.ActorRuntime;

public sealed class ReceiveActorSpecs : RuntimeSpecs
{
    private sealed class Typed : ReceiveActor
    {
        public Typed(IActorRef @out)
        {
            Receive<int>(number => @out.Tell($"big {number}"), number => number > 100);
            Receive<int>(number => @out.Tell($"int {number}"));
            Receive<string>(text =>
            {
                if (text.Length == 0)
                    return false;
                @out.Tell($"text {text}");
                return true;
            });
            Receive<IEnumerable<char>>(_ => @out.Tell("characters"));
            Receive(typeof(double), number => @out.Tell($"double {number}"));
        }
    }

    private sealed class Switch : ReceiveActor
    {
        private readonly IActorRef _out;

        public Switch(IActorRef @out)
        {
            _out = @out;
            Become(Off);
        }

        private void Off()
        {
            Receive<string>(_ => Become(On), text => text == "on");
            ReceiveAny(message => _out.Tell($"off {message}"));
        }

        private void On()
        {
            Receive<string>(_ => Become(Off), text => text == "off");
            Receive<string>(_ => BecomeStacked(Blinking), text => text == "blink");
            Receive<string>(_ => throw new InvalidOperationException(), text => text == "fail");
            ReceiveAny(message => _out.Tell($"on {message}"));
        }

        private void Blinking()
        {
            Receive<string>(_ => UnbecomeStacked(), text => text == "back");
            ReceiveAny(message => _out.Tell($"blinking {message}"));
        }
    }

    private sealed class Slow : ReceiveActor
    {
        public Slow(IActorRef @out, Task gate)
        {
            ReceiveAsync<string>(
                async text =>
                {
                    var sender = Sender;
                    @out.Tell($"begin {text}");
                    await gate;
                    await Task.Yield();
                    @out.Tell($"end {text} {ReferenceEquals(sender, Sender)} {ReferenceEquals(Context.Self, Self)}");
                },
                text => text != "fail"
            );
            ReceiveAsync<string>(async text =>
            {
                await Task.Yield();
                throw new InvalidDataException(text);
            });
            Receive<int>(number => @out.Tell(number));
        }

        protected override void PreRestart(Exception reason, object message)
        {
            Context.System.EventStream.Publish($"{reason.Message} {message}");
            base.PreRestart(reason, message);
        }
    }

    private sealed class TooLate : ReceiveActor
    {
        public TooLate() => ReceiveAny(_ => Receive<int>(_ => { }));
    }

    [Fact]
    public async Task The_first_handler_that_fits_takes_the_message()
    {
        var collector = NewCollector();
        System.EventStream.Subscribe(collector.Ref, typeof(UnhandledMessage));
        var actor = System.ActorOf(Props.Create(() => new Typed(collector.Ref)));
        foreach (var message in new object[] { 5, 500, "x", "", 1.5, new[] { 'c' } })
            actor.Tell(message);
        actor.Tell(TimeSpan.Zero);

        (await collector.Take(6)).ShouldBe(["int 5", "big 500", "text x", "characters", "double 1.5", "characters"]);
        (await collector.Next<UnhandledMessage>()).Message.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task Behaviors_replace_and_stack()
    {
        var collector = NewCollector();
        var actor = System.ActorOf(Props.Create(() => new Switch(collector.Ref)));
        foreach (var message in new[] { "a", "on", "b", "blink", "c", "back", "d", "off", "e" })
            actor.Tell(message);

        (await collector.Take(5)).ShouldBe(["off a", "on b", "blinking c", "on d", "off e"]);
    }

    [Fact]
    public async Task A_restart_returns_to_the_first_behavior()
    {
        var collector = NewCollector();
        var actor = System.ActorOf(Props.Create(() => new Switch(collector.Ref)));
        foreach (var message in new[] { "on", "fail", "a" })
            actor.Tell(message);

        (await collector.Next()).ShouldBe("off a");
    }

    [Theory]
    [MemberData(nameof(Dispatchers))]
    public async Task An_asynchronous_handler_holds_the_mailbox_and_keeps_its_sender(string dispatcher)
    {
        var collector = NewCollector();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var actor = System.ActorOf(Props.Create(() => new Slow(collector.Ref, gate.Task)).WithDispatcher(dispatcher));
        actor.Tell("a", collector.Ref);
        actor.Tell(1, ActorRefs.NoSender);
        actor.Tell("b", collector.Ref);
        (await collector.Next()).ShouldBe("begin a");
        gate.SetResult();

        (await collector.Take(4)).ShouldBe(["end a True True", 1, "begin b", "end b True True"]);
    }

    [Fact]
    public async Task A_failure_after_an_await_goes_to_the_supervisor_with_its_message()
    {
        var collector = NewCollector();
        System.EventStream.Subscribe(collector.Ref, typeof(string));
        var actor = System.ActorOf(Props.Create(() => new Slow(collector.Ref, Task.CompletedTask)));
        actor.Tell("fail");
        actor.Tell(1);

        (await collector.Take(2)).ShouldBe(["fail fail", 1]);
    }

    [Fact]
    public async Task Handlers_can_only_be_declared_while_configuring()
    {
        var collector = NewCollector();
        System.EventStream.Subscribe(collector.Ref, typeof(Error));
        System.ActorOf(Props.Create(() => new TooLate())).Tell("x");

        (await collector.Next<Error>()).Cause.ShouldBeOfType<InvalidOperationException>();
    }
}
