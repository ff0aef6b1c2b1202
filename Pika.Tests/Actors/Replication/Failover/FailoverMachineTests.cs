using Pika.Actors.Replication.Failover;
using static Pika.Actors.Replication.Failover.FailoverMachine;

namespace Pika.Tests.Actors.Replication.Failover;

public sealed class FailoverMachineTests
{
    private static readonly FailoverTarget TargetB = new("b", 2);

    [Fact]
    public void Hands_over_to_whoever_has_everything_once_the_log_is_closed()
    {
        var machine = new FailoverMachine(new FailoverOrder(null, null, Force: false), 0);
        Look(machine, end: 10, A(9), B(8)).ShouldBe(Step.Wait);
        Look(machine, end: 10, A(9), B(10)).ShouldBe(Step.CloseLog);
        Look(machine, end: 11, A(11), B(11)).ShouldBe(Step.Wait, "the log is not closed yet");
        machine.OnLogClosed();
        Look(machine, end: 12, A(11), B(11)).ShouldBe(Step.Wait, "a turn came in before it was closed");
        Look(machine, end: 12, A(12), B(11)).ShouldBe(Step.HandOver);
        machine.Target!.Host.ShouldBe("a");
        machine.Needed.ShouldBe(12ul);

        Look(machine, end: 12, A(12), B(12)).ShouldBe(Step.Remind, "it is still a replica");
        Look(machine, end: 12, B(12)).ShouldBe(Step.Wait, "it leads, but is not followed yet");
        machine.Look(0, 12, [B(12)], followsTarget: true).ShouldBe(Step.Finish);
        Look(machine, end: 12, A(12)).ShouldBe(Step.Wait);
        machine.State.ShouldBe(Stage.Ended);
    }

    [Fact]
    public void Only_the_target_is_taken()
    {
        var machine = new FailoverMachine(new FailoverOrder(TargetB, null, Force: false), 0);
        Look(machine, end: 10, A(10), B(9)).ShouldBe(Step.Wait);
        Look(machine, end: 10, A(10), B(10) with { IsOnline = false }).ShouldBe(Step.Wait);
        Look(machine, end: 10, A(10), B(10)).ShouldBe(Step.CloseLog);
        machine.OnLogClosed();
        Look(machine, end: 10, A(10)).ShouldBe(Step.Wait, "the target has gone meanwhile");
        Look(machine, end: 10, A(10), B(10)).ShouldBe(Step.HandOver);
        machine.Target!.Host.ShouldBe("b");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Gives_up_when_the_time_is_over(bool closed)
    {
        var machine = new FailoverMachine(new FailoverOrder(null, 100, Force: false), 1000);
        if (closed)
        {
            Look(machine, end: 10, A(10)).ShouldBe(Step.CloseLog);
            machine.OnLogClosed();
        }

        machine.Look(1099, 11, [A(10)], followsTarget: false).ShouldBe(Step.Wait);
        machine.Look(1100, 11, [A(11)], followsTarget: false).ShouldBe(Step.Abort);
        machine.State.ShouldBe(Stage.Ended);
    }

    [Fact]
    public void With_force_the_target_is_taken_when_the_time_is_over()
    {
        var machine = new FailoverMachine(new FailoverOrder(TargetB, 100, Force: true), 1000);
        machine.Look(1099, 10, [A(10), B(9)], followsTarget: false).ShouldBe(Step.Wait);
        machine.Look(1100, 10, [A(10), B(9)], followsTarget: false).ShouldBe(Step.HandOver);
        machine.Target!.NodeId.ShouldBe("id-b");
        machine.Needed.ShouldBe(0ul);
    }

    [Fact]
    public void With_force_a_target_that_is_away_is_followed_and_told_when_it_comes()
    {
        var machine = new FailoverMachine(new FailoverOrder(TargetB, 100, Force: true), 1000);
        machine.Look(1100, 10, [A(10)], followsTarget: false).ShouldBe(Step.HandOver);
        machine.Target.ShouldBe(new FailoverCandidate("", "b", 2, IsOnline: false, 0));
        machine.Look(1200, 10, [A(10)], followsTarget: false).ShouldBe(Step.Wait);
        machine.Look(1200, 10, [B(10)], followsTarget: false).ShouldBe(Step.Remind);
        machine.Target!.NodeId.ShouldBe("id-b");
        machine.Look(1300, 10, [], followsTarget: true).ShouldBe(Step.Finish);
    }

    [Fact]
    public void Abort_ends_it_in_every_state()
    {
        var machine = new FailoverMachine(new FailoverOrder(null, null, Force: false), 0);
        Look(machine, end: 10, A(10)).ShouldBe(Step.CloseLog);
        machine.OnLogClosed();
        Look(machine, end: 10, A(10)).ShouldBe(Step.HandOver);
        machine.OnAbort().ShouldBe(Step.Abort);
        Look(machine, end: 10, A(10)).ShouldBe(Step.Wait);
    }

    [Fact]
    public void A_time_without_end_does_not_overflow()
    {
        var machine = new FailoverMachine(new FailoverOrder(null, long.MaxValue, Force: false), 1000);
        machine.Look(long.MaxValue - 1, 10, [A(9)], followsTarget: false).ShouldBe(Step.Wait);
    }

    private static FailoverCandidate A(ulong has) => new("id-a", "a", 1, IsOnline: true, has);

    private static FailoverCandidate B(ulong has) => new("id-b", "b", 2, IsOnline: true, has);

    private static Step Look(FailoverMachine machine, ulong end, params FailoverCandidate[] replicas) =>
        machine.Look(500, end, replicas, followsTarget: false);
}
