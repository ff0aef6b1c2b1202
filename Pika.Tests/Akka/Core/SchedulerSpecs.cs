using Akka.Actor;

namespace Pika.Tests.ActorRuntime;

/// <summary>The scheduler of real time.</summary>
public sealed class SchedulerSpecs : RuntimeSpecs
{
    [Fact]
    public async Task Messages_come_in_order_of_their_time_and_not_before_it()
    {
        var collector = NewCollector();
        var start = System.Scheduler.MonotonicClock;
        System.Scheduler.ScheduleTellOnce(TimeSpan.FromMilliseconds(120), collector.Ref, 120, ActorRefs.NoSender);
        System.Scheduler.ScheduleTellOnce(TimeSpan.FromMilliseconds(30), collector.Ref, 30, ActorRefs.NoSender);
        System.Scheduler.ScheduleTellOnce(TimeSpan.FromDays(10_000), collector.Ref, 0, ActorRefs.NoSender);

        (await collector.Next()).ShouldBe(30);
        (await collector.Next()).ShouldBe(120);
        (System.Scheduler.MonotonicClock - start).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMilliseconds(120));
    }

    [Fact]
    public async Task A_failing_action_does_not_end_the_scheduler()
    {
        var collector = NewCollector();
        System.Scheduler.Advanced.ScheduleOnce(TimeSpan.Zero, () => throw new InvalidOperationException());
        System.Scheduler.ScheduleTellOnce(TimeSpan.FromMilliseconds(5), collector.Ref, "alive", ActorRefs.NoSender);

        (await collector.Next()).ShouldBe("alive");
    }

    [Fact]
    public void Negative_delays_are_refused()
    {
        var minus = TimeSpan.FromMilliseconds(-1);

        Should.Throw<ArgumentOutOfRangeException>(() => System.Scheduler.ScheduleTellOnce(minus, ActorRefs.Nobody, 1, ActorRefs.NoSender));
        Should.Throw<ArgumentOutOfRangeException>(() =>
            System.Scheduler.ScheduleTellRepeatedly(TimeSpan.Zero, TimeSpan.Zero, ActorRefs.Nobody, 1, ActorRefs.NoSender)
        );
    }
}
