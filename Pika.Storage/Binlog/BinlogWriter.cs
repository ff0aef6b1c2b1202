using Pika.Storage.Files;

namespace Pika.Storage.Binlog;

/// <summary>
/// The end of the log. One owner appends; <see cref="Sync"/> may run on another thread beside it, <see cref="Position"/> and
/// <see cref="Durable"/> may be read by anyone. A failed append leaves nothing behind: the file is cut back to its last whole record,
/// at once or, when even that fails, before the next append.
/// </summary>
public sealed class BinlogWriter : IDisposable
{
    /// <summary>The least accepted segment size: a segment holds at least one record anyway, and tiny ones only cost files.</summary>
    public const long MinSegmentBytes = 1024;

    private readonly BinlogDirectory _directory;
    private readonly long _segmentBytes;
    private readonly TimeProvider _clock;

    /// <summary>Held while a file is synced and while the current file is exchanged, so that no file is closed under a sync.</summary>
    private readonly Lock _syncGate = new();
    private readonly Lock _durableGate = new();

    private IAppendFile _file;
    private volatile SegmentState _current;
    private BinlogPosition _durable;

    /// <summary>An append failed and its remains could not be cut off yet.</summary>
    private bool _torn;

    /// <summary>Why the writer refuses everything from now on; null while it is sound.</summary>
    private volatile BinlogException? _failure;

    private BinlogWriter(BinlogDirectory directory, IAppendFile file, long segmentBytes, TimeProvider clock)
    {
        _directory = directory;
        _file = file;
        _current = directory.Current!;
        _segmentBytes = segmentBytes;
        _clock = clock;
        _durable = _current.End;
    }

    /// <summary>Opens the end of a recovered log, creating its first segment if there is none.</summary>
    /// <param name="directory">From <see cref="BinlogRecovery"/>.</param>
    /// <param name="segmentBytes">A segment that would grow beyond this is closed and the next begun (<c>binlog-file-size</c>).</param>
    /// <param name="clock">Stamps the headers of new segments.</param>
    public static BinlogWriter Open(BinlogDirectory directory, long segmentBytes, TimeProvider clock)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(segmentBytes, MinSegmentBytes);
        if (directory.Current is not { } current)
        {
            var created = directory.Create(new BinlogSegmentHeader(0, BinlogFormat.FirstIndex, 0, NowMs(clock)));
            return new BinlogWriter(directory, created, segmentBytes, clock);
        }
        var file = directory.Files.OpenAppend(directory.PathOf(current.Segment));
        try
        {
            if (file.Length != current.End.Offset)
            {
                throw new BinlogException(
                    BinlogFault.Damaged,
                    $"'{directory.PathOf(current.Segment)}' has {file.Length} bytes, but recovery left {current.End.Offset}: "
                        + "does another process use the directory?"
                );
            }
            // What recovery read may have been in the page cache only; from here on it counts as durable.
            file.Sync();
        }
        catch
        {
            file.Dispose();
            throw;
        }
        return new BinlogWriter(directory, file, segmentBytes, clock);
    }

    /// <summary>The segments of the log whose end this is.</summary>
    public BinlogDirectory Directory => _directory;

    /// <summary>The end of the log.</summary>
    public BinlogPosition Position => _current.End;

    /// <summary>The end of what survives a crash of the machine.</summary>
    public BinlogPosition Durable
    {
        get
        {
            lock (_durableGate)
            {
                return _durable;
            }
        }
    }

    /// <summary>
    /// Bytes of the current segment that no sync has covered. A roll has to sync them on the appender's thread, so an owner that wants
    /// short rolls starts a sync elsewhere before the segment is full.
    /// </summary>
    public long UnsyncedBytes
    {
        get
        {
            var (end, durable) = (Position, Durable);
            return end.Segment == durable.Segment ? end.Offset - durable.Offset : end.Offset;
        }
    }

    /// <summary>Whether a record of this size would begin a new segment.</summary>
    public bool WouldRoll(long recordBytes) => WouldRoll(Position, recordBytes);

    /// <summary>The same for an owner that has just read the <see cref="Position"/>.</summary>
    public bool WouldRoll(BinlogPosition end, long recordBytes) =>
        end.Offset > BinlogFormat.SegmentHeaderSize && end.Offset + recordBytes > _segmentBytes;

    /// <summary>Appends one sealed record: one write to the file.</summary>
    /// <exception cref="ArgumentException">It is not the next record of this history; nothing was written.</exception>
    /// <exception cref="IOException">The disk refused; nothing was written. A <see cref="DiskFullException"/> may pass.</exception>
    /// <exception cref="BinlogException">An earlier sync failed: the node must be restarted.</exception>
    public void Append(ReadOnlySpan<byte> sealedRecord)
    {
        ThrowIfFailed();
        var record = CheckNext(sealedRecord);
        Repair();
        if (WouldRoll(sealedRecord.Length))
        {
            Roll();
        }
        var begin = _current.End.Offset;
        try
        {
            _file.Append(sealedRecord);
        }
        catch
        {
            _torn = true;
            TryRepair();
            throw;
        }
        _current.Advance(record, begin);
    }

    /// <summary>Makes everything appended before the call durable and returns its end. Blocks; any thread.</summary>
    /// <exception cref="BinlogException">The disk failed the sync. The writer accepts nothing any more.</exception>
    public BinlogPosition Sync()
    {
        lock (_syncGate)
        {
            ThrowIfFailed();
            return SyncLocked();
        }
    }

    /// <summary>
    /// Closes the current segment and begins the next one; nothing happens while the current one is empty. Returns the end of the log.
    /// Blocks for up to three syncs: any thread, as long as nobody appends meanwhile.
    /// </summary>
    /// <exception cref="IOException">The disk refused; the log goes on in its current segment.</exception>
    /// <exception cref="BinlogException">The disk failed a sync. The writer accepts nothing any more.</exception>
    public BinlogPosition Roll()
    {
        ThrowIfFailed();
        Repair();
        var end = _current.End;
        if (end.Offset == BinlogFormat.SegmentHeaderSize)
        {
            return end;
        }
        lock (_syncGate)
        {
            // Before the successor exists: a bad record in a segment that has one is damage, never a torn tail.
            SyncLocked();
            var next = Create(new BinlogSegmentHeader(end.Segment + 1, end.Last.Index + 1, end.Last.Epoch, NowMs(_clock)));
            _file.Dispose();
            _file = next;
            _current = _directory.Current!;
            SetDurable(_current.End);
            return _current.End;
        }
    }

    /// <summary>Closes the file without a sync.</summary>
    public void Dispose()
    {
        lock (_syncGate)
        {
            _file.Dispose();
        }
    }

    private static long NowMs(TimeProvider clock) => clock.GetUtcNow().ToUnixTimeMilliseconds();

    private BinlogRecordView CheckNext(ReadOnlySpan<byte> bytes)
    {
        BinlogRecord.ThrowIfTooLarge(bytes.Length);
        if (
            bytes.Length < BinlogRecord.Prefix
            || BinlogRecord.FindHeaderFlaw(bytes) is not null
            || BinlogRecord.SizeOf(bytes) != bytes.Length
        )
        {
            throw new ArgumentException("the bytes are not one sealed record", nameof(bytes));
        }
        var record = new BinlogRecordView(bytes);
        var last = _current.End.Last;
        if (record.Index != last.Index + 1 || record.Epoch < last.Epoch)
        {
            throw new ArgumentException($"record {record.Position} does not follow {last}", nameof(bytes));
        }
        return record;
    }

    private BinlogPosition SyncLocked()
    {
        var end = _current.End;
        if (end == Durable)
        {
            return end;
        }
        try
        {
            _file.Sync();
        }
        catch (IOException e)
        {
            // After a failed fsync the kernel may drop the dirty pages and report success next time: there is no second attempt.
            _failure = BinlogException.OfSync(_directory.PathOf(end.Segment), e);
            throw _failure;
        }
        SetDurable(end);
        return end;
    }

    private IAppendFile Create(BinlogSegmentHeader header)
    {
        try
        {
            return _directory.Create(header);
        }
        catch (BinlogException e) when (e.Fault == BinlogFault.SyncFailed)
        {
            _failure = e;
            throw;
        }
    }

    private void SetDurable(BinlogPosition position)
    {
        lock (_durableGate)
        {
            _durable = position;
        }
    }

    private void Repair()
    {
        if (_torn)
        {
            _file.Truncate(_current.End.Offset);
            _torn = false;
        }
    }

    private void TryRepair()
    {
        try
        {
            Repair();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Tried again before the next append; until then a crash leaves a torn tail, which recovery cuts.
        }
    }

    private void ThrowIfFailed()
    {
        if (_failure is { } failure)
        {
            throw new BinlogException(failure.Fault, failure.Message, failure);
        }
    }
}
