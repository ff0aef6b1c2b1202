using Pika.Actors.Log;

namespace Pika.Tests.Actors.Log;

public sealed class LogGrowthTests
{
    private const long Start = 1_700_000_000_000;
    private readonly LogGrowth _growth = new();

    [Fact]
    public void One_sample_is_no_rate()
    {
        _growth.Sample(1000, Start);
        _growth.BytesPerSecond.ShouldBe(0);
    }

    [Fact]
    public void The_rate_is_the_mean_over_the_last_minute()
    {
        for (int second = 0; second <= 60; second++)
            _growth.Sample(100, Start + (second * 1000));
        _growth.BytesPerSecond.ShouldBe(100);

        for (int second = 61; second <= 90; second++)
            _growth.Sample(0, Start + (second * 1000));
        _growth.BytesPerSecond.ShouldBe(50);

        for (int second = 91; second <= 120; second++)
            _growth.Sample(0, Start + (second * 1000));
        _growth.BytesPerSecond.ShouldBe(0);
    }

    [Fact]
    public void A_clock_that_goes_back_gives_no_rate_until_it_is_where_it_was()
    {
        _growth.Sample(0, Start);
        _growth.Sample(100, Start - 5000);
        _growth.BytesPerSecond.ShouldBe(0);
    }
}
