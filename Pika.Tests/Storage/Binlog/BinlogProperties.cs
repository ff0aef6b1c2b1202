using FsCheck;
using FsCheck.Fluent;
using Pika.Storage.Binlog;
using Pika.Storage.Files;

namespace Pika.Tests.Storage.Binlog;

/// <summary>What must hold for every log and every accident: a prefix or an error, never a silent loss, never a made-up record.</summary>
public sealed class BinlogProperties
{
    private static readonly Gen<int[]> Sizes = Gen.Choose(0, 400).ArrayOf(12);

    [Fact]
    public void Any_cut_of_the_last_segment_yields_a_prefix_of_the_records() =>
        Prop.ForAll(
                Sizes.Zip(Gen.Choose(0, int.MaxValue)).ToArbitrary(),
                input =>
                {
                    var (sizes, random) = input;
                    var (files, last, ends) = WrittenWith(sizes);
                    var bytes = files[TestLog.PathOf(last)];
                    var cut = random % (bytes.Length + 1);
                    files[TestLog.PathOf(last)] = bytes[..cut];
                    var whole = ends.Count(e => e.Segment < last || (e.Segment == last && e.Offset <= cut));

                    var replayed = new List<string>();
                    TestLog.Recover(files, default, replayed).Last.Index.ShouldBe((ulong)whole);
                    replayed.ShouldBe(Enumerable.Range(1, whole).Select(i => Hex(i, sizes)));

                    using var writer = TestLog.Open(files, 2048);
                    writer.Append(TestLog.Record((ulong)whole + 1));
                    TestLog.ReadAll(files).Indexes.ShouldBe(TestLog.Range(1, whole + 1));
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Any_bit_flip_before_the_last_record_is_reported_and_nothing_is_touched() =>
        Prop.ForAll(
                Sizes.Zip(Gen.Choose(0, int.MaxValue)).ToArbitrary(),
                input =>
                {
                    var (sizes, random) = input;
                    var (files, last, ends) = WrittenWith(sizes);
                    var tail = ends[^2].Segment == last ? ends[^2].Offset : BinlogFormat.SegmentHeaderSize;
                    var (segment, offset) = Place(files, last, tail, random);
                    Flip(files, segment, offset, random);
                    var before = files.Contents();

                    var error = Should.Throw<BinlogException>(() => TestLog.Recover(files));
                    error.Fault.ShouldBe(BinlogFault.Damaged);
                    error.Message.ShouldContain(TestLog.PathOf(segment));
                    files.Contents().ShouldBe(before, ignoreOrder: true);
                    var (indexes, end, damage) = TestLog.ReadAll(files);
                    end.ShouldBe(BinlogReadStatus.Corrupt);
                    indexes.ShouldBe(TestLog.Range(1, ends.Count(e => IsBefore(e, damage!))));
                    damage!.File.ShouldBe(TestLog.PathOf(segment));
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void A_bit_flip_in_the_last_record_is_never_accepted() =>
        Prop.ForAll(
                Sizes.Zip(Gen.Choose(0, int.MaxValue)).ToArbitrary(),
                input =>
                {
                    var (sizes, random) = input;
                    var (files, last, ends) = WrittenWith(sizes);
                    var begin = ends[^2].Segment == last ? ends[^2].Offset : BinlogFormat.SegmentHeaderSize;
                    Flip(files, last, begin + (random % (ends[^1].Offset - begin)), random);
                    var (indexes, end, damage) = TestLog.ReadAll(files);
                    indexes.ShouldBe(TestLog.Range(1, sizes.Length - 1));
                    end.ShouldBe(BinlogReadStatus.Torn);
                    damage!.Offset.ShouldBe(begin);
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Garbage_ends_in_an_outcome_without_a_hang_and_in_bounded_memory() =>
        Prop.ForAll(
                Gen.Choose(0, 255).Select(i => (byte)i).ArrayOf().Resize(3000).Zip(Gen.Choose(0, 3)).ToArbitrary(),
                input =>
                {
                    var (garbage, kind) = input;
                    var files = kind == 0 ? new MemoryFileSystem() : TestLog.Written(kind);
                    var sound = kind == 0 ? [] : files[TestLog.PathOf(0)];
                    files[TestLog.PathOf(0)] = [.. sound, .. garbage];
                    var before = GC.GetAllocatedBytesForCurrentThread();
                    var (indexes, end, _) = TestLog.ReadAll(files);
                    (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(5 * FileWindow.ChunkBytes);
                    indexes.ShouldBe(TestLog.Range(1, kind));
                    end.ShouldBeOneOf(
                        BinlogReadStatus.Torn,
                        BinlogReadStatus.Corrupt,
                        garbage.Length == 0 ? BinlogReadStatus.End : BinlogReadStatus.Torn
                    );
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Whatever_the_disk_refuses_the_log_holds_exactly_the_accepted_records() =>
        Prop.ForAll(
                Gen.Choose(0, 9).Zip(Gen.Choose(0, 900)).ArrayOf(60).ToArbitrary(),
                steps =>
                {
                    var files = new MemoryFileSystem();
                    var accepted = new List<string>();
                    var writer = TestLog.Open(files, 1024);
                    foreach (var (action, size) in steps)
                    {
                        files.Room = action == 0 ? size / 3 : long.MaxValue;
                        files.TruncateFails = action == 0 && size % 2 == 0;
                        if (action == 1)
                        {
                            writer.Dispose();
                            writer = TestLog.Open(files, 1024);
                        }
                        else if (action == 2)
                        {
                            writer.Sync();
                        }
                        TryAppend(writer, TestLog.Record((ulong)accepted.Count + 1, size), accepted);
                        writer.Position.Last.Index.ShouldBe((ulong)accepted.Count);
                    }
                    files.TruncateFails = false;
                    var replayed = new List<string>();
                    TestLog.Recover(files, default, replayed);
                    replayed.ShouldBe(accepted);
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void After_a_power_cut_the_log_holds_at_least_what_was_synced_and_nothing_else_than_a_prefix() =>
        Prop.ForAll(
                Gen.Choose(0, 9).Zip(Gen.Choose(0, 900)).ArrayOf(40).Zip(Gen.Choose(0, int.MaxValue)).ToArbitrary(),
                input =>
                {
                    var (steps, seed) = input;
                    var files = new MemoryFileSystem();
                    var appended = new List<string>();
                    using var writer = TestLog.Open(files, 1024);
                    foreach (var (action, size) in steps)
                    {
                        var record = TestLog.Record((ulong)appended.Count + 1, size);
                        writer.Append(record);
                        appended.Add(Convert.ToHexString(record));
                        if (action == 0)
                        {
                            writer.Sync();
                        }
                    }
                    var replayed = new List<string>();
                    TestLog.Recover(files.AfterPowerCut(new Random(seed)), default, replayed);
                    replayed.ShouldBe(appended.Take(replayed.Count));
                    ((ulong)replayed.Count).ShouldBeGreaterThanOrEqualTo(writer.Durable.Last.Index);
                }
            )
            .QuickCheckThrowOnFailure();

    private static void TryAppend(BinlogWriter writer, byte[] record, List<string> accepted)
    {
        try
        {
            writer.Append(record);
            accepted.Add(Convert.ToHexString(record));
        }
        catch (IOException e) when (e is DiskFullException || e.Message.Contains("cannot be cut", StringComparison.Ordinal))
        {
            // Refused: the record must not be in the log.
        }
    }

    private static (MemoryFileSystem Files, long Last, List<BinlogPosition> Ends) WrittenWith(int[] sizes)
    {
        var files = new MemoryFileSystem();
        using var writer = TestLog.Open(files, 1500);
        var ends = new List<BinlogPosition>();
        for (var i = 0; i < sizes.Length; i++)
        {
            writer.Append(TestLog.Record((ulong)i + 1, sizes[i]));
            ends.Add(writer.Position);
        }
        return (files, writer.Position.Segment, ends);
    }

    /// <summary>Picks a byte of any segment, in the last one only before <paramref name="tail"/>.</summary>
    private static (long Segment, long Offset) Place(MemoryFileSystem files, long last, long tail, int random)
    {
        var segment = random % (last + 1);
        var bytes = segment == last ? tail : files[TestLog.PathOf(segment)].Length;
        return (segment, random / 7 % bytes);
    }

    private static void Flip(MemoryFileSystem files, long segment, long offset, int random)
    {
        var bytes = files[TestLog.PathOf(segment)];
        bytes[offset] ^= (byte)(1 << (random % 8));
        files[TestLog.PathOf(segment)] = bytes;
    }

    private static bool IsBefore(BinlogPosition end, BinlogDamage damage)
    {
        BinlogFormat.TryParseFileName(Path.GetFileName(damage.File), out var segment).ShouldBeTrue();
        return end.Segment < segment || (end.Segment == segment && end.Offset <= damage.Offset);
    }

    private static string Hex(int index, int[] sizes) => Convert.ToHexString(TestLog.Record((ulong)index, sizes[index - 1]));
}
