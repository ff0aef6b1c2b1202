using Pika.Storage.Binlog;

namespace Pika.Tests.Storage.Binlog;

public sealed class PurgePlanTests
{
    private const long Hour = 3_600_000;
    private static readonly PurgeLimits NoLimits = new(0, 0, 0);

    /// <summary>Five segments of 100 bytes and 10 records each, written one hour apart; the last one is the current.</summary>
    private static readonly BinlogSegmentInfo[] Five =
    [
        .. Enumerable
            .Range(0, 5)
            .Select(i => new BinlogSegmentInfo(i, (ulong)(i * 10) + 1, (ulong)(i * 10) + 10, 100, i * Hour, (i + 1) * Hour)),
    ];

    [Fact]
    public void Without_limits_everything_stays() => Plan(NoLimits).ShouldBe([], []);

    [Theory]
    [InlineData(5, 0)]
    [InlineData(4, 1)]
    [InlineData(2, 3)]
    [InlineData(1, 4)]
    public void Files_beyond_the_count_go_the_oldest_first(int maxFiles, int deleted) =>
        Plan(new PurgeLimits(0, 0, maxFiles)).Delete.ShouldBe(Enumerable.Range(0, deleted).Select(i => (long)i));

    [Theory]
    [InlineData(500, 0)]
    [InlineData(499, 1)]
    [InlineData(400, 1)]
    [InlineData(399, 2)]
    [InlineData(100, 4)]
    public void Bytes_beyond_the_limit_go(long maxBytes, int deleted) =>
        Plan(new PurgeLimits(maxBytes, 0, 0)).Delete.Count.ShouldBe(deleted);

    [Theory]
    [InlineData(5, 0)]
    [InlineData(4, 0)]
    [InlineData(3, 1)]
    [InlineData(1, 3)]
    public void Segments_older_than_the_hours_go(int maxHours, int deleted) =>
        Plan(new PurgeLimits(0, maxHours, 0)).Delete.Count.ShouldBe(deleted);

    [Fact]
    public void The_current_segment_never_goes_and_says_so()
    {
        var plan = Plan(new PurgeLimits(1, 0, 0), upTo: 99);
        plan.Delete.ShouldBe([0, 1, 2, 3]);
        plan.Kept.ShouldBe([new KeptSegment(4, "it is the current segment")]);

        var single = PurgePlan.Make([Five[4]], 50, [], NoLimits, 100 * Hour, upTo: long.MaxValue);
        single.Delete.ShouldBeEmpty();
        single.Kept.Count.ShouldBe(1);
    }

    [Fact]
    public void What_the_store_has_not_made_durable_stays()
    {
        var plan = Plan(NoLimits, durable: 29, upTo: 3);
        plan.Delete.ShouldBe([0, 1]);
        plan.Kept[0].Reason.ShouldBe("the store is durable up to index 29, the segment ends with 30");
        Plan(NoLimits, durable: 30, upTo: 3).Delete.ShouldBe([0, 1, 2]);
        Plan(NoLimits, durable: 0, upTo: 3).Delete.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(10, 0)]
    [InlineData(11, 1)]
    [InlineData(25, 2)]
    [InlineData(51, 4)]
    public void A_pin_keeps_its_segment_and_all_newer_ones(ulong pinned, int deleted)
    {
        var plan = Plan(NoLimits, upTo: 3, pins: [Pin("slave-7", pinned)]);
        plan.Delete.Count.ShouldBe(deleted);
        plan.Kept.Count.ShouldBe(4 - deleted);
        plan.Kept.ShouldAllBe(k => k.Reason.Contains("slave-7"));
    }

    [Fact]
    public void The_lowest_of_several_pins_counts()
    {
        var plan = Plan(NoLimits, upTo: 3, pins: [Pin("fast", 45), Pin("slow", 12)]);
        plan.Delete.ShouldBe([0]);
        plan.Kept.Select(k => k.Reason).ShouldAllBe(r => r.Contains("'slow'"));
    }

    [Fact]
    public void A_segment_that_is_needed_by_nobody_stays_behind_one_that_is()
    {
        // An older segment with a higher last index than its successors cannot be; durability is what can differ, so force it by hand.
        var odd = Five.ToArray();
        odd[0] = odd[0] with { LastIndex = 60 };
        var plan = PurgePlan.Make(odd, 50, [], NoLimits, 10 * Hour, upTo: 2);
        plan.Delete.ShouldBeEmpty();
        plan.Kept.Select(k => k.Reason).Skip(1).ShouldAllBe(r => r == "the older write2file0 stays" || r == "the older write2file1 stays");
    }

    [Fact]
    public void A_clock_that_was_set_back_makes_no_hole()
    {
        var odd = Five.ToArray();
        odd[0] = odd[0] with { LastRecordMs = 9 * Hour };
        PurgePlan.Make(odd, 50, [], new PurgeLimits(0, 2, 0), 10 * Hour).Delete.ShouldBeEmpty();
    }

    [Fact]
    public void Purging_to_a_number_is_bounded_by_what_exists()
    {
        Plan(NoLimits, upTo: -1).ShouldBe([], []);
        Plan(NoLimits, upTo: 0).Delete.ShouldBe([0]);
        Plan(NoLimits, upTo: long.MaxValue).Delete.ShouldBe([0, 1, 2, 3]);
        PurgePlan.Make([], 0, [], new PurgeLimits(1, 1, 1), Hour, 5).ShouldBe([], []);
    }

    [Theory]
    [InlineData(1, 400)]
    [InlineData(10, 400)]
    [InlineData(11, 300)]
    [InlineData(40, 100)]
    [InlineData(41, 0)]
    [InlineData(51, 0)]
    public void Held_bytes_are_those_of_closed_segments_from_the_index_on(ulong index, long bytes) =>
        PurgePlan.BytesHeld(Five, index).ShouldBe(bytes);

    private static PurgePlan Plan(PurgeLimits limits, ulong durable = 50, long? upTo = null, BinlogPin[]? pins = null) =>
        PurgePlan.Make(Five, durable, pins ?? [], limits, 5 * Hour, upTo);

    private static BinlogPin Pin(string owner, ulong index) => new(owner, index, 0, 0, long.MaxValue, long.MaxValue);
}

file static class PlanAssertions
{
    public static void ShouldBe(this PurgePlan plan, long[] delete, KeptSegment[] kept)
    {
        plan.Delete.ShouldBe(delete);
        plan.Kept.ShouldBe(kept);
    }
}
