using Akka.Actor;
using Akka.Pattern;
using Akka.TestKit;
using Akka.TestKit.Configs;

namespace Pika.Tests.Akka;

public sealed class BackoffSupervisorSpecs : global::Akka.TestKit.Xunit2.TestKit
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public BackoffSupervisorSpecs()
        : base(TestConfigs.TestSchedulerConfig) { }

    private TestScheduler Scheduler => (TestScheduler)Sys.Scheduler;

    [Fact]
    public void A_child_that_stopped_is_started_again_after_a_delay_that_doubles()
    {
        var supervisor = Start(OnStop());

        foreach (var seconds in new[] { 1, 2, 4, 8, 8 })
        {
            var child = CurrentChild(supervisor)!;
            Watch(child);
            supervisor.Tell("stop");
            ExpectTerminated(child);
            WaitUntilChildIs(supervisor, running: false);
            Scheduler.Advance((seconds * Second) - TimeSpan.FromMilliseconds(1));
            CurrentChild(supervisor).ShouldBeNull();
            Scheduler.Advance(TimeSpan.FromMilliseconds(1));
            WaitUntilChildIs(supervisor, running: true);
        }
    }

    [Fact]
    public void A_child_that_lives_long_enough_begins_with_the_least_delay_again()
    {
        var supervisor = Start(OnStop().WithAutoReset(3 * Second));
        StopChild(supervisor);
        Scheduler.Advance(Second);
        WaitUntilChildIs(supervisor, running: true);
        RestartCount(supervisor).ShouldBe(1);

        Scheduler.Advance(3 * Second);

        AwaitAssert(() => RestartCount(supervisor).ShouldBe(0));
    }

    [Fact]
    public void With_manual_reset_the_child_says_when()
    {
        var supervisor = Start(OnStop().WithManualReset());
        StopChild(supervisor);
        Scheduler.Advance(Second);
        WaitUntilChildIs(supervisor, running: true);
        Scheduler.Advance(100 * Second);
        RestartCount(supervisor).ShouldBe(1);

        supervisor.Tell(BackoffSupervisor.Reset.Instance);

        RestartCount(supervisor).ShouldBe(0);
    }

    [Fact]
    public void On_failure_the_child_is_stopped_and_started_after_the_delay()
    {
        var supervisor = Start(OnFailure());
        var first = CurrentChild(supervisor)!;

        EventFilter.Exception<InvalidOperationException>().ExpectOne(() => supervisor.Tell("fail"));
        WaitUntilChildIs(supervisor, running: false);
        Scheduler.Advance(Second);
        WaitUntilChildIs(supervisor, running: true);

        CurrentChild(supervisor).ShouldNotBe(first);
        RestartCount(supervisor).ShouldBe(1);
    }

    [Fact]
    public void On_failure_a_child_that_stops_itself_ends_the_supervisor()
    {
        var supervisor = Start(OnFailure());
        Watch(supervisor);

        supervisor.Tell("stop");

        ExpectTerminated(supervisor);
    }

    [Fact]
    public void After_the_last_retry_the_supervisor_stops()
    {
        var supervisor = Start(OnStop().WithMaxNrOfRetries(1));
        Watch(supervisor);
        StopChild(supervisor);
        Scheduler.Advance(Second);
        WaitUntilChildIs(supervisor, running: true);

        supervisor.Tell("stop");

        ExpectTerminated(supervisor);
    }

    [Fact]
    public void Messages_pass_through_to_the_child_and_back_to_the_parent()
    {
        var supervisor = Start(OnStop().WithReplyWhileStopped("not now"));

        supervisor.Tell("hello");
        ExpectMsg("child got hello");

        StopChild(supervisor);
        supervisor.Tell("hello");
        ExpectMsg("not now");
    }

    [Fact]
    public void A_final_stop_message_ends_both()
    {
        var supervisor = Start(OnStop().WithFinalStopMessage(m => m is "stop"));
        Watch(supervisor);

        supervisor.Tell("stop");

        ExpectTerminated(supervisor);
    }

    [Fact]
    public void Delays_double_and_stay_within_the_random_factor()
    {
        foreach (var (count, seconds) in new[] { (0, 1), (1, 2), (2, 4), (3, 8), (10, 8), (1000, 8) })
        {
            BackoffSupervisor.CalculateDelay(count, Second, 8 * Second, 0.0, 0.9).ShouldBe(seconds * Second);
            BackoffSupervisor.CalculateDelay(count, Second, 8 * Second, 0.5, 0.5).ShouldBe(seconds * 1.25 * Second);
        }
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        Should.Throw<ArgumentException>(() => BackoffSupervisor.Props(Backoff.OnStop(Child.Props, "c", 2 * Second, Second, 0, -1)));
        Should.Throw<ArgumentException>(() => BackoffSupervisor.Props(Backoff.OnStop(Child.Props, "c", Second, Second, 2, -1)));
    }

    private static BackoffOptions OnStop() => Backoff.OnStop(Child.Props, "child", Second, 8 * Second, 0.0, -1).WithManualReset();

    private static BackoffOptions OnFailure() => Backoff.OnFailure(Child.Props, "child", Second, 8 * Second, 0.0, -1).WithManualReset();

    private IActorRef Start(BackoffOptions options) => Sys.ActorOf(BackoffSupervisor.Props(options));

    private void StopChild(IActorRef supervisor)
    {
        supervisor.Tell("stop");
        WaitUntilChildIs(supervisor, running: false);
    }

    private void WaitUntilChildIs(IActorRef supervisor, bool running) =>
        AwaitCondition(() => CurrentChild(supervisor) is not null == running, null, TimeSpan.FromMilliseconds(2));

    private IActorRef? CurrentChild(IActorRef supervisor)
    {
        supervisor.Tell(BackoffSupervisor.GetCurrentChild.Instance);
        return FishForMessage<BackoffSupervisor.CurrentChild>(_ => true).Ref;
    }

    private int RestartCount(IActorRef supervisor)
    {
        supervisor.Tell(BackoffSupervisor.GetRestartCount.Instance);
        return ExpectMsg<BackoffSupervisor.RestartCount>().Count;
    }

    private sealed class Child : ReceiveActor
    {
        public Child()
        {
            Receive<string>(m => m == "stop", _ => Context.Stop(Self));
            Receive<string>(m => m == "fail", _ => throw new InvalidOperationException());
            ReceiveAny(m => Sender.Tell($"child got {m}"));
        }

        public static Props Props { get; } = Props.Create<Child>();
    }
}
