using Pika.Storage.Keyspace;

namespace Pika.Tests.Storage.Keyspace;

public sealed class HashLapTests
{
    private readonly Random _random = new(7);

    [Theory]
    [InlineData(1)]
    [InlineData(128)]
    [InlineData(129)]
    [InlineData(1000)]
    [InlineData(64 * 97)]
    [InlineData(1 << 20)]
    public void The_parts_are_all_hashes_each_of_them_once(long size)
    {
        var lap = HashLap.Over(size, density: 64, _random.NextInt64);
        lap.Parts.ShouldBe(size <= RandomElements.SmallSize ? 1 : size / 64);

        long next = 0;
        foreach (var (first, last) in PartsOf(lap).OrderBy(part => part.First))
        {
            ((long)first).ShouldBe(next);
            next = last + 1L;
        }

        next.ShouldBe(1L << 32);
    }

    [Fact]
    public void Any_part_may_be_the_first_and_any_may_follow_another()
    {
        var laps = Enumerable.Range(0, 2000).Select(_ => HashLap.Over(64 * 7, density: 64, _random.NextInt64)).ToList();

        laps.Select(lap => (lap.Part(0), lap.Part(1))).Distinct().Count().ShouldBe(7 * 6);
        laps.CountBy(lap => lap.Part(0).First).ShouldAllBe(times => times.Value > 200 && times.Value < 380);
    }

    private static IEnumerable<(uint First, uint Last)> PartsOf(HashLap lap)
    {
        for (long number = 0; number < lap.Parts; number++)
            yield return lap.Part(number);
    }
}
