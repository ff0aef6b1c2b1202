using Pika.Storage.Binlog;

namespace Pika.Tests.Storage.Binlog;

public sealed class BinlogToolsTests
{
    [Fact]
    public void List_shows_each_segment_with_its_first_and_last_index()
    {
        var files = TestLog.Written(30, segmentBytes: 1024);
        var (code, lines) = Run(o => BinlogTools.List(files, TestLog.Directory, o));
        code.ShouldBe(BinlogTools.Sound);
        var segments = TestLog.Recover(files).Directory.Segments;
        lines.Count.ShouldBe(segments.Count + 2);
        foreach (var (info, line) in segments.Zip(lines.Skip(1)))
        {
            Words(line).Take(4).ShouldBe([BinlogFormat.FileName(info.Segment), $"{info.FirstIndex}", $"{info.LastIndex}", $"{info.Bytes}"]);
        }
        lines[^1].ShouldBe($"{segments.Count} segments, {segments.Sum(s => s.Bytes)} bytes");
    }

    [Fact]
    public void Dump_shows_the_effects_without_the_applied_row()
    {
        var files = TestLog.Written(3, valueBytes: _ => 4);
        var (code, lines) = Run(o => BinlogTools.Dump(files, TestLog.Directory, new BinlogDumpOptions { From = 2, To = 2 }, o));
        code.ShouldBe(BinlogTools.Sound);
        lines.ShouldBe([
            "1:2 2023-11-14T22:13:20.002Z db0 rows=1 bytes=95 write2file0@159",
            """    put data "\x02\x00\x00\x00\x00\x00\x00\x00" = 4 bytes "\x02\x09\x10\x17" """.TrimEnd(),
        ]);
    }

    [Fact]
    public void Dump_cuts_long_values_and_can_leave_rows_and_databases_out()
    {
        var files = TestLog.Written(3, valueBytes: _ => 1000);
        var short4 = Run(o => BinlogTools.Dump(files, TestLog.Directory, new BinlogDumpOptions { PreviewBytes = 4 }, o)).Lines;
        short4[1].ShouldBe("""    put data "\x01\x00\x00\x00"... = 1000 bytes "\x01\x08\x0f\x16"...""");
        Run(o => BinlogTools.Dump(files, TestLog.Directory, new BinlogDumpOptions { Rows = false }, o)).Lines.Count.ShouldBe(3);
        Run(o => BinlogTools.Dump(files, TestLog.Directory, new BinlogDumpOptions { Database = 1 }, o)).Lines.ShouldBeEmpty();
        Run(o => BinlogTools.Dump(files, TestLog.Directory, new BinlogDumpOptions { From = 99 }, o))
            .ShouldSatisfyAllConditions(r => r.Code.ShouldBe(0), r => r.Lines.ShouldBeEmpty());
    }

    [Fact]
    public void Verify_counts_and_says_sound()
    {
        var files = TestLog.Written(30, segmentBytes: 1024);
        var (code, lines) = Run(o => BinlogTools.Verify(files, TestLog.Directory, o));
        code.ShouldBe(BinlogTools.Sound);
        lines[^1].ShouldBe($"30 sound records, {30 * TestLog.Record(1).Length} bytes, the last one is 1:30");
        lines.SkipLast(1).ShouldAllBe(l => l.EndsWith(": sound"));
    }

    [Fact]
    public void Verify_names_the_first_damage_and_goes_on_behind_it()
    {
        var files = TestLog.Written(60, segmentBytes: 1024);
        Flip(files, 1, 300);
        Flip(files, 3, 300);
        var (code, lines) = Run(o => BinlogTools.Verify(files, TestLog.Directory, o));
        code.ShouldBe(BinlogTools.Damaged);
        lines.Count(l => l.Contains("DAMAGED")).ShouldBe(2);
        lines[^1].ShouldContain(TestLog.PathOf(1));
        lines[^2].ShouldContain("the last one is 1:60");
    }

    [Fact]
    public void Verify_takes_an_unfinished_tail_for_what_it_may_be()
    {
        var files = TestLog.Written(5);
        files.OpenAppend(TestLog.PathOf(0)).Append(new byte[13]);
        var before = files.Contents();
        var (code, lines) = Run(o => BinlogTools.Verify(files, TestLog.Directory, o));
        code.ShouldBe(BinlogTools.Sound);
        lines[0].ShouldContain("unfinished write");
        files.Contents().ShouldBe(before);
    }

    [Fact]
    public void A_missing_segment_a_damaged_header_and_an_empty_directory_have_their_exit_codes()
    {
        var missing = TestLog.Written(60, segmentBytes: 1024);
        missing.Delete(TestLog.PathOf(2));
        var damaged = TestLog.Written(60, segmentBytes: 1024);
        Flip(damaged, 2, 3);
        foreach (var files in new[] { missing, damaged })
        {
            var (code, lines) = Run(o => BinlogTools.Verify(files, TestLog.Directory, o));
            code.ShouldBe(BinlogTools.Damaged);
            lines[^1].ShouldContain(TestLog.PathOf(2));
            lines[^2].ShouldContain("the last one is 1:60", customMessage: "what lies behind is counted");
        }
        Run(o => BinlogTools.Verify(new MemoryFileSystem(), TestLog.Directory, o)).Code.ShouldBe(BinlogTools.Unusable);
        Run(o => BinlogTools.List(new MemoryFileSystem(), TestLog.Directory, o)).Code.ShouldBe(BinlogTools.Unusable);
        Run(o => BinlogTools.Dump(new MemoryFileSystem(), TestLog.Directory, new(), o)).Code.ShouldBe(BinlogTools.Unusable);
    }

    private static void Flip(MemoryFileSystem files, long segment, int offset)
    {
        var bytes = files[TestLog.PathOf(segment)];
        bytes[offset] ^= 1;
        files[TestLog.PathOf(segment)] = bytes;
    }

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static (int Code, List<string> Lines) Run(Func<TextWriter, int> tool)
    {
        using var output = new StringWriter();
        var code = tool(output);
        return (code, [.. output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)]);
    }
}
