using Pika.Storage.Binlog;
using Pika.Storage.Files;

namespace Pika.Tests.Storage.Binlog;

public sealed class DivergentTailTests
{
    private readonly MemoryFileSystem _disk = TestLog.Written(20, segmentBytes: 1024);

    [Fact]
    public void The_file_has_the_records_as_they_stand_and_the_tools_of_the_log_read_it()
    {
        var path = Save(7);

        path.ShouldBe("/data/divergent-1-7.binlog");
        DivergentTail.Find(_disk, "/data").ShouldBe(path);
        _disk.Rename(path!, TestLog.PathOf(0).Replace(TestLog.Directory, "/tail", StringComparison.Ordinal));
        using var reader = BinlogReader.OpenFiles(_disk, "/tail", 0);
        for (ulong index = 7; index <= 20; index++)
        {
            reader.Next().ShouldBe(BinlogReadStatus.Record);
            reader.Record.Bytes.SequenceEqual(TestLog.Record(index)).ShouldBeTrue();
        }

        reader.Next().ShouldBe(BinlogReadStatus.End);
        _disk.FileExists("/data/divergent-1-7.binlog.part").ShouldBeFalse();
    }

    [Fact]
    public void What_a_failed_attempt_has_left_does_no_harm()
    {
        _disk.Room = 200;
        Should.Throw<DiskFullException>(() => Save(7));
        DivergentTail.Find(_disk, "/data").ShouldBeNull();

        _disk.Room = long.MaxValue;
        var path = Save(7)!;
        Save(7).ShouldBe(path);
        _disk[path].Length.ShouldBe(BinlogFormat.SegmentHeaderSize + Enumerable.Range(7, 14).Sum(i => TestLog.Record((ulong)i).Length));
    }

    [Fact]
    public void Nothing_is_written_where_nothing_would_be_lost() => Save(21).ShouldBeNull();

    [Fact]
    public void The_file_of_the_youngest_epoch_is_found_among_others()
    {
        foreach (
            var name in (string[])
                ["divergent-2-9.binlog", "divergent-10-3.binlog", "divergent-x-3.binlog", "divergent-11-3.binlog.part", "role"]
        )
            _disk.OpenAppend("/data/" + name).Dispose();

        DivergentTail.Find(_disk, "/data").ShouldBe("/data/divergent-10-3.binlog");
    }

    private string? Save(ulong from)
    {
        using var log = TestLog.Open(_disk);
        return DivergentTail.Save(log.Directory, log.Position, from, "/data");
    }
}
