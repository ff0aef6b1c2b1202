using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Pika.Storage.Binlog;

namespace Pika.Storage.Store.RocksDb;

/// <summary>
/// The store on RocksDB, without RocksDB's own journal: what <see cref="Flush"/> (or a full memtable) has not made durable is replayed
/// from the binlog. <see cref="Dispose"/> does not flush.
/// </summary>
public sealed unsafe class RocksDbStore : IStore
{
    /// <summary>The C API can flush several families atomically only from RocksDB 8 on; 0 before that.</summary>
    private static readonly nint FlushFamilies = RocksDbLibrary.OptionalExport("rocksdb_flush_cfs");

    /// <summary>In the C API from RocksDB 7 on; 0 before that.</summary>
    private static readonly nint DisableCompaction = RocksDbLibrary.OptionalExport("rocksdb_disable_manual_compaction");

    private readonly RocksDbHandle _handle;
    private readonly PinnedRows _rows;
    private readonly string _directory;

    /// <summary>Held while the checkpoint that serves as a flush is on disk.</summary>
    private readonly Lock _flushing = new();
    private readonly RocksDbSortedWrite _sorted;

    private RocksDbStore(RocksDbHandle handle, string directory)
    {
        _handle = handle;
        _sorted = new RocksDbSortedWrite(handle, Path.Combine(directory, "sorted.tmp"));
        _rows = new PinnedRows(handle);
        _directory = directory;
    }

    /// <summary>Bytes of blocks in the cache at present.</summary>
    public long BlockCacheUsage
    {
        get
        {
            _handle.AddRef();
            var usage = RocksDbNative.CacheUsage(_handle.Cache);
            _handle.DangerousRelease();
            return (long)usage;
        }
    }

    /// <summary>Opens the store in a directory, which is created if it is missing.</summary>
    /// <exception cref="StoreException">Locked by another process, damaged, not readable, or an option is wrong.</exception>
    /// <exception cref="DllNotFoundException">There is no usable librocksdb; the message says what to install.</exception>
    public static RocksDbStore Open(string directory, RocksDbOptions? options = null)
    {
        RocksDbLibrary.EnsureLoaded();
        try
        {
            Directory.CreateDirectory(directory);
            DeleteFlushCheckpoint(directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(StoreError.Io, $"cannot open the store in '{directory}': {e.Message}");
        }

        return new RocksDbStore(RocksDbHandle.Open(directory, options ?? new RocksDbOptions()), directory);
    }

    /// <inheritdoc/>
    public ReadStatus Get(Family family, ReadOnlySpan<byte> key, ReadTier tier, IStoreSnapshot? snapshot, out Row row)
    {
        _handle.AddRef();
        nint pinned;
        nint error = 0;
        try
        {
            var options = snapshot is null ? _handle.ReadOptions(tier) : Own(snapshot).ReadOptions(_handle, tier);
            fixed (byte* pointer = key)
            {
                pinned = RocksDbNative.GetPinned(_handle.Db, options, _handle.Of(family), pointer, (nuint)key.Length, &error);
            }
        }
        catch
        {
            _handle.DangerousRelease();
            throw;
        }

        if (pinned != 0)
        {
            nuint length;
            var value = RocksDbNative.PinnedValue(pinned, &length);
            // The row keeps the reference, so that the database outlives it.
            row = new Row(new ReadOnlySpan<byte>(value, checked((int)length)), _rows, pinned);
            return ReadStatus.Found;
        }

        _handle.DangerousRelease();
        row = default;
        return error == 0 ? ReadStatus.NotFound : IncompleteOrThrow(error);
    }

    /// <inheritdoc/>
    public IRowIterator Iterate(Family family, ReadOnlySpan<byte> lower, ReadOnlySpan<byte> upper, ReadTier tier, IStoreSnapshot? snapshot)
    {
        if (tier == ReadTier.Durable)
        {
            throw new NotSupportedException("only point reads can be restricted to durable rows");
        }

        return new RocksDbIterator(_handle, family, lower, upper, tier, snapshot is null ? null : Own(snapshot));
    }

    /// <inheritdoc/>
    public IStoreSnapshot? Snapshot(ReadTier tier = ReadTier.All) => new RocksDbSnapshot(_handle);

    /// <inheritdoc/>
    public WriteStatus Write(ReadOnlySpan<byte> batch, bool noSlowdown)
    {
        // A malformed batch would fail half-way through the memtable, and RocksDB would refuse all writes from then on.
        WriteBatchReader.Validate(batch);
        _handle.AddRef();
        nint error = 0;
        try
        {
            fixed (byte* pointer = batch)
            {
                var native = RocksDbNative.CreateBatch(pointer, (nuint)batch.Length);
                RocksDbNative.Write(_handle.Db, _handle.WriteOptions(noSlowdown), native, &error);
                RocksDbNative.DestroyBatch(native);
            }
        }
        finally
        {
            _handle.DangerousRelease();
        }

        if (error == 0)
        {
            return WriteStatus.Written;
        }

        IncompleteOrThrow(error);
        return WriteStatus.Stalled;
    }

    /// <inheritdoc/>
    public void WriteSorted(ISortedRows rows) => _sorted.Write(rows);

    /// <inheritdoc/>
    public void Flush()
    {
        if (FlushFamilies == 0)
        {
            FlushByCheckpoint();
            return;
        }

        _handle.AddRef();
        var options = RocksDbNative.CreateFlushOptions();
        try
        {
            RocksDbNative.SetWait(options, 1);
            nint error = 0;
            fixed (nint* families = _handle.Families)
            {
                RocksDbNative.FlushFamilies(FlushFamilies, _handle.Db, options, families, _handle.Families.Length, &error);
            }

            RocksDbError.ThrowIfAny(error);
        }
        finally
        {
            RocksDbNative.DestroyFlushOptions(options);
            _handle.DangerousRelease();
        }
    }

    /// <inheritdoc/>
    public LogIndex? Checkpoint(string directory)
    {
        Copy(directory);
        return AppliedRow.Read(this, ReadTier.Durable);
    }

    /// <inheritdoc/>
    public void Compact(Family family, ReadOnlySpan<byte> lower, ReadOnlySpan<byte> upper)
    {
        _handle.AddRef();
        var options = RocksDbNative.CreateCompactOptions();
        try
        {
            // Automatic compactions go on beside it: this one may take hours.
            RocksDbNative.SetExclusive(options, 0);
            // An empty span gives a null pointer, which RocksDB takes as unbounded.
            fixed (byte* from = lower)
            fixed (byte* to = upper)
            {
                RocksDbNative.CompactRange(_handle.Db, _handle.Of(family), options, from, (nuint)lower.Length, to, (nuint)upper.Length);
            }
        }
        finally
        {
            RocksDbNative.DestroyCompactOptions(options);
            _handle.DangerousRelease();
        }
    }

    /// <inheritdoc/>
    public void StopCompacting()
    {
        // Without it a compaction is waited for.
        if (DisableCompaction != 0)
        {
            _handle.AddRef();
            RocksDbNative.DisableCompaction(DisableCompaction, _handle.Db);
            _handle.DangerousRelease();
        }
    }

    /// <inheritdoc/>
    public long SizeOf(Family family, ReadOnlySpan<byte> lower, ReadOnlySpan<byte> upper)
    {
        _handle.AddRef();
        try
        {
            nint error = 0;
            ulong bytes = 0;
            nuint lowerLength = (nuint)lower.Length;
            nuint upperLength = (nuint)upper.Length;
            fixed (byte* from = lower)
            fixed (byte* to = upper)
            {
                byte* first = from;
                byte* last = to;
                RocksDbNative.ApproximateSizes(
                    _handle.Db,
                    _handle.Of(family),
                    1,
                    &first,
                    &lowerLength,
                    &last,
                    &upperLength,
                    &bytes,
                    &error
                );
            }

            RocksDbError.ThrowIfAny(error);
            return (long)bytes;
        }
        finally
        {
            _handle.DangerousRelease();
        }
    }

    /// <inheritdoc/>
    public string? Property(string name, Family family = Family.Meta)
    {
        _handle.AddRef();
        try
        {
            var text = RocksDbNative.Property(_handle.Db, _handle.Of(family), name);
            var result = Marshal.PtrToStringUTF8(text);
            RocksDbNative.Free(text);
            return result;
        }
        finally
        {
            _handle.DangerousRelease();
        }
    }

    /// <summary>
    /// Closes the store without flushing; rows, iterators and snapshots that are still open keep the database open (and locked) until they
    /// are disposed too.
    /// </summary>
    public void Dispose() => _handle.Dispose();

    /// <summary>
    /// Before RocksDB 8 the C API can flush only one family, and then durable rows would not be those of one moment. A checkpoint flushes
    /// all of them atomically; its links are dropped at once.
    /// </summary>
    private void FlushByCheckpoint()
    {
        lock (_flushing)
        {
            DeleteFlushCheckpoint(_directory);
            Copy(FlushCheckpoint(_directory));
            DeleteFlushCheckpoint(_directory);
        }
    }

    private void Copy(string directory)
    {
        _handle.AddRef();
        nint checkpoint = 0;
        try
        {
            checkpoint = RocksDbNative.CreateCheckpointObject(_handle.Db, out var error);
            RocksDbError.ThrowIfAny(error);
            // A log size of 0 means that memtables are flushed whatever the journal holds: ours is always empty.
            RocksDbNative.CreateCheckpoint(checkpoint, directory, 0, out error);
            RocksDbError.ThrowIfAny(error);
        }
        finally
        {
            if (checkpoint != 0)
            {
                RocksDbNative.DestroyCheckpointObject(checkpoint);
            }

            _handle.DangerousRelease();
        }
    }

    private static string FlushCheckpoint(string directory) => Path.Combine(directory, "flush.tmp");

    private static void DeleteFlushCheckpoint(string directory)
    {
        if (Directory.Exists(FlushCheckpoint(directory)))
        {
            Directory.Delete(FlushCheckpoint(directory), recursive: true);
        }
    }

    private static RocksDbSnapshot Own(IStoreSnapshot snapshot) =>
        snapshot as RocksDbSnapshot ?? throw new ArgumentException("the snapshot belongs to another store", nameof(snapshot));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ReadStatus IncompleteOrThrow(nint error)
    {
        if (!RocksDbError.IsIncomplete(error))
        {
            throw RocksDbError.Take(error);
        }

        RocksDbNative.Free(error);
        return ReadStatus.Incomplete;
    }

    /// <summary>Takes back the pinned slices of rows, and with each the row's reference to the database.</summary>
    private sealed class PinnedRows(RocksDbHandle handle) : RowOwner
    {
        public override void Release(nint pinned)
        {
            RocksDbNative.DestroyPinned(pinned);
            handle.DangerousRelease();
        }
    }
}
