using Pika.Storage.Binlog;

namespace Pika.Tests.Storage.Binlog;

public sealed class BinlogReaderTests
{
    [Fact]
    public void Reads_over_segments_and_records_larger_than_its_buffer()
    {
        var files = TestLog.Written(40, segmentBytes: 300_000, i => i % 5 == 0 ? 700_000 : 10_000);
        using var reader = BinlogReader.OpenFiles(files, TestLog.Directory, 0);
        for (var i = 1; i <= 40; i++)
        {
            reader.Next().ShouldBe(BinlogReadStatus.Record);
            reader.Record.Bytes.SequenceEqual(TestLog.Record((ulong)i, i % 5 == 0 ? 700_000 : 10_000)).ShouldBeTrue($"record {i}");
        }
        reader.Next().ShouldBe(BinlogReadStatus.End);
    }

    [Fact]
    public void Follows_a_growing_log_up_to_the_writers_position()
    {
        var files = new MemoryFileSystem();
        var directory = TestLog.Recover(files).Directory;
        using var writer = BinlogWriter.Open(directory, 1024, TimeProvider.System);
        using var reader = directory.OpenReader(1)!;
        reader.Next(writer.Position).ShouldBe(BinlogReadStatus.End);
        for (var i = 1ul; i <= 200; i++)
        {
            writer.Append(TestLog.Record(i, 100));
            if (i % 3 == 0)
            {
                for (var expected = i - 2; expected <= i; expected++)
                {
                    reader.Next(writer.Position).ShouldBe(BinlogReadStatus.Record);
                    reader.Record.Index.ShouldBe(expected);
                }
                reader.Next(writer.Position).ShouldBe(BinlogReadStatus.End);
            }
        }
    }

    [Fact]
    public void Does_not_look_behind_the_limit()
    {
        var files = new MemoryFileSystem();
        var directory = TestLog.Recover(files).Directory;
        using var writer = BinlogWriter.Open(directory, 1 << 20, TimeProvider.System);
        using var reader = directory.OpenReader(1)!;
        writer.Append(TestLog.Record(1));
        var limit = writer.Position;

        // The remains of a write that failed, then another record in their place.
        files.OpenAppend(TestLog.PathOf(0)).Append(TestLog.Record(2, 77).AsSpan(0, 90));
        reader.Next(limit).ShouldBe(BinlogReadStatus.Record);
        reader.Next(limit).ShouldBe(BinlogReadStatus.End);
        files.OpenAppend(TestLog.PathOf(0)).Truncate(limit.Offset);
        writer.Append(TestLog.Record(2, 5));
        reader.Next(writer.Position).ShouldBe(BinlogReadStatus.Record);
        reader.Record.Bytes.SequenceEqual(TestLog.Record(2, 5)).ShouldBeTrue();
    }

    [Fact]
    public void A_torn_tail_can_become_a_record()
    {
        var files = TestLog.Written(2);
        using var reader = BinlogReader.OpenFiles(files, TestLog.Directory, 0);
        var third = TestLog.Record(3);
        var file = files.OpenAppend(TestLog.PathOf(0));
        file.Append(third.AsSpan(0, 50));
        reader.Next().ShouldBe(BinlogReadStatus.Record);
        reader.Next().ShouldBe(BinlogReadStatus.Record);
        reader.Next().ShouldBe(BinlogReadStatus.Torn);
        reader.Damage!.Offset.ShouldBe(file.Length - 50);
        file.Append(third.AsSpan(50));
        reader.Next().ShouldBe(BinlogReadStatus.Record);
        reader.Record.Index.ShouldBe(3ul);
        reader.Next().ShouldBe(BinlogReadStatus.End);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1777)]
    [InlineData(3999)]
    [InlineData(4000)]
    public void Finds_any_record_by_its_index(int index)
    {
        var files = TestLog.Written(4000, segmentBytes: 400_000, _ => 500);
        var directory = TestLog.Recover(files, new LogIndex(1, 4000)).Directory;
        directory.Segments.Count.ShouldBeGreaterThan(4);
        for (var round = 0; round < 2; round++)
        {
            using var reader = directory.OpenReader((ulong)index)!;
            reader.Next().ShouldBe(BinlogReadStatus.Record);
            reader.Record.Index.ShouldBe((ulong)index);
        }
    }

    [Fact]
    public void Opens_only_where_the_log_has_records_or_will_have_the_next()
    {
        var files = TestLog.Written(100, segmentBytes: 1024);
        var directory = TestLog.Recover(files).Directory;
        directory.OpenReader(0).ShouldBeNull();
        directory.OpenReader(102).ShouldBeNull();
        using var next = directory.OpenReader(101)!;
        next.Next().ShouldBe(BinlogReadStatus.End);

        BinlogDirectory.DeleteFiles(files, TestLog.Directory, directory.Forget(0));
        directory.FirstIndex.ShouldBeGreaterThan(1ul);
        directory.OpenReader(directory.FirstIndex - 1).ShouldBeNull();
        directory.OpenReader(directory.FirstIndex)!.Next().ShouldBe(BinlogReadStatus.Record);
    }

    [Fact]
    public void A_segment_that_was_purged_under_the_reader_is_gone()
    {
        var files = TestLog.Written(100, segmentBytes: 1024);
        using var reader = BinlogReader.OpenFiles(files, TestLog.Directory, 0);
        files.Delete(TestLog.PathOf(0));
        reader.Next().ShouldBe(BinlogReadStatus.Gone);
    }

    [Fact]
    public void A_gap_in_the_indexes_is_corruption_even_at_the_tail()
    {
        var files = TestLog.Written(2);
        var file = files.OpenAppend(TestLog.PathOf(0));
        var at = file.Length;
        file.Append(TestLog.Record(4));
        var (indexes, end, damage) = TestLog.ReadAll(files);
        indexes.ShouldBe([1, 2]);
        end.ShouldBe(BinlogReadStatus.Corrupt);
        damage!.Offset.ShouldBe(at);
        damage.Reason.ShouldContain("1:4");
    }

    [Fact]
    public void An_epoch_that_falls_is_corruption()
    {
        var files = new MemoryFileSystem();
        using (var writer = TestLog.Open(files))
        {
            writer.Append(TestLog.Record(1, epoch: 5));
        }
        files.OpenAppend(TestLog.PathOf(0)).Append(TestLog.Record(2, epoch: 4));
        TestLog.ReadAll(files).End.ShouldBe(BinlogReadStatus.Corrupt);
    }

    [Fact]
    public void A_segment_of_another_log_in_the_row_is_corruption()
    {
        var files = TestLog.Written(100, segmentBytes: 1024);
        files[TestLog.PathOf(1)] = TestLog.Written(40, segmentBytes: 2048)[TestLog.PathOf(1)];
        var (_, end, damage) = TestLog.ReadAll(files);
        end.ShouldBe(BinlogReadStatus.Corrupt);
        damage!.File.ShouldBe(TestLog.PathOf(1));
        damage.Offset.ShouldBe(0);
    }
}
