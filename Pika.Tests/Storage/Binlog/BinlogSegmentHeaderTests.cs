using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Pika.Storage;
using Pika.Storage.Binlog;

namespace Pika.Tests.Storage.Binlog;

public sealed class BinlogSegmentHeaderTests
{
    private static readonly BinlogSegmentHeader Header = new(7, 1001, 3, TestLog.NowMs);

    [Fact]
    public void What_is_written_is_read()
    {
        BinlogSegmentHeader.TryRead(Header.ToBytes(), 7, out var read).ShouldBeNull();
        read.ShouldBe(Header);
    }

    [Fact]
    public void Every_single_bit_flip_is_a_flaw()
    {
        var bytes = Header.ToBytes();
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            BinlogSegmentHeader.TryRead(bytes, 7, out _).ShouldNotBeNull($"bit {bit}");
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void A_renamed_file_a_short_one_and_a_newer_version_are_told_apart()
    {
        BinlogSegmentHeader.TryRead(Header.ToBytes(), 8, out _)!.ShouldContain("segment 7");
        BinlogSegmentHeader.TryRead(Header.ToBytes().AsSpan(0, 63), 7, out _)!.ShouldContain("63 of 64");
        var newer = Header.ToBytes();
        newer[8] = 2;
        BinaryPrimitives.WriteUInt32LittleEndian(newer.AsSpan(60), Crc32C.Append(0, newer.AsSpan(0, 60)));
        BinlogSegmentHeader.TryRead(newer, 7, out _)!.ShouldContain("version 2");
    }

    /// <summary>
    /// Golden/write2file0 was written by version 1 and stands for every log in the field: if this test fails, the format has changed, and
    /// logs that exist can no longer be read.
    /// </summary>
    [Fact]
    public void The_bytes_of_a_segment_are_those_of_the_golden_file()
    {
        var golden = Golden();
        var files = new MemoryFileSystem();
        using (var writer = BinlogWriter.Open(TestLog.Recover(files).Directory, 1 << 20, new FixedClock()))
        {
            writer.Append(TestLog.Record(1, 0, epoch: 1, database: 0));
            writer.Append(TestLog.Record(2, 20, epoch: 1, database: 15));
            writer.Append(TestLog.Record(3, 300, epoch: 9, database: BinlogFormat.NoDatabase));
        }
        Convert.ToHexString(files[TestLog.PathOf(0)]).ShouldBe(Convert.ToHexString(golden));

        var old = new MemoryFileSystem { [TestLog.PathOf(0)] = golden };
        TestLog.ReadAll(old).Indexes.ShouldBe([1, 2, 3]);
        TestLog.Recover(old).Last.ShouldBe(new LogIndex(9, 3));
    }

    private static byte[] Golden([CallerFilePath] string here = "") =>
        File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(here)!, "Golden", "write2file0"));

    private sealed class FixedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(TestLog.NowMs);
    }
}
