using Akka.Actor;
using Akka.Dispatch.Deterministic;

namespace Pika.Tests.ActorRuntime;

/// <summary>Timers, in virtual time.</summary>
public sealed class TimerSpecs : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly Simulation _simulation = new(seed: 7);
    private readonly ActorSystem _system;
    private readonly List<object> _received = [];

    public TimerSpecs() => _system = _simulation.CreateSystem("timers", "akka.loglevel = OFF");

    public void Dispose()
    {
        _simulation.Await(_system.Terminate());
        _simulation.Dispose();
    }

    private sealed class Timed(List<object> received) : UntypedActor, IWithTimers
    {
        public ITimerScheduler Timers { get; set; } = null!;

        protected override void OnReceive(object message)
        {
            if (message is Action<Timed> action)
                action(this);
            else
                received.Add(message);
        }
    }

    private void Do(IActorRef actor, Action<ITimerScheduler> action)
    {
        actor.Tell((Action<Timed>)(timed => action(timed.Timers)));
        _simulation.RunUntilIdle();
    }

    private IActorRef NewTimed()
    {
        var received = _received;
        return _system.ActorOf(Props.Create(() => new Timed(received)));
    }

    [Fact]
    public void A_single_timer_fires_once()
    {
        var actor = NewTimed();
        Do(actor, timers => timers.StartSingleTimer("k", "tick", Second));
        _simulation.AdvanceTime(0.99 * Second);
        _received.ShouldBeEmpty();
        _simulation.AdvanceTime(5 * Second);

        _received.ShouldBe(["tick"]);
        Do(actor, timers => timers.IsTimerActive("k").ShouldBeFalse());
    }

    [Fact]
    public void A_periodic_timer_fires_until_cancelled()
    {
        var actor = NewTimed();
        Do(actor, timers => timers.StartPeriodicTimer("k", "tick", Second));
        _simulation.AdvanceTime(3.5 * Second);
        Do(actor, timers => timers.Cancel("k"));
        _simulation.AdvanceTime(10 * Second);

        _received.ShouldBe(["tick", "tick", "tick"]);
    }

    [Fact]
    public void Starting_under_the_same_key_replaces()
    {
        var actor = NewTimed();
        Do(actor, timers => timers.StartSingleTimer("k", "old", Second));
        Do(actor, timers => timers.StartSingleTimer("k", "new", 2 * Second));
        _simulation.AdvanceTime(5 * Second);

        _received.ShouldBe(["new"]);
    }

    [Fact]
    public void A_fired_timer_whose_message_waits_in_the_mailbox_can_still_be_cancelled()
    {
        var actor = NewTimed();
        Do(actor, timers => timers.StartSingleTimer("k", "tick", Second));
        actor.Tell(
            (Action<Timed>)(
                timed =>
                {
                    // Time passes while this message is processed: the timer's message is queued behind it.
                    _simulation.AdvanceTime(2 * Second);
                    timed.Timers.Cancel("k");
                }
            )
        );
        _simulation.RunUntilIdle();

        _received.ShouldBeEmpty();
    }

    [Fact]
    public void Timers_of_a_previous_incarnation_never_arrive()
    {
        var actor = NewTimed();
        Do(actor, timers => timers.StartSingleTimer("k", "old", Second));
        Do(actor, timers => timers.StartPeriodicTimer("p", "old", Second));
        Do(actor, _ => throw new InvalidOperationException());
        Do(actor, timers => timers.IsTimerActive("k").ShouldBeFalse());
        Do(actor, timers => timers.StartSingleTimer("k", "new", Second));
        _simulation.AdvanceTime(10 * Second);

        _received.ShouldBe(["new"]);
    }

    [Fact]
    public void A_receive_timeout_comes_when_nothing_else_does()
    {
        var received = _received;
        var actor = _system.ActorOf(
            Scripted.Props(() =>
                new Scripted((_, message) => received.Add(message)) { OnStart = me => me.Around.SetReceiveTimeout(10 * Second) }
            )
        );
        _simulation.AdvanceTime(9 * Second);
        actor.Tell("busy");
        _simulation.AdvanceTime(9 * Second);
        received.ShouldBe(["busy"]);
        _simulation.AdvanceTime(2 * Second);
        received.ShouldBe(["busy", ReceiveTimeout.Instance]);

        // It comes again and again, until it is switched off.
        _simulation.AdvanceTime(10 * Second);
        received.Count.ShouldBe(3);
    }

    private sealed class Quiet : INotInfluenceReceiveTimeout;

    [Fact]
    public void Some_messages_do_not_count_for_the_receive_timeout()
    {
        var received = _received;
        var actor = _system.ActorOf(
            Scripted.Props(() =>
                new Scripted((me, message) => (message is Quiet ? (Action)(() => { }) : () => received.Add(message))())
                {
                    OnStart = me => me.Around.SetReceiveTimeout(10 * Second),
                }
            )
        );
        _simulation.AdvanceTime(9 * Second);
        actor.Tell(new Quiet());
        _simulation.AdvanceTime(2 * Second);

        received.ShouldBe([ReceiveTimeout.Instance]);
    }

    [Fact]
    public void The_scheduler_tells_once_and_repeatedly_until_cancelled()
    {
        var received = _received;
        var actor = _system.ActorOf(Scripted.Props((_, message) => received.Add(message)));
        using var cancelable = new Cancelable(_system.Scheduler);
        _system.Scheduler.ScheduleTellOnce(2 * Second, actor, "once", ActorRefs.NoSender);
        _system.Scheduler.ScheduleTellRepeatedly(0.9 * Second, Second, actor, "again", ActorRefs.NoSender, cancelable);
        _simulation.AdvanceTime(3 * Second);
        cancelable.Cancel();
        _simulation.AdvanceTime(5 * Second);

        received.ShouldBe(["again", "again", "once", "again"]);
    }
}
