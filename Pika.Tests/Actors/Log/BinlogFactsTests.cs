using Pika.Actors.Log;
using Pika.Storage.Binlog;

namespace Pika.Tests.Actors.Log;

public sealed class BinlogFactsTests
{
    private const long Now = 1_700_000_000_000;

    /// <summary>Two full files of 1000 bytes with ten records each, and a current one with 400 bytes.</summary>
    private static readonly BinlogFacts Log = BinlogFacts.None with
    {
        Segments = [new(0, 1, 10, 1000, 0, 0), new(1, 11, 20, 1000, 0, 0), new(2, 21, 24, 400, 0, 0)],
        End = new BinlogPosition(2, 400, new LogIndex(1, 24)),
        FileBytes = 1000,
    };

    [Fact]
    public void A_lease_that_costs_nothing_has_all_its_time() => SecondsLeft(index: 25, idleSeconds: 500).ShouldBe(3600);

    [Fact]
    public void A_lease_that_holds_files_back_has_what_is_left_of_its_time() => SecondsLeft(index: 15, idleSeconds: 500).ShouldBe(3100);

    [Fact]
    public void A_lease_whose_time_is_over_has_none_left() => SecondsLeft(index: 15, idleSeconds: 5000).ShouldBe(0);

    [Theory]
    [InlineData(25, 3000, 360)] // the fourth file from here on to close is one too many, so 600 + 3000 bytes
    [InlineData(15, 3000, 260)]
    [InlineData(5, 3000, 160)]
    [InlineData(5, 2999, 60)]
    [InlineData(5, 1500, 60)] // beyond its bounds: it ends with the next look, at the latest with the next file
    public void A_growing_log_ends_a_lease_with_the_file_that_is_one_too_many(ulong index, long maxBytes, long seconds) =>
        SecondsLeft(index, idleSeconds: 0, bytesPerSecond: 10, maxBytes).ShouldBe(seconds);

    private static long SecondsLeft(ulong index, long idleSeconds, double bytesPerSecond = 0, long maxBytes = 1L << 40) =>
        (Log with { BytesPerSecond = bytesPerSecond }).SecondsLeft(
            new BinlogPin("replica", index, 0, Now - (idleSeconds * 1000), maxBytes, 3_600_000),
            Now
        );
}
