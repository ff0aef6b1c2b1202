using Pika.Storage.Binlog;
using Pika.Storage.Files;
using Pika.Tests.Support;

namespace Pika.Tests.Storage.Binlog;

public sealed class BinlogDirectoryTests
{
    [Fact]
    public void Forgets_from_the_low_end_and_never_the_current_segment()
    {
        var files = TestLog.Written(100, segmentBytes: 1024);
        var directory = TestLog.Recover(files).Directory;
        var all = directory.Segments.Select(s => s.Segment).ToList();
        directory.Forget(-1).ShouldBeEmpty();
        directory.Forget(1).ShouldBe([0, 1]);
        directory.Forget(1).ShouldBeEmpty();
        directory.Forget(long.MaxValue).ShouldBe(all.Skip(2).SkipLast(1));
        directory.Segments.ShouldHaveSingleItem().Segment.ShouldBe(all[^1]);
    }

    [Fact]
    public void Finds_a_segment_as_long_as_it_is_not_forgotten()
    {
        var directory = TestLog.Recover(TestLog.Written(100, segmentBytes: 1024)).Directory;
        directory.Find(1).ShouldBe(directory.Segments[1]);
        directory.Forget(1);
        directory.Find(1).ShouldBeNull();
        directory.Find(1000).ShouldBeNull();
    }

    [Fact]
    public void Counts_the_bytes_from_a_record_to_the_end()
    {
        var files = new MemoryFileSystem();
        using var writer = TestLog.Open(files, segmentBytes: 1 << 20);
        var sizes = new List<long>();
        for (var i = 1ul; i <= 400; i++)
        {
            var record = TestLog.Record(i, valueBytes: 10_000);
            sizes.Add(record.Length);
            writer.Append(record);
        }
        writer.Directory.Segments.Count.ShouldBeGreaterThan(3);
        foreach (var index in new[] { 1, 2, 57, 104, 105, 106, 399, 400 })
        {
            var exact = sizes.Skip(index - 1).Sum();
            writer.Directory.BytesFrom((ulong)index).ShouldBeInRange(exact, exact + SparseIndex.StepBytes + sizes[0], $"from {index}");
        }
        writer.Directory.BytesFrom(401).ShouldBe(0);
    }

    [Fact]
    public void A_purged_log_is_recovered_from_where_it_begins_now()
    {
        var files = TestLog.Written(100, segmentBytes: 1024);
        var directory = TestLog.Recover(files).Directory;
        BinlogDirectory.DeleteFiles(files, TestLog.Directory, directory.Forget(2));
        var recovered = TestLog.Recover(files, new LogIndex(1, 80)).Directory;
        recovered.FirstIndex.ShouldBe(directory.FirstIndex);
        Known(recovered).ShouldBe(Known(directory), "what headers tell is what was known");
    }

    [Fact]
    public void Works_on_the_real_disk_with_a_reader_beside_the_writer()
    {
        using var temporary = new TemporaryDirectory();
        var path = Path.Combine(temporary.Path, "log");
        var disk = DiskFileSystem.Instance;
        var directory = BinlogRecovery.Recover(disk, path, default, _ => { }).Directory;
        using (var writer = BinlogWriter.Open(directory, 20_000, TimeProvider.System))
        using (var reader = directory.OpenReader(1)!)
        {
            for (var i = 1ul; i <= 500; i++)
            {
                writer.Append(TestLog.Record(i, 300));
                reader.Next(writer.Position).ShouldBe(BinlogReadStatus.Record);
                reader.Record.Index.ShouldBe(i);
            }
            writer.Sync();
            BinlogDirectory.DeleteFiles(disk, path, directory.Forget(1));
        }
        using (var torn = disk.OpenAppend(directory.PathOf(directory.Segments[^1].Segment)))
        {
            torn.Append(new byte[100]);
        }
        var replayed = 0;
        var report = BinlogRecovery.Recover(disk, path, new LogIndex(1, 400), _ => replayed++);
        replayed.ShouldBe(100);
        report.Cut!.Bytes.ShouldBe(100);
        using var output = new StringWriter();
        BinlogTools.Verify(disk, path, output).ShouldBe(BinlogTools.Sound, output.ToString());
    }

    /// <summary>All but the time of the last record, which a header does not tell.</summary>
    private static IEnumerable<BinlogSegmentInfo> Known(BinlogDirectory directory) =>
        directory.Segments.Select(s => s with { LastRecordMs = 0 });
}
