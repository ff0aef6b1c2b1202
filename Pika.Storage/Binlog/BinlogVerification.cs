using Pika.Storage.Files;
using Pika.Storage.Store;

namespace Pika.Storage.Binlog;

/// <summary>One look over the segments of a directory, written down line by line.</summary>
internal sealed class BinlogVerification(IFileSystem files, string path, TextWriter output)
{
    private long _records;
    private long _bytes;
    private LogIndex _last;
    private BinlogDamage? _firstDamage;

    /// <summary>One line for each segment, by headers; the last one is read.</summary>
    public int List()
    {
        if (Segments() is not { } segments)
        {
            return NothingThere();
        }
        output.WriteLine($"{"file", -18} {"first", 14} {"last", 14} {"bytes", 14}  created");
        for (var i = 0; i < segments.Count; i++)
        {
            var info = segments[i].Info;
            var last = i < segments.Count - 1 ? info.LastIndex : ReadSegment(info.Segment).Last;
            var name = BinlogFormat.FileName(info.Segment);
            var shown = last < info.FirstIndex ? "-" : $"{last}";
            output.WriteLine($"{name, -18} {info.FirstIndex, 14} {shown, 14} {info.Bytes, 14}  {BinlogTools.Time(info.CreatedMs)}");
        }
        output.WriteLine($"{segments.Count} segments, {segments.Sum(static s => s.Info.Bytes)} bytes");
        return Conclude();
    }

    /// <summary>Reads every record of every segment, behind damage too, so that its extent shows.</summary>
    public int Verify()
    {
        var numbers = BinlogDirectory.ListSegments(files, path);
        if (numbers.Count == 0)
        {
            return NothingThere();
        }
        // What should follow the segment before; null when that one did not tell.
        (long Segment, ulong Index)? follows = null;
        foreach (var number in numbers)
        {
            if (number > numbers[0] && !numbers.Contains(number - 1))
            {
                Note(new BinlogDamage(BinlogDirectory.PathOf(path, number - 1), 0, "the file is missing, its neighbours are not"));
                output.WriteLine($"{BinlogFormat.FileName(number - 1), -18} MISSING");
            }
            follows = VerifySegment(number, follows);
        }
        output.WriteLine($"{_records} sound records, {_bytes} bytes, the last one is {_last}");
        return Conclude();
    }

    private (long Segment, ulong Index)? VerifySegment(long number, (long Segment, ulong Index)? follows)
    {
        var part = ReadSegment(number);
        if (part.First > 0 && follows is { } f && f.Segment == number && f.Index != part.First)
        {
            var reason = $"it begins with index {part.First}, where {f.Index} should follow";
            Note(new BinlogDamage(BinlogDirectory.PathOf(path, number), 0, reason));
        }
        var outcome = part.End switch
        {
            BinlogReadStatus.End => "sound",
            BinlogReadStatus.Torn =>
                "sound up to an unfinished write at its end, which the next start cuts off unless it is being written now",
            BinlogReadStatus.Gone => "gone: purged just now",
            _ => $"DAMAGED at offset {part.Stopped}; not read from there on",
        };
        var indexes = part.Records == 0 ? "no records" : $"{part.First}..{part.Last}";
        output.WriteLine($"{BinlogFormat.FileName(number), -18} {indexes}: {outcome}");
        return part.End == BinlogReadStatus.End ? (number + 1, part.Last + 1) : null;
    }

    private List<SegmentState>? Segments()
    {
        var inventory = SegmentInventory.Read(files, path);
        if (inventory.Segments.Count == 0)
        {
            return null;
        }
        if (inventory.Unborn is { } unborn)
        {
            output.WriteLine($"unfinished: {unborn}; the next start removes it unless it is being created now");
        }
        return [.. inventory.Segments];
    }

    private SegmentPart ReadSegment(long segment)
    {
        using var reader = new BinlogReader(files, path, segment, static _ => null) { StaysInSegment = true };
        var records = 0L;
        BinlogReadStatus status;
        while ((status = reader.Next()) == BinlogReadStatus.Record)
        {
            var record = reader.Record;
            if (FindBatchFlaw(record) is { } flaw)
            {
                Note(new BinlogDamage(BinlogDirectory.PathOf(path, segment), reader.RecordOffset, flaw));
                return Part(BinlogReadStatus.Corrupt, reader.RecordOffset, record.Index);
            }
            records++;
            _records++;
            _bytes += record.Bytes.Length;
            _last = record.Position;
        }
        if (status == BinlogReadStatus.Corrupt)
        {
            Note(reader.Damage!);
        }
        return Part(status, reader.Offset, reader.Expected);

        SegmentPart Part(BinlogReadStatus end, long stopped, ulong expected) =>
            expected == 0
                ? new SegmentPart(0, 0, 0, end, stopped)
                : new SegmentPart(records, expected - (ulong)records, expected - 1, end, stopped);
    }

    private int NothingThere()
    {
        output.WriteLine($"no binlog files in '{path}'");
        return BinlogTools.Unusable;
    }

    private static string? FindBatchFlaw(BinlogRecordView record)
    {
        try
        {
            WriteBatchReader.Validate(record.Batch);
            return null;
        }
        catch (StoreException e)
        {
            return e.Message;
        }
    }

    private void Note(BinlogDamage damage) => _firstDamage ??= damage;

    private int Conclude()
    {
        if (_firstDamage is null)
        {
            return BinlogTools.Sound;
        }
        output.WriteLine($"damaged: {_firstDamage}");
        return BinlogTools.Damaged;
    }

    /// <summary>What was read of one segment; <c>First</c> is 0 when its header could not be read.</summary>
    private readonly record struct SegmentPart(long Records, ulong First, ulong Last, BinlogReadStatus End, long Stopped);
}
