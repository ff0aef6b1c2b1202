using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Configs;

namespace Pika.Tests.Akka;

public sealed class TestSchedulerSpecs : global::Akka.TestKit.Xunit2.TestKit
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public TestSchedulerSpecs()
        : base(TestConfigs.TestSchedulerConfig) { }

    private TestScheduler Scheduler => (TestScheduler)Sys.Scheduler;

    [Fact]
    public void Nothing_happens_until_time_moves()
    {
        Scheduler.ScheduleTellOnce(Second, TestActor, "due", ActorRefs.NoSender, null);

        HasMessages.ShouldBeFalse();
        Scheduler.Advance(Second / 2);
        HasMessages.ShouldBeFalse();
        Scheduler.Advance(Second / 2);
        ExpectMsg("due");
    }

    [Fact]
    public void Work_runs_in_the_order_of_its_time()
    {
        Scheduler.ScheduleTellOnce(2 * Second, TestActor, "second", ActorRefs.NoSender, null);
        Scheduler.ScheduleTellOnce(Second, TestActor, "first", ActorRefs.NoSender, null);

        Scheduler.AdvanceTo(Scheduler.Now + (3 * Second));

        ExpectMsg("first");
        ExpectMsg("second");
    }

    [Fact]
    public void Repeated_work_runs_once_for_each_interval()
    {
        var cancelable = new Cancelable(Sys.Scheduler);
        Scheduler.ScheduleTellRepeatedly(Second, Second, TestActor, "tick", ActorRefs.NoSender, cancelable);

        Scheduler.Advance(3 * Second);
        ReceiveN(3).ShouldBe(["tick", "tick", "tick"]);

        cancelable.Cancel();
        Scheduler.Advance(3 * Second);
        HasMessages.ShouldBeFalse();
    }

    [Fact]
    public void Time_does_not_go_back()
    {
        Should.Throw<InvalidOperationException>(() => Scheduler.AdvanceTo(Scheduler.Now - Second));
    }
}
