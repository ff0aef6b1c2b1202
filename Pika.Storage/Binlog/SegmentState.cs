namespace Pika.Storage.Binlog;

/// <summary>The live figures of one segment: moved on by the writer or by recovery, read by anyone.</summary>
internal sealed class SegmentState
{
    private readonly Lock _gate = new();
    private readonly BinlogSegmentHeader _header;
    private LogIndex _last;
    private long _bytes;
    private long _lastRecordMs;

    public SegmentState(BinlogSegmentHeader header, long bytes)
    {
        _header = header;
        _bytes = bytes;
        _last = new LogIndex(header.Epoch, header.FirstIndex - 1);
        _lastRecordMs = header.CreatedMs;
    }

    public long Segment => _header.Segment;

    public ulong FirstIndex => _header.FirstIndex;

    public uint FirstEpoch => _header.Epoch;

    public SparseIndex Sparse { get; } = new();

    /// <summary>The end of the segment's last whole record.</summary>
    public BinlogPosition End
    {
        get
        {
            lock (_gate)
            {
                return new BinlogPosition(Segment, _bytes, _last);
            }
        }
    }

    public BinlogSegmentInfo Info
    {
        get
        {
            lock (_gate)
            {
                return new BinlogSegmentInfo(Segment, FirstIndex, _last.Index, _bytes, _header.CreatedMs, _lastRecordMs);
            }
        }
    }

    /// <summary>Notes the record that now ends the segment.</summary>
    public void Advance(BinlogRecordView record, long begin)
    {
        Sparse.Note(record.Index, begin);
        lock (_gate)
        {
            _last = record.Position;
            _bytes = begin + record.Bytes.Length;
            _lastRecordMs = record.WallMs;
        }
    }

    /// <summary>Takes from the successor's header what this segment was not read for.</summary>
    public void CloseUnread(BinlogSegmentHeader next)
    {
        lock (_gate)
        {
            _last = new LogIndex(next.Epoch, next.FirstIndex - 1);
            _lastRecordMs = next.CreatedMs;
        }
    }

    /// <summary>Forgets the bytes behind the last whole record.</summary>
    public void SetBytes(long bytes)
    {
        lock (_gate)
        {
            _bytes = bytes;
        }
    }
}
