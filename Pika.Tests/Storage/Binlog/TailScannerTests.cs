using System.Buffers.Binary;
using Pika.Storage.Binlog;

namespace Pika.Tests.Storage.Binlog;

public sealed class TailScannerTests
{
    private const string Path = "/scanned";

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(65_500)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(200_001)]
    public void Finds_a_sound_record_at_any_distance(int distance)
    {
        Finds([.. Noise(distance), .. TestLog.Record(8)]).ShouldBeTrue();
        Finds([.. Noise(distance), .. TestLog.Record(8), 1, 2, 3]).ShouldBeTrue();
    }

    [Fact]
    public void A_record_right_behind_something_that_only_looks_like_one_is_found()
    {
        for (var gap = 1; gap < 40; gap++)
        {
            // A header that looks right, and the real record begins inside what it claims as its own.
            var decoy = TestLog.Record(8).AsSpan(0, 32 + gap).ToArray();
            Finds([.. decoy, .. TestLog.Record(8)]).ShouldBeTrue($"gap {gap}");
        }
    }

    [Fact]
    public void Noise_older_records_and_halves_are_not_what_follows()
    {
        Finds(Noise(300_000)).ShouldBeFalse();
        Finds([]).ShouldBeFalse();
        Finds(TestLog.Record(8)[..^1]).ShouldBeFalse();
        Finds(TestLog.Record(6)).ShouldBeFalse("index 6 cannot follow where 7 is expected");
        Finds(TestLog.Record(7, epoch: 0)).ShouldBeFalse("the epoch would fall");
        Finds(TestLog.Record(7_000_000)).ShouldBeFalse("so many records do not fit in between");
    }

    [Fact]
    public void A_field_of_decoys_ends_the_search_on_the_safe_side()
    {
        var decoys = new byte[1 << 20];
        for (var at = 0; at + 32 < decoys.Length / 2; at += 32)
        {
            TestLog.Record(8).AsSpan(0, 32).CopyTo(decoys.AsSpan(at));
            BinaryPrimitives.WriteUInt32LittleEndian(decoys.AsSpan(at), (uint)decoys.Length / 2 - 64);
        }
        Finds(decoys).ShouldBeTrue("the time is bounded, and the answer does not cut anything");
    }

    private static bool Finds(byte[] bytes)
    {
        var files = new MemoryFileSystem { [Path] = bytes };
        return TailScanner.FindsRecord(files.OpenRead(Path), 0, bytes.Length, new LogIndex(1, 7));
    }

    private static byte[] Noise(int count)
    {
        var noise = new byte[count];
        new Random(4711).NextBytes(noise);
        return noise;
    }
}
