using Pika.Actors.Replication.Wire;
using Pika.Storage.Binlog;

namespace Pika.Tests.Actors.Replication.Wire;

public sealed class EpochListTests
{
    private static readonly LogHistory Master = History((1, "a", 1), (2, "b", 100), (3, "c", 200));

    [Theory]
    [InlineData("1a1", 50, 0)]
    [InlineData("1a1", 120, 100)]
    [InlineData("1a1 2b100 3d150", 180, 150)]
    [InlineData("1a1 2b100 3d250", 300, 200)]
    [InlineData("1a1 2b100 3d150 4e160 5f170", 171, 150)]
    [InlineData("1a1 2d40 3e50", 60, 40)]
    [InlineData("1a1 2b100 3c200", 260, 251)]
    [InlineData("1x1 2y100", 260, 0)]
    public void The_histories_part_behind_the_last_record_that_both_know(string own, ulong end, ulong firstUnknown)
    {
        var epochs = own.Split(' ').Select(epoch => ((uint)(epoch[0] - '0'), epoch[1..2], ulong.Parse(epoch[2..])));
        var list = EpochList.Write(Master, new LogIndex(3, 250));

        EpochList.FirstUnknown(list.Span, History([.. epochs]), end).ShouldBe(firstUnknown);
        list.Release();
    }

    [Fact]
    public void Where_an_epoch_ends_that_another_has_followed_in_the_log_alone_is_not_claimed()
    {
        var list = EpochList.Write(Master, new LogIndex(4, 250));

        EpochList.FirstUnknown(list.Span, Master, end: 249).ShouldBe(201ul, "records from 201 on may be those of epoch 4");
        list.Release();
    }

    [Fact]
    public void What_is_no_list_tells_nothing()
    {
        EpochList.FirstUnknown([], Master, 250).ShouldBe(0ul);
        EpochList.FirstUnknown(new byte[27], Master, 250).ShouldBe(0ul);
    }

    private static LogHistory History(params (uint Epoch, string Id, ulong First)[] epochs) =>
        epochs.Aggregate(
            LogHistory.Empty,
            (history, epoch) => history.With(new LogEpoch(epoch.Epoch, Id(epoch.Id), epoch.First, StartedMs: 0))
        );

    private static string Id(string letter) => Convert.ToHexStringLower(Enumerable.Repeat((byte)letter[0], 20).ToArray());
}
