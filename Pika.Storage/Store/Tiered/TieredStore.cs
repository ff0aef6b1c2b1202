using Pika.Storage.Binlog;

namespace Pika.Storage.Store.Tiered;

/// <summary>
/// A table of hot rows over another store. Since the log is written first, a batch counts as applied when the table has it: reads
/// are answered from there, and the store below follows, many batches at a time, sorted and with only the last write of each row.
/// Each of its batches takes it from one place in the log to a later one, so that what it holds is always the state after exactly its
/// applied row; after a crash the log is replayed from there. A walk over one collection merges its dirty rows with the store below. Other
/// walks and snapshots see the store below alone: they first bring it up to date, and since who walks once mostly walks again, writes go
/// straight through for a while after.
/// </summary>
public sealed class TieredStore : IStore
{
    /// <summary>A drain of at least this size becomes table files of its own; smaller ones would be too many files.</summary>
    private const long SortedBytes = 16 << 20;

    /// <summary>Writes that go straight through after a walk.</summary>
    private const int WritesThrough = 1000;

    /// <summary>With up to this many dirty bytes a walk may bring the store up to date on a thread that must not block.</summary>
    private const long QuickDrainBytes = 64 << 10;

    /// <summary>Larger batches go straight through: they are their own group commit. Less where the table is small.</summary>
    private const int MaxBatchBytes = 4 << 20;

    /// <summary>
    /// Bytes that a row takes in the table for each that it takes in a batch, at most: a header of 12 instead of 3, a link of 8 and the
    /// head of its collection with 46, with a key of at least 14, and what is left at the end of a chunk.
    /// </summary>
    private const int Growth = 5;

    /// <summary>How long rows may stay dirty, so that an idle node has nothing to replay.</summary>
    private static readonly TimeSpan DrainInterval = TimeSpan.FromMilliseconds(5000);

    private readonly IStore _below;
    private readonly RowTable _table;

    /// <summary>Held while the store below is written.</summary>
    private readonly Lock _drainGate = new();
    private readonly DirtyRows _dirty = new();
    private readonly AutoResetEvent _wake = new(initialState: false);
    private readonly Thread _drainer;

    /// <summary>Dirty bytes at which a drain begins. Larger ones make fewer files; half of what fits leaves room for what comes in meanwhile.</summary>
    private readonly long _drainBytes;
    private readonly long _maxBatchBytes;
    private int _through;

    /// <summary>The drainer has been woken and has not finished: it need not be woken again.</summary>
    private volatile bool _draining;
    private volatile bool _closing;

    /// <summary>A tier over <paramref name="below"/>, which it owns from here on.</summary>
    /// <param name="budget">Bytes of memory for rows.</param>
    public TieredStore(IStore below, long budget)
    {
        _below = below;
        _table = new RowTable(budget);
        _drainBytes = _table.DirtyLimit / 2;
        _maxBatchBytes = Math.Min(MaxBatchBytes, _table.DirtyLimit / Growth);
        _drainer = new Thread(DrainLoop) { IsBackground = true, Name = "pika-apply" };
        _drainer.Start();
    }

    /// <inheritdoc/>
    public ReadStatus Get(Family family, ReadOnlySpan<byte> key, ReadTier tier, IStoreSnapshot? snapshot, out Row row)
    {
        if (snapshot is not null || tier == ReadTier.Durable || _closing)
        {
            return _below.Get(family, key, tier, snapshot, out row);
        }

        if (_table.TryGet(family, key, out bool found, out row))
        {
            return found ? ReadStatus.Found : ReadStatus.NotFound;
        }

        int version = _table.VersionOf(family, key);
        var status = _below.Get(family, key, tier, null, out row);
        if (status == ReadStatus.Found && family == Family.Meta)
        {
            _table.Fill(family, key, row.Value, version);
        }

        return status;
    }

    /// <summary>
    /// Says that the log is replayed and which version was the last to be handed out: what gets a higher one has no rows below, and walks
    /// over it need not look there.
    /// </summary>
    public void SetReplayed(ulong lastVersion) => _table.SetVersionsBelow(lastVersion);

    /// <inheritdoc/>
    public WriteStatus Write(ReadOnlySpan<byte> batch, bool noSlowdown)
    {
        var fit = BatchFit.Of(batch, _maxBatchBytes);
        if (Volatile.Read(ref _through) > 0 || fit != Fit.Keepable)
        {
            return WriteThrough(batch, fit, noSlowdown);
        }

        if (_table.DirtyBytes + ((long)batch.Length * Growth) > _table.DirtyLimit)
        {
            if (noSlowdown)
            {
                _wake.Set();
                return WriteStatus.Stalled;
            }

            Drain();
        }

        _table.Apply(batch, clean: false);
        if (_table.DirtyBytes >= _drainBytes && !_draining)
        {
            _draining = true;
            _wake.Set();
        }

        return WriteStatus.Written;
    }

    /// <inheritdoc/>
    public IRowIterator Iterate(Family family, ReadOnlySpan<byte> lower, ReadOnlySpan<byte> upper, ReadTier tier, IStoreSnapshot? snapshot)
    {
        bool ofOneCollection = CollectionPrefix.LengthOf(family) > 0 && tier != ReadTier.Durable && !_closing;
        if (snapshot is null && ofOneCollection && CollectionPrefix.TryOf(family, lower, upper, out var prefix))
        {
            return new HotWalk(_table, _below, prefix).Open(lower, upper, tier);
        }

        if (snapshot is null && !TryCatchUp(tier))
        {
            return EmptyIterator.NeedsToWait;
        }

        return _below.Iterate(family, lower, upper, tier, snapshot);
    }

    /// <inheritdoc/>
    public IStoreSnapshot? Snapshot(ReadTier tier = ReadTier.All) => TryCatchUp(tier) ? _below.Snapshot(tier) : null;

    /// <inheritdoc/>
    public void WriteSorted(ISortedRows rows) => Write(WriteBatch.Of(rows).Payload, noSlowdown: false);

    /// <inheritdoc/>
    public void Flush()
    {
        Drain();
        _below.Flush();
    }

    /// <inheritdoc/>
    public LogIndex? Checkpoint(string directory)
    {
        lock (_drainGate)
        {
            // A drain that began after this one could be taken in by parts: the copy would hold some of its rows without the others.
            DrainHeld();
            return _below.Checkpoint(directory);
        }
    }

    /// <inheritdoc/>
    public void Compact(Family family, ReadOnlySpan<byte> lower, ReadOnlySpan<byte> upper)
    {
        Drain();
        _below.Compact(family, lower, upper);
    }

    /// <inheritdoc/>
    public void StopCompacting() => _below.StopCompacting();

    /// <inheritdoc/>
    public long SizeOf(Family family, ReadOnlySpan<byte> lower, ReadOnlySpan<byte> upper) => _below.SizeOf(family, lower, upper);

    /// <inheritdoc/>
    public string? Property(string name, Family family = Family.Meta) => _below.Property(name, family);

    /// <summary>Brings the store below up to date and closes it.</summary>
    public void Dispose()
    {
        if (_closing)
        {
            return;
        }

        _closing = true;
        _wake.Set();
        _drainer.Join();
        try
        {
            Drain();
        }
        finally
        {
            _below.Dispose();
            _wake.Dispose();
        }
    }

    private WriteStatus WriteThrough(ReadOnlySpan<byte> batch, Fit fit, bool noSlowdown)
    {
        if (!TryEnter(noSlowdown))
        {
            return WriteStatus.Stalled;
        }

        try
        {
            DrainHeld();
            _table.RaiseVersionsBelow(BatchFit.HighestVersion(batch));
            if (_below.Write(batch, noSlowdown) == WriteStatus.Stalled)
            {
                return WriteStatus.Stalled;
            }

            Follow(batch, fit);
            return WriteStatus.Written;
        }
        finally
        {
            _drainGate.Exit();
        }
    }

    // What went straight through is what the table must answer with, or not at all.
    private void Follow(ReadOnlySpan<byte> batch, Fit fit)
    {
        switch (fit)
        {
            case Fit.Keepable:
                Volatile.Write(ref _through, Math.Max(0, _through - 1));
                _table.Apply(batch, clean: true);
                break;
            case Fit.TooBig:
                _table.Forget(batch);
                break;
            case Fit.RemovesRange:
                _table.Clear();
                break;
        }
    }

    private bool TryCatchUp(ReadTier tier)
    {
        Volatile.Write(ref _through, WritesThrough);
        bool mustNotBlock = tier == ReadTier.BlockCache;
        if (_table.DirtyBytes == 0 || _closing)
        {
            return true;
        }

        if (!TryEnter(mustNotBlock))
        {
            return false;
        }

        try
        {
            DrainHeld();
            return true;
        }
        finally
        {
            _drainGate.Exit();
        }
    }

    private bool TryEnter(bool mustNotBlock)
    {
        if (!mustNotBlock)
        {
            _drainGate.Enter();
            return true;
        }

        return _table.DirtyBytes <= QuickDrainBytes && _drainGate.TryEnter();
    }

    private void Drain()
    {
        lock (_drainGate)
        {
            DrainHeld();
        }
    }

    // After a failure the first round takes what the failed one could not; the second what has come since.
    private void DrainHeld()
    {
        for (int round = 0; round < 2 && _table.DirtyBytes > 0; round++)
        {
            long end = _table.BeginDrain();
            try
            {
                _table.CollectDirty(end, _dirty);
                if (_dirty.Count > 0)
                {
                    _dirty.Sort(_table.VersionsBelow);
                    WriteBelow();
                }
            }
            finally
            {
                _dirty.Clear();
            }

            _table.SetDrained(end);
        }
    }

    // The rows are in the table until all of them are below, so a reader misses nothing of a batch that is taken in by parts.
    private void WriteBelow()
    {
        if (_dirty.Bytes >= SortedBytes)
        {
            _below.WriteSorted(_dirty);
        }
        else
        {
            _below.Write(WriteBatch.Of(_dirty).Payload, noSlowdown: false);
        }
    }

    private void DrainLoop()
    {
        BackgroundThread.Lower();
        while (!_closing)
        {
            _wake.WaitOne(DrainInterval);
            try
            {
                Drain();
                _draining = false;
            }
            catch (ObjectDisposedException)
            {
                return;
            }
            catch (StoreException)
            {
                // The rows stay dirty and are tried again; when no more fit, the writer meets the failure itself.
                _draining = false;
            }
        }
    }
}
