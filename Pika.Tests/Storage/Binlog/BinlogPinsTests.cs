using Pika.Storage.Binlog;

namespace Pika.Tests.Storage.Binlog;

public sealed class BinlogPinsTests
{
    private static readonly BinlogSegmentInfo[] Three = [new(0, 1, 10, 100, 0, 0), new(1, 11, 20, 100, 0, 0), new(2, 21, 25, 100, 0, 0)];

    private readonly BinlogPins _pins = new();

    [Fact]
    public void A_pin_is_held_moves_forward_only_and_is_given_back()
    {
        _pins.Lowest.ShouldBeNull();
        _pins.Acquire("a", 12, steadyMs: 1000, maxBytes: 1000, maxMs: 1000);
        _pins.Acquire("b", 5, steadyMs: 1000, maxBytes: 1000, maxMs: 1000);
        _pins.Lowest.ShouldBe(5ul);
        _pins.Advance("b", 15, 2000).ShouldBeTrue();
        _pins.Advance("b", 3, 3000).ShouldBeTrue();
        _pins.Held.Select(p => (p.Owner, p.Index, p.SinceMs, p.MovedMs)).ShouldBe([("a", 12, 1000, 1000), ("b", 15, 1000, 2000)]);
        _pins.Release("a").ShouldBeTrue();
        _pins.Release("a").ShouldBeFalse();
        _pins.Advance("a", 20, 4000).ShouldBeFalse();
        _pins.Lowest.ShouldBe(15ul);
    }

    [Fact]
    public void Acquiring_again_replaces_the_pin()
    {
        _pins.Acquire("a", 12, 1000, 1000, 1000);
        _pins.Acquire("a", 3, 2000, 1000, 1000);
        _pins.Held.ShouldHaveSingleItem().Index.ShouldBe(3ul);
    }

    [Fact]
    public void A_pin_that_holds_back_too_many_bytes_is_revoked_with_the_figures()
    {
        _pins.Acquire("big", 1, 0, maxBytes: 199, maxMs: long.MaxValue);
        _pins.Acquire("fits", 1, 0, maxBytes: 200, maxMs: long.MaxValue);
        var revoked = _pins.Revoke(Three, 0).ShouldHaveSingleItem();
        revoked.Pin.Owner.ShouldBe("big");
        revoked.Reason.ShouldBe("it holds back 200 bytes of binlog, its limit is 199");
        _pins.Held.ShouldHaveSingleItem().Owner.ShouldBe("fits");
        _pins.Advance("big", 20, 0).ShouldBeFalse("a revoked pin does not come back");
    }

    [Fact]
    public void A_pin_that_stands_still_too_long_is_revoked()
    {
        _pins.Acquire("slow", 5, steadyMs: 0, maxBytes: 1000, maxMs: 10_000);
        _pins.Revoke(Three, 10_000).ShouldBeEmpty();
        _pins.Advance("slow", 6, 10_000);
        _pins.Revoke(Three, 20_000).ShouldBeEmpty();
        _pins.Advance("slow", 6, 20_000);
        _pins.Revoke(Three, 20_001).ShouldHaveSingleItem().Reason.ShouldBe("it has not moved from index 6 for 10 s, its limit is 10 s");
    }

    [Fact]
    public void A_pin_that_holds_nothing_back_does_not_age()
    {
        _pins.Acquire("caught up", 21, steadyMs: 0, maxBytes: 0, maxMs: 1000);
        _pins.Revoke(Three, 1_000_000).ShouldBeEmpty();

        // The log rolls on: from now on the pin costs a segment, and its time begins.
        BinlogSegmentInfo[] four = [.. Three, new BinlogSegmentInfo(3, 26, 26, 100, 0, 0)];
        _pins.Acquire("caught up", 21, steadyMs: 1_000_000, maxBytes: 100, maxMs: 1000);
        _pins.Revoke(Three, 2_000_000).ShouldBeEmpty();
        _pins.Revoke(four, 2_001_000).ShouldBeEmpty();
        _pins.Revoke(four, 2_001_001).ShouldHaveSingleItem();
    }

    [Fact]
    public void Bounds_must_not_be_negative()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => _pins.Acquire("a", 1, 0, -1, 0));
        Should.Throw<ArgumentOutOfRangeException>(() => _pins.Acquire("a", 1, 0, 0, -1));
    }
}
