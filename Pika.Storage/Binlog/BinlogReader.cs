using Pika.Storage.Files;

namespace Pika.Storage.Binlog;

/// <summary>
/// Reads records in order, over segments, also while the log grows. Checks every record: checksum, applied row, index one above the last,
/// epoch never falling. Outcomes are values; only a failing disk throws (<see cref="IOException"/>). One user at a time.
/// </summary>
public sealed class BinlogReader : IDisposable
{
    private readonly IFileSystem _files;
    private readonly string _directory;
    private readonly Func<long, SparseIndex?> _sparseOf;
    private readonly FileWindow _window = new();

    private IReadFile? _file;
    private SparseIndex? _sparse;
    private long _segment;

    /// <summary>Where the next record begins; 0 while the segment's header is not read.</summary>
    private long _offset;

    /// <summary>The index that the next record must have; 0 until the first header has told it.</summary>
    private ulong _expected;
    private uint _epoch;

    /// <summary>A place in the first segment to start from, so that not all of it has to be walked; offset 0 when not used.</summary>
    private (ulong Index, long Offset) _start;
    private ulong _skipTo;
    private int _recordSize;

    internal BinlogReader(IFileSystem files, string directory, long segment, Func<long, SparseIndex?> sparseOf)
    {
        _files = files;
        _directory = directory;
        _segment = segment;
        _sparseOf = sparseOf;
    }

    /// <summary>A reader over the files from a segment on, without a live log: for tools and recovery.</summary>
    public static BinlogReader OpenFiles(IFileSystem files, string directory, long segment) =>
        new(files, directory, segment, static _ => null);

    /// <summary>The record that <see cref="Next"/> met; valid until the next call.</summary>
    public BinlogRecordView Record => new(_window.Peek(_recordSize));

    /// <summary>The place and kind of damage after <see cref="BinlogReadStatus.Torn"/> or <see cref="BinlogReadStatus.Corrupt"/>.</summary>
    public BinlogDamage? Damage { get; private set; }

    /// <summary>The segment that is being read.</summary>
    public long Segment => _segment;

    /// <summary>Where in <see cref="Segment"/> the next record begins.</summary>
    public long Offset => _offset;

    /// <summary>The index that the next record must have; 0 while no header has told it.</summary>
    internal ulong Expected => _expected;

    /// <summary>Ends with the segment instead of going on to its successor.</summary>
    internal bool StaysInSegment { get; init; }

    /// <summary>Where in <see cref="Segment"/> the present record begins.</summary>
    public long RecordOffset => _offset - _recordSize;

    /// <summary>Moves to the next record.</summary>
    /// <param name="limit">
    /// The writer's position: nothing behind it is looked at, so a record that is being written is never seen half, and whatever is bad
    /// before it is damage. Null (tools, recovery): up to what the files hold.
    /// </param>
    public BinlogReadStatus Next(BinlogPosition? limit = null)
    {
        BinlogReadStatus status;
        do
        {
            status = Step(limit);
        } while (status == BinlogReadStatus.Record && Record.Index < _skipTo);
        return status;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file?.Dispose();

    /// <summary>Starts at a record whose place is known. Before the first <see cref="Next"/> only.</summary>
    internal void StartAt(ulong index, long offset) => _start = (index, offset);

    /// <summary>Passes over the records before an index.</summary>
    internal void SkipTo(ulong index) => _skipTo = index;

    private BinlogReadStatus Step(BinlogPosition? limit)
    {
        (_recordSize, Damage) = (0, null);
        while (true)
        {
            if (limit is { } l && (_segment > l.Segment || (_segment == l.Segment && _offset >= l.Offset)))
            {
                return BinlogReadStatus.End;
            }
            if (_file is null)
            {
                var opened = Open(limit);
                if (opened != BinlogReadStatus.Record)
                {
                    return opened;
                }
            }
            if (_offset < EndOfSegment(limit))
            {
                return ReadRecord(limit);
            }
            if (!HasSuccessor(limit))
            {
                return BinlogReadStatus.End;
            }
            // The successor exists, so this file does not grow any more: whatever was appended in between is visible now.
            if (_offset < EndOfSegment(limit))
            {
                return ReadRecord(limit);
            }
            if (StaysInSegment)
            {
                return BinlogReadStatus.End;
            }
            Leave();
        }
    }

    private BinlogReadStatus Open(BinlogPosition? limit)
    {
        var path = BinlogDirectory.PathOf(_directory, _segment);
        if (!_files.FileExists(path))
        {
            return BinlogReadStatus.Gone;
        }
        IReadFile file;
        try
        {
            file = _files.OpenRead(path);
        }
        catch (FileNotFoundException)
        {
            return BinlogReadStatus.Gone;
        }
        _window.Drop();
        var bytes = _window.Get(file, 0, BinlogFormat.SegmentHeaderSize, file.Length);
        var flaw = BinlogSegmentHeader.TryRead(bytes, _segment, out var header);
        if (flaw is null && _expected != 0 && (header.FirstIndex != _expected || header.Epoch < _epoch))
        {
            flaw = $"it begins with index {header.FirstIndex} in epoch {header.Epoch}, where {_epoch}:{_expected} should follow";
            return CloseDamaged(file, path, flaw, BinlogReadStatus.Corrupt);
        }
        if (flaw is not null)
        {
            // A header is durable before the first record is written: only a file without records may have a torn one.
            var torn = limit is null && file.Length <= BinlogFormat.SegmentHeaderSize && !HasSuccessor(limit);
            return CloseDamaged(file, path, flaw, torn ? BinlogReadStatus.Torn : BinlogReadStatus.Corrupt);
        }
        _file = file;
        _sparse = _sparseOf(_segment);
        (_offset, _expected, _epoch) =
            _start.Offset > 0
                ? (_start.Offset, _start.Index, header.Epoch)
                : (BinlogFormat.SegmentHeaderSize, header.FirstIndex, header.Epoch);
        _start = default;
        return BinlogReadStatus.Record;
    }

    private BinlogReadStatus CloseDamaged(IReadFile file, string path, string reason, BinlogReadStatus status)
    {
        file.Dispose();
        Damage = new BinlogDamage(path, 0, reason);
        return status;
    }

    private BinlogReadStatus ReadRecord(BinlogPosition? limit)
    {
        var end = EndOfSegment(limit);
        if (FindFlaw(end, out _) is null)
        {
            return Accept();
        }
        // Look again, now that it is known whether the file can still grow: a writer may just have finished this record.
        var isLast = !HasSuccessor(limit);
        end = EndOfSegment(limit);
        _window.Drop();
        if (FindFlaw(end, out var outOfOrder) is not { } flaw)
        {
            return Accept();
        }
        _window.Drop();
        Damage = new BinlogDamage(BinlogDirectory.PathOf(_directory, _segment), _offset, flaw);
        var torn =
            limit is null && isLast && !outOfOrder && !TailScanner.FindsRecord(_file!, _offset + 1, end, new LogIndex(_epoch, _expected));
        return torn ? BinlogReadStatus.Torn : BinlogReadStatus.Corrupt;
    }

    /// <summary>Checks the record at the present offset; null when it is sound.</summary>
    /// <param name="outOfOrder">The record is whole, but not the one that belongs here.</param>
    private string? FindFlaw(long end, out bool outOfOrder)
    {
        outOfOrder = false;
        var header = _window.Get(_file!, _offset, BinlogFormat.RecordHeaderSize, end);
        if (header.Length < BinlogFormat.RecordHeaderSize)
        {
            return $"{end - _offset} bytes are too few for a record's header";
        }
        if (BinlogRecord.FindHeaderFlaw(header) is { } headerFlaw)
        {
            return headerFlaw;
        }
        var size = BinlogRecord.SizeOf(header);
        if (size > end - _offset)
        {
            return $"the record needs {size} bytes, the file has {end - _offset} more";
        }
        var bytes = _window.Get(_file!, _offset, (int)size, end);
        if (bytes.Length < size)
        {
            return $"the record needs {size} bytes, the file has {bytes.Length} more";
        }
        if (BinlogRecord.FindFlaw(bytes[..(int)size]) is { } flaw)
        {
            return flaw;
        }
        var record = new BinlogRecordView(bytes[..(int)size]);
        outOfOrder = record.Index != _expected || record.Epoch < _epoch;
        return outOfOrder ? $"it is record {record.Position}, where {_epoch}:{_expected} should follow" : null;
    }

    private BinlogReadStatus Accept()
    {
        _recordSize = (int)BinlogRecord.SizeOf(_window.Peek(BinlogFormat.RecordHeaderSize));
        _sparse?.Note(_expected, _offset);
        _epoch = Record.Epoch;
        _expected++;
        _offset += _recordSize;
        return BinlogReadStatus.Record;
    }

    private long EndOfSegment(BinlogPosition? limit) => limit is { } l && l.Segment == _segment ? l.Offset : _file!.Length;

    private bool HasSuccessor(BinlogPosition? limit) =>
        limit is { } l ? l.Segment > _segment : _files.FileExists(BinlogDirectory.PathOf(_directory, _segment + 1));

    private void Leave()
    {
        _file!.Dispose();
        _file = null;
        _offset = 0;
        _segment++;
    }
}
