using System.Buffers.Binary;
using Pika.Storage;
using Pika.Storage.Binlog;
using Pika.Tests.Storage.Binlog;

namespace Pika.Tests.Fuzzing.Targets;

/// <summary>A segment of the log on a damaged disk: read, verified, shown, and recovered.</summary>
internal sealed class BinlogTarget : FuzzTarget
{
    private const int CrcAt = 60;

    public override IReadOnlyList<byte[]> Seeds { get; } =
    [TestLog.Written(20)[TestLog.PathOf(0)], TestLog.Written(3, valueBytes: static i => 300 * i)[TestLog.PathOf(0)]];

    /// <summary>The file is copied, and read several times by readers with a buffer each.</summary>
    public override long MayAllocate(int length) => (8 << 20) + (256L * length);

    public override byte[] Reseal(byte[] input)
    {
        if (input.Length >= BinlogFormat.SegmentHeaderSize)
        {
            var header = input.AsSpan(0, BinlogFormat.SegmentHeaderSize);
            BinaryPrimitives.WriteUInt32LittleEndian(header[CrcAt..], Crc32C.Append(0, header[..CrcAt]));
            RecordSeals.Reseal(input.AsSpan(BinlogFormat.SegmentHeaderSize), new LogIndex(1, 0), places: input.Length % 2 == 0);
        }

        return input;
    }

    public override string Run(byte[] input, Pieces pieces)
    {
        var files = new MemoryFileSystem { [TestLog.PathOf(0)] = input };
        BinlogTools.Verify(files, TestLog.Directory, TextWriter.Null);
        BinlogTools.List(files, TestLog.Directory, TextWriter.Null);
        BinlogTools.Dump(files, TestLog.Directory, new BinlogDumpOptions(), TextWriter.Null);
        var (found, status, _) = TestLog.ReadAll(files);
        string before = Text(files[TestLog.PathOf(0)]);
        BinlogRecoveryReport report;
        try
        {
            report = TestLog.Recover(files);
        }
        catch (BinlogException damaged)
        {
            Text(files[TestLog.PathOf(0)]).ShouldBe(before, "what is damaged is left as it is");
            return Refused + damaged.Message;
        }

        // Whatever was cut off, what is left is a log, with all that could be read of it.
        var replayed = new List<string>();
        var again = TestLog.Recover(files, replayed: replayed);
        again.Cut.ShouldBeNull();
        replayed.Count.ShouldBe(found.Count);
        status.ShouldBeOneOf(BinlogReadStatus.End, BinlogReadStatus.Torn, BinlogReadStatus.Gone);
        return $"{report.Cut} {found.Count}";
    }
}
