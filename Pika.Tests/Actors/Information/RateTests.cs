using Pika.Actors.Information;

namespace Pika.Tests.Actors.Information;

public sealed class RateTests
{
    private readonly Rate _rate = new();

    [Fact]
    public void It_is_the_mean_of_the_last_sixteen_samples()
    {
        _rate.Sample(0, 1_000);
        for (var i = 1; i <= 16; i++)
            _rate.Sample(i * 50, 1_000 + (i * 100));

        _rate.PerSecond.ShouldBe(500, tolerance: 0.001);
        for (var i = 17; i <= 32; i++)
            _rate.Sample(800, 1_000 + (i * 100));

        _rate.PerSecond.ShouldBe(0);
    }

    [Fact]
    public void A_counter_that_was_reset_does_not_count_backwards()
    {
        _rate.Sample(1_000_000, 1_000);
        _rate.Sample(16, 2_000);

        _rate.PerSecond.ShouldBe(1);
    }
}
