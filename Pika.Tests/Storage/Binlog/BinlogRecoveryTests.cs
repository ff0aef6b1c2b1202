using Pika.Storage.Binlog;

namespace Pika.Tests.Storage.Binlog;

public sealed class BinlogRecoveryTests
{
    [Fact]
    public void An_empty_directory_is_a_log_that_begins_with_1()
    {
        var report = TestLog.Recover(new MemoryFileSystem());
        report.Last.ShouldBe(LogIndex.None);
        report.Cut.ShouldBeNull();
        report.Directory.FirstIndex.ShouldBe(1ul);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(37)]
    [InlineData(99)]
    [InlineData(100)]
    public void Replays_each_record_after_the_applied_one_exactly_once(int applied)
    {
        var files = TestLog.Written(100, segmentBytes: 1024);
        var replayed = new List<string>();
        var report = TestLog.Recover(files, applied == 0 ? default : new LogIndex(1, (ulong)applied), replayed);

        replayed.ShouldBe(Enumerable.Range(applied + 1, 100 - applied).Select(i => Convert.ToHexString(TestLog.Record((ulong)i))));
        report.Replayed.ShouldBe(100 - applied);
        report.Last.ShouldBe(new LogIndex(1, 100));
    }

    [Fact]
    public void Older_segments_are_not_read()
    {
        var files = TestLog.Written(100, segmentBytes: 1024);
        var bytes = files[TestLog.PathOf(0)];
        bytes[200] ^= 1;
        files[TestLog.PathOf(0)] = bytes;
        var report = TestLog.Recover(files, new LogIndex(1, 90));
        report.Replayed.ShouldBe(10);
        report.Directory.Segments[0].LastIndex.ShouldBe(report.Directory.Segments[1].FirstIndex - 1);
    }

    [Fact]
    public void A_torn_tail_is_cut_and_the_log_goes_on_behind_it()
    {
        var files = TestLog.Written(10);
        var sound = files[TestLog.PathOf(0)];
        files.OpenAppend(TestLog.PathOf(0)).Append(TestLog.Record(11).AsSpan(0, 70));

        var report = TestLog.Recover(files);
        report.Cut!.Bytes.ShouldBe(70);
        report.Cut.Damage.Offset.ShouldBe(sound.Length);
        report.Last.Index.ShouldBe(10ul);
        files[TestLog.PathOf(0)].ShouldBe(sound);

        using var writer = BinlogWriter.Open(report.Directory, 1 << 20, TimeProvider.System);
        writer.Append(TestLog.Record(11));
        TestLog.ReadAll(files).Indexes.ShouldBe(TestLog.Range(1, 11));
    }

    [Fact]
    public void A_tail_of_zeros_is_torn()
    {
        var files = TestLog.Written(10);
        files.OpenAppend(TestLog.PathOf(0)).Append(new byte[8192]);
        TestLog.Recover(files).Cut!.Bytes.ShouldBe(8192);
    }

    [Fact]
    public void A_segment_whose_header_was_never_finished_is_removed()
    {
        var files = TestLog.Written(100, segmentBytes: 1024);
        var last = TestLog.Recover(files).Directory.Segments[^1].Segment;
        files[TestLog.PathOf(last + 1)] = new byte[30];

        var report = TestLog.Recover(files, new LogIndex(1, 95));
        report.Cut!.Damage.File.ShouldBe(TestLog.PathOf(last + 1));
        files.FileExists(TestLog.PathOf(last + 1)).ShouldBeFalse();
        report.Last.Index.ShouldBe(100ul);
        report.Replayed.ShouldBe(5);
    }

    [Fact]
    public void An_unfinished_first_segment_is_an_empty_log()
    {
        var files = new MemoryFileSystem { [TestLog.PathOf(0)] = [] };
        TestLog.Recover(files).Last.ShouldBe(LogIndex.None);
        using var writer = TestLog.Open(files);
        writer.Append(TestLog.Record(1));
        TestLog.ReadAll(files).Indexes.ShouldBe([1]);
    }

    [Fact]
    public void Damage_before_the_tail_names_file_and_offset_and_changes_nothing()
    {
        var files = TestLog.Written(10);
        var bytes = files[TestLog.PathOf(0)];
        var size = TestLog.Record(1).Length;
        bytes[64 + (3 * size) + 80] ^= 0x10;
        files[TestLog.PathOf(0)] = bytes;

        var error = ShouldRefuse(files, default, BinlogFault.Damaged);
        error.ShouldContain(TestLog.PathOf(0));
        error.ShouldContain($"offset {64 + (3 * size)}");
        error.ShouldContain("Nothing was changed");
        error.ShouldContain("pika binlog verify");
    }

    [Fact]
    public void A_bad_end_of_an_older_segment_is_damage_not_a_torn_tail()
    {
        var files = TestLog.Written(100, segmentBytes: 1024);
        files[TestLog.PathOf(2)] = files[TestLog.PathOf(2)][..^9];
        ShouldRefuse(files, new LogIndex(1, 10), BinlogFault.Damaged).ShouldContain(TestLog.PathOf(2));
    }

    [Fact]
    public void A_missing_segment_is_named()
    {
        var files = TestLog.Written(100, segmentBytes: 1024);
        files.Delete(TestLog.PathOf(3));
        ShouldRefuse(files, new LogIndex(1, 100), BinlogFault.Damaged).ShouldContain(TestLog.PathOf(3));
    }

    [Fact]
    public void A_damaged_header_of_an_older_segment_is_found()
    {
        var files = TestLog.Written(100, segmentBytes: 1024);
        var bytes = files[TestLog.PathOf(0)];
        bytes[50] ^= 1;
        files[TestLog.PathOf(0)] = bytes;
        ShouldRefuse(files, new LogIndex(1, 100), BinlogFault.Damaged).ShouldContain(TestLog.PathOf(0));
    }

    [Fact]
    public void A_store_ahead_of_the_log_is_refused_and_a_torn_tail_is_left_alone()
    {
        var files = TestLog.Written(10);
        files.OpenAppend(TestLog.PathOf(0)).Append(new byte[20]);
        ShouldRefuse(files, new LogIndex(1, 11), BinlogFault.AppliedBeyondEnd).ShouldContain("1:11");
        ShouldRefuse(new MemoryFileSystem(), new LogIndex(1, 1), BinlogFault.AppliedBeyondEnd);
    }

    [Fact]
    public void A_store_behind_the_first_record_is_refused()
    {
        var files = TestLog.Written(100, segmentBytes: 1024);
        var directory = TestLog.Recover(files).Directory;
        BinlogDirectory.DeleteFiles(files, TestLog.Directory, directory.Forget(1));
        var first = directory.FirstIndex;

        ShouldRefuse(files, new LogIndex(1, first - 2), BinlogFault.AppliedBeforeStart).ShouldContain($"begins with {first}");
        TestLog.Recover(files, new LogIndex(1, first - 1)).Replayed.ShouldBe((long)(101 - first));
    }

    [Fact]
    public void A_store_of_another_history_is_refused()
    {
        var files = TestLog.Written(10);
        ShouldRefuse(files, new LogIndex(2, 5), BinlogFault.OtherHistory);
    }

    [Fact]
    public void A_log_can_start_over_behind_the_store()
    {
        var files = TestLog.Written(100, segmentBytes: 1024);
        var last = TestLog.Recover(files).Directory.Segments[^1].Segment;
        BinlogRecovery.StartOver(files, TestLog.Directory, new LogIndex(4, 500), TimeProvider.System);

        files.List(TestLog.Directory).ShouldBe([BinlogFormat.FileName(last + 1)]);
        ShouldRefuse(files, new LogIndex(3, 500), BinlogFault.OtherHistory);
        using var writer = TestLog.Open(files, applied: new LogIndex(4, 500));
        writer.Append(TestLog.Record(501, epoch: 4));
        TestLog.Recover(files, new LogIndex(4, 500)).Replayed.ShouldBe(1);
    }

    private static string ShouldRefuse(MemoryFileSystem files, LogIndex applied, BinlogFault fault)
    {
        var before = files.Contents();
        var replayed = new List<string>();
        var error = Should.Throw<BinlogException>(() => TestLog.Recover(files, applied, replayed));
        error.Fault.ShouldBe(fault, error.Message);
        files.Contents().ShouldBe(before, ignoreOrder: true);
        replayed.ShouldBeEmpty();
        return error.Message;
    }
}
