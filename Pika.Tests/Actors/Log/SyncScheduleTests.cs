using Pika.Actors.Configuration;
using Pika.Actors.Log;

namespace Pika.Tests.Actors.Log;

public sealed class SyncScheduleTests
{
    private const long Plenty = 100 << 20;
    private readonly SyncSchedule _schedule = new();

    [Fact]
    public void Always_syncs_at_once_but_only_one_at_a_time()
    {
        _schedule.Appended(AppendFsync.Always, 100, Plenty).ShouldBeTrue();
        _schedule.Started();
        _schedule.Appended(AppendFsync.Always, 100, Plenty).ShouldBeFalse();
        _schedule.Ended();
        _schedule.Appended(AppendFsync.Always, 100, Plenty).ShouldBeTrue();
    }

    [Fact]
    public void Everysec_syncs_at_each_tick_that_finds_something()
    {
        _schedule.Tick(AppendFsync.EverySec).ShouldBeFalse();
        _schedule.Appended(AppendFsync.EverySec, 100, Plenty).ShouldBeFalse();
        _schedule.Tick(AppendFsync.EverySec).ShouldBeTrue();
        _schedule.Started();
        _schedule.Ended();
        _schedule.Tick(AppendFsync.EverySec).ShouldBeFalse();
    }

    [Fact]
    public void Much_that_is_not_synced_is_synced_before_its_time()
    {
        _schedule.Appended(AppendFsync.EverySec, SyncSchedule.StepBytes - 1, Plenty).ShouldBeFalse();
        _schedule.Appended(AppendFsync.EverySec, 1, Plenty).ShouldBeTrue();
    }

    [Fact]
    public void No_leaves_it_to_the_kernel_except_towards_the_end_of_a_segment()
    {
        _schedule.Appended(AppendFsync.No, 2 * SyncSchedule.StepBytes, Plenty).ShouldBeFalse();
        _schedule.Tick(AppendFsync.No).ShouldBeFalse();
        _schedule.Appended(AppendFsync.No, 1, SyncSchedule.StepBytes).ShouldBeTrue();
    }

    [Theory]
    [InlineData(AppendFsync.EverySec, true)]
    [InlineData(AppendFsync.Always, false)]
    [InlineData(AppendFsync.No, false)]
    public void Only_everysec_waits_for_a_sync_and_only_after_its_grace(AppendFsync policy, bool waits)
    {
        _schedule.Started();
        _schedule.Tick(policy);
        _schedule.MustWait(policy).ShouldBeFalse();
        _schedule.Tick(policy);
        _schedule.MustWait(policy).ShouldBe(waits);
        _schedule.Delayed.ShouldBe(waits ? 1 : 0);

        _schedule.Ended();
        _schedule.MustWait(policy).ShouldBeFalse();
    }

    [Fact]
    public void What_came_during_a_sync_is_due_at_its_end_under_always_alone()
    {
        var schedule = new SyncSchedule();
        schedule.Appended(AppendFsync.Always, 100, long.MaxValue).ShouldBeTrue();
        schedule.Started();
        schedule.IsDue(AppendFsync.Always).ShouldBeFalse();
        schedule.Ended();
        schedule.IsDue(AppendFsync.Always).ShouldBeFalse("nothing has come");

        schedule.Started();
        schedule.Appended(AppendFsync.Always, 100, long.MaxValue).ShouldBeFalse("one runs");
        schedule.Ended();
        schedule.IsDue(AppendFsync.Always).ShouldBeTrue();
        schedule.IsDue(AppendFsync.EverySec).ShouldBeFalse();
    }
}
