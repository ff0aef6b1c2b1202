using Pika.Actors.Replication.Following;
using Pika.Actors.Replication.Wire;

namespace Pika.Tests.Actors.Replication.Following;

public sealed class AckScheduleTests
{
    private readonly AckSchedule _acks = new();

    [Fact]
    public void Only_news_are_told_and_a_new_link_is_told_all()
    {
        Next(0, 0, 0).ShouldBe(new Frame.Ack(0, 0, 0));
        Next(0, 0, 0).ShouldBeNull();
        Next(5, 2, 0).ShouldBe(new Frame.Ack(5, 2, 0));
        Next(5, 5, 0).ShouldBe(new Frame.Ack(5, 5, 0));
        Next(5, 5, 5).ShouldBe(new Frame.Ack(5, 5, 5));
        Next(5, 5, 5).ShouldBeNull();

        _acks.Reset();
        Next(5, 5, 5).ShouldBe(new Frame.Ack(5, 5, 5));
    }

    [Fact]
    public void That_records_are_here_is_told_with_what_somebody_waits_for()
    {
        Next(0, 0, 0, all: false).ShouldBe(new Frame.Ack(0, 0, 0));
        Next(5, 0, 0, all: false).ShouldBeNull();
        Next(7, 5, 0, all: false).ShouldBe(new Frame.Ack(7, 5, 0));
        Next(8, 5, 0, all: false).ShouldBeNull();
        Next(8, 5, 0).ShouldBe(new Frame.Ack(8, 5, 0));
    }

    [Fact]
    public void Nothing_is_taken_back()
    {
        Next(5, 5, 5);
        Next(4, 4, 4).ShouldBeNull();
        Next(6, 4, 4).ShouldBe(new Frame.Ack(6, 5, 5));
    }

    [Fact]
    public void The_disk_is_waited_for_as_long_as_it_lacks_what_the_master_knows_to_be_applied()
    {
        _acks.WaitsForDisk.ShouldBeFalse();
        Next(3, 3, 2);
        _acks.WaitsForDisk.ShouldBeTrue();
        Next(3, 3, 3);
        _acks.WaitsForDisk.ShouldBeFalse();
    }

    private Frame.Ack? Next(ulong received, ulong applied, ulong durable, bool all = true) =>
        _acks.TryNext(received, applied, durable, all, out var news) ? news : null;
}
