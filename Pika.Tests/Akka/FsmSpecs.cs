using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Configs;

namespace Pika.Tests.Akka;

/// <summary>The turnstile of the specs: a coin unlocks it, a push locks it again.</summary>
public sealed class FsmSpecs : global::Akka.TestKit.Xunit2.TestKit
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public FsmSpecs()
        : base(TestConfigs.TestSchedulerConfig) { }

    private TestScheduler Scheduler => (TestScheduler)Sys.Scheduler;

    private enum State
    {
        Locked,
        Unlocked,
    }

    [Fact]
    public void A_listener_hears_the_state_and_then_every_transition()
    {
        var fsm = NewTurnstile();

        fsm.Tell(new FSMBase.SubscribeTransitionCallBack(TestActor));
        fsm.Tell("coin");
        fsm.Tell("push");

        ExpectMsg(new FSMBase.CurrentState<State>(fsm, State.Locked));
        ExpectMsg("coins 1");
        ExpectMsg(new FSMBase.Transition<State>(fsm, State.Locked, State.Unlocked));
        ExpectMsg(new FSMBase.Transition<State>(fsm, State.Unlocked, State.Locked));

        fsm.Tell(new FSMBase.UnsubscribeTransitionCallBack(TestActor));
        fsm.Tell("coin");
        ExpectMsg("coins 2");
        ExpectNoMsg(TimeSpan.FromMilliseconds(20));
    }

    [Fact]
    public void GoTo_the_same_state_is_a_transition_and_Stay_is_none()
    {
        var fsm = NewTurnstile();
        fsm.Tell(new FSMBase.SubscribeTransitionCallBack(TestActor));
        ExpectMsg<FSMBase.CurrentState<State>>();

        fsm.Tell("stay");
        fsm.Tell("again");

        ExpectMsg(new FSMBase.Transition<State>(fsm, State.Locked, State.Locked));
    }

    [Fact]
    public void A_state_times_out_when_nothing_comes()
    {
        var fsm = NewTurnstile();
        fsm.Tell("coin");
        ExpectMsg("coins 1");

        Scheduler.Advance(4 * Second);
        fsm.Tell("stay-unlocked");
        ExpectMsg("stayed");
        Scheduler.Advance(4 * Second);
        fsm.Tell("state?");
        ExpectMsg(State.Unlocked);
        Scheduler.Advance(5 * Second);
        AwaitAssert(() =>
        {
            fsm.Tell("state?");
            ExpectMsg(State.Locked);
        });
    }

    [Fact]
    public void A_timer_fires_once_or_repeatedly_and_can_be_cancelled()
    {
        var fsm = NewTurnstile();
        fsm.Tell("start-timers");
        ExpectMsg("started True");

        Scheduler.Advance(3 * Second);
        ReceiveN(4).Order().ShouldBe(["once", "tick", "tick", "tick"]);

        fsm.Tell("cancel-timers");
        ExpectMsg("cancelled False");
        Scheduler.Advance(3 * Second);
        ExpectNoMsg(TimeSpan.FromMilliseconds(20));
    }

    [Fact]
    public void An_unhandled_event_is_logged_unless_WhenUnhandled_takes_it()
    {
        var fsm = NewTurnstile();

        EventFilter.Warning(contains: "unhandled event push in state Locked").ExpectOne(() => fsm.Tell("push"));
        fsm.Tell("hello");
        ExpectMsg("unhandled hello");
    }

    [Fact]
    public void Stop_replies_and_tells_the_termination_handler_once()
    {
        var fsm = NewTurnstile();
        Watch(fsm);

        fsm.Tell("stop");

        ExpectMsg("bye");
        ExpectMsg("terminated Normal in Locked with 0");
        ExpectTerminated(fsm);
        ExpectNoMsg(TimeSpan.FromMilliseconds(20));
    }

    [Fact]
    public void A_stop_from_outside_is_a_shutdown()
    {
        var fsm = NewTurnstile();

        fsm.Tell(PoisonPill.Instance);

        ExpectMsg("terminated Shutdown in Locked with 0");
    }

    [Fact]
    public void A_transition_handler_sees_the_data_before_and_after()
    {
        var fsm = ActorOf(() => new Turnstile(TestActor, true));

        fsm.Tell("coin");

        ExpectMsg("coins 1");
        ExpectMsg("0 to 1");
    }

    [Fact]
    public void A_state_that_was_not_declared_stops_the_machine()
    {
        var fsm = ActorOf(() => new Turnstile(TestActor, false));
        Watch(fsm);

        EventFilter.Error(contains: "Next state 99 does not exist").ExpectOne(() => fsm.Tell("nowhere"));

        ExpectMsg<string>(m => m.StartsWith("terminated Failure"));
        ExpectTerminated(fsm);
    }

    private IActorRef NewTurnstile() => ActorOf(() => new Turnstile(TestActor, false));

    private sealed class Turnstile : FSM<State, int>
    {
        public Turnstile(IActorRef observer, bool observeTransitions)
        {
            StartWith(State.Locked, 0);
            When(
                State.Locked,
                e =>
                    e.FsmEvent switch
                    {
                        "coin" => GoTo(State.Unlocked).Using(e.StateData + 1).Replying($"coins {e.StateData + 1}"),
                        "stay" => Stay(),
                        "again" => GoTo(State.Locked),
                        "stop" => Stop(Normal.Instance).Replying("bye"),
                        "nowhere" => GoTo((State)99),
                        _ => null,
                    }
            );
            When(
                State.Unlocked,
                e =>
                    e.FsmEvent switch
                    {
                        "push" => GoTo(State.Locked),
                        "stay-unlocked" => Stay().Replying("stayed"),
                        StateTimeout => GoTo(State.Locked),
                        _ => null,
                    },
                5 * Second
            );
            WhenUnhandled(e => OnOther(e.FsmEvent, observer));
            OnTermination(e => observer.Tell($"terminated {e.Reason.GetType().Name} in {e.TerminatedState} with {e.StateData}"));
            if (observeTransitions)
                OnTransition(
                    (from, to) =>
                    {
                        if (from != to)
                            observer.Tell($"{StateData} to {NextStateData}");
                    }
                );
            Initialize();
        }

        private State<State, int>? OnOther(object message, IActorRef observer)
        {
            switch (message)
            {
                case "state?":
                    return Stay().Replying(StateName);
                case "hello":
                    return Stay().Replying("unhandled hello");
                case "start-timers":
                    SetTimer("once", "once", Second);
                    SetTimer("repeated", "tick", Second, repeat: true);
                    return Stay().Replying($"started {IsTimerActive("once")}");
                case "cancel-timers":
                    CancelTimer("repeated");
                    return Stay().Replying($"cancelled {IsTimerActive("repeated") || IsTimerActive("once")}");
                case "once" or "tick":
                    observer.Tell(message);
                    return Stay();
                default:
                    return null;
            }
        }
    }
}
