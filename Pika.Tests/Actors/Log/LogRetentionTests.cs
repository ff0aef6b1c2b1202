using Pika.Actors.Configuration;
using Pika.Actors.Log;
using Pika.Storage.Binlog;

namespace Pika.Tests.Actors.Log;

public sealed class LogRetentionTests
{
    private const long Now = 1_700_000_000_000;
    private static readonly ServerConfig OneFile = new() { BinlogRetentionFiles = 1 };

    /// <summary>Three segments of ten records each; the last one is the current one.</summary>
    private static readonly BinlogSegmentInfo[] Segments = [Segment(0), Segment(1), Segment(2)];

    private readonly LogRetention _retention = new();

    [Fact]
    public void What_the_store_has_and_nobody_wants_is_released()
    {
        var decision = Decide(storeIndex: 30);
        decision.Release.ShouldBe([0, 1]);
        decision.Flush.ShouldBeFalse();
    }

    [Fact]
    public void The_store_is_flushed_when_it_alone_keeps_an_unwanted_segment_but_not_all_the_time()
    {
        Decide(storeIndex: 15).ShouldSatisfyAllConditions(d => d.Release.ShouldBe([0]), d => d.Flush.ShouldBeTrue());
        _retention.Flushing(Now);
        Decide(storeIndex: 15).Flush.ShouldBeFalse();
        Decide(storeIndex: 15, now: Now + LogRetention.FlushPauseMs).Flush.ShouldBeTrue();
    }

    [Fact]
    public void The_store_is_flushed_when_a_restart_would_replay_too_much()
    {
        var everything = new ServerConfig { BinlogRetentionFiles = 0, BinlogRetentionHours = 0 };
        _retention.Decide(Segments, 1, LogRetention.ReplayBytes, everything, Now, Now).Flush.ShouldBeFalse();
        _retention.Decide(Segments, 1, LogRetention.ReplayBytes + 1, everything, Now, Now).Flush.ShouldBeTrue();
    }

    [Fact]
    public void A_lease_keeps_its_segments_and_the_reason_is_told()
    {
        _retention.Pins.Acquire("replica", 11, Now, long.MaxValue, long.MaxValue);
        Decide(storeIndex: 30).Release.ShouldBe([0]);
        _retention.Kept[0].Segment.ShouldBe(1);
        _retention.Kept[0].Reason.ShouldContain("'replica'");
    }

    [Fact]
    public void What_an_order_leaves_is_told_once_when_the_store_is_not_the_reason()
    {
        _retention.Pins.Acquire("replica", 11, Now, long.MaxValue, long.MaxValue);
        _retention.PurgeTo(1);
        Decide(storeIndex: 15).ShouldSatisfyAllConditions(d => d.Flush.ShouldBeTrue(), d => d.Left.ShouldBeNull());
        Decide(storeIndex: 30).Left.ShouldBe(new KeptSegment(1, "'replica' needs the records from index 11 on"));
        Decide(storeIndex: 30).Left.ShouldBeNull();
    }

    [Fact]
    public void A_lease_that_holds_back_too_much_is_revoked_before_anything_is_kept_for_it()
    {
        _retention.Pins.Acquire("replica", 1, Now, maxBytes: 1500, maxMs: long.MaxValue);
        var decision = Decide(storeIndex: 30);
        decision.Revoked.ShouldHaveSingleItem().Pin.Owner.ShouldBe("replica");
        decision.Release.ShouldBe([0, 1]);
    }

    [Theory]
    [InlineData(3_600_000)]
    [InlineData(-3_600_000)]
    public void A_clock_that_is_set_takes_no_lease_away_and_puts_no_flush_off(long changeMs)
    {
        _retention.Pins.Acquire("replica", 11, steadyMs: 5000, long.MaxValue, maxMs: 1000);
        _retention.Flushing(steadyMs: 5000);
        const long Later = 5000 + LogRetention.FlushPauseMs;
        _retention.Decide(Segments, 15, 0, OneFile, Now + changeMs, steadyMs: 6000).Revoked.ShouldBeEmpty();
        _retention.Decide(Segments, 15, 0, OneFile, Now + changeMs, Later).Flush.ShouldBeTrue();
    }

    [Fact]
    public void An_order_to_purge_holds_until_the_store_is_durable_and_then_no_longer()
    {
        var everything = new ServerConfig { BinlogRetentionFiles = 0, BinlogRetentionHours = 0 };
        _retention.Flushing(Now);
        _retention.PurgeTo(1);
        _retention
            .Decide(Segments, 5, 0, everything, Now, Now)
            .ShouldSatisfyAllConditions(d => d.Release.ShouldBeEmpty(), d => d.Flush.ShouldBeTrue());
        _retention.Decide(Segments, 30, 0, everything, Now, Now).Release.ShouldBe([0, 1]);
        _retention.Decide(Segments, 30, 0, everything, Now, Now).Release.ShouldBeEmpty();
    }

    private static BinlogSegmentInfo Segment(int number) =>
        new(number, (ulong)(number * 10) + 1, (ulong)(number * 10) + 10, 1000, Now, Now);

    private RetentionDecision Decide(ulong storeIndex, long now = Now) => _retention.Decide(Segments, storeIndex, 0, OneFile, now, now);
}
