using Pika.Actors.Replication.FullSync;

namespace Pika.Tests.Actors.Replication.FullSync;

public sealed class TransferRateTests
{
    private const int Chunk = 1 << 20;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly TransferRate _rate = new();

    [Theory]
    [InlineData(50_000L)]
    [InlineData(10L << 20)]
    [InlineData(10L << 30)]
    public void Over_a_longer_time_the_rate_is_kept(long bytesPerSecond)
    {
        var now = TimeSpan.Zero;
        var random = new Random(1);
        long sent = 0;
        for (var i = 0; i < 1000; i++)
        {
            var late = TimeSpan.FromTicks(random.NextInt64(TimeSpan.FromMilliseconds(50).Ticks));
            now += _rate.Reserve(Chunk, bytesPerSecond, now) + (i % 2 == 0 ? late / (1 + (bytesPerSecond / Chunk)) : TimeSpan.Zero);
            sent += Chunk;
            var most = (bytesPerSecond * (now + TransferRate.Burst).TotalSeconds) + (2 * Chunk);
            ((double)sent).ShouldBeLessThanOrEqualTo(most);
        }

        var least = bytesPerSecond * now.TotalSeconds * 0.9;
        ((double)sent).ShouldBeGreaterThan(least, "lateness is made good");
    }

    [Fact]
    public void Each_waits_for_those_before_it()
    {
        var waits = Enumerable.Range(0, 4).Select(_ => _rate.Reserve(500, 1000, Second).TotalMilliseconds).ToArray();

        waits[0].ShouldBe(0);
        waits[1].ShouldBe(500, 1);
        waits[2].ShouldBe(1000, 1);
        waits[3].ShouldBe(1500, 1);
    }

    [Fact]
    public void Time_that_was_not_used_is_not_saved_up()
    {
        _rate.Reserve(1000, 1000, TimeSpan.Zero);

        _rate.Reserve(1000, 1000, 100 * Second).ShouldBe(TimeSpan.Zero);
        _rate.Reserve(1000, 1000, 100 * Second).ShouldBe(Second - TransferRate.Burst, TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public void Without_a_limit_nobody_waits()
    {
        for (var i = 0; i < 10; i++)
            _rate.Reserve(long.MaxValue, 0, Second).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void Another_limit_is_in_force_at_once()
    {
        for (var i = 0; i < 10; i++)
            _rate.Reserve(Chunk, 1, Second);

        _rate.Reserve(1000, 1000, Second).ShouldBe(TimeSpan.Zero);
        _rate.Reserve(1000, 1000, Second).ShouldBe(Second, TimeSpan.FromMilliseconds(1));
        _rate.Reserve(Chunk, 0, Second).ShouldBe(TimeSpan.Zero);
    }
}
