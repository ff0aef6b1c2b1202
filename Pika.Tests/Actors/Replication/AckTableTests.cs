using Pika.Actors.Replication;

namespace Pika.Tests.Actors.Replication;

public sealed class AckTableTests
{
    private readonly AckTable _acks = new();

    [Fact]
    public void It_counts_those_that_are_far_enough()
    {
        _acks.Report("a", applied: 5, durable: 3);
        _acks.Report("b", applied: 4, durable: 4);
        _acks.CountApplied(4).ShouldBe(2);
        _acks.CountApplied(5).ShouldBe(1);
        _acks.CountDurable(4).ShouldBe(1);
        _acks.CountDurable(5).ShouldBe(0);
        _acks.Of("a").ShouldBe((5ul, 3ul));

        _acks.Forget("a");
        _acks.CountApplied(4).ShouldBe(1);
        _acks.Of("a").ShouldBe((0ul, 0ul));
    }

    [Theory]
    [InlineData(1, 9)]
    [InlineData(2, 7)]
    [InlineData(3, 2)]
    [InlineData(4, 0)]
    public void It_knows_what_so_many_have_on_disk(int replicas, ulong durable)
    {
        _acks.Report("a", 9, 7);
        _acks.Report("b", 9, 2);
        _acks.Report("c", 9, 9);
        _acks.DurableOn(replicas).ShouldBe(durable);
    }

    [Fact]
    public void Whoever_is_told_of_a_change_sees_it()
    {
        var seen = new List<int>();
        _acks.Changed += () => seen.Add(_acks.CountApplied(1));
        _acks.Report("a", 1, 1);
        _acks.Forget("a");
        seen.ShouldBe([1, 0]);
    }
}
