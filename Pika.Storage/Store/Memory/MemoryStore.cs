using System.Buffers.Binary;
using Pika.Storage.Binlog;
using Pika.Storage.Files;

namespace Pika.Storage.Store.Memory;

/// <summary>
/// The store as ordered maps in memory, with the semantics of the one on RocksDB: for the simulator and for tests that need no disk. Each
/// state is immutable, so a snapshot is a reference; what a crash keeps is the state of the last <see cref="Flush"/>.
/// </summary>
public sealed class MemoryStore : IStore
{
    /// <summary>The one file of a checkpoint: a write batch of all rows, then its CRC-32C (4 bytes, little-endian).</summary>
    public const string CheckpointFile = "rows";

    private readonly IFileSystem? _files;
    private volatile MemoryState _latest;
    private volatile MemoryState _durable;
    private volatile bool _disposed;

    /// <summary>An empty store.</summary>
    /// <param name="files">Where <see cref="Checkpoint"/> writes; without it there are no checkpoints.</param>
    public MemoryStore(IFileSystem? files = null)
        : this(files, MemoryState.Empty) { }

    private MemoryStore(IFileSystem? files, MemoryState state) => (_files, _latest, _durable) = (files, state, state);

    /// <summary>Opens a checkpoint; all of it is durable.</summary>
    /// <exception cref="StoreException">The checkpoint is damaged.</exception>
    public static MemoryStore Open(IFileSystem files, string checkpoint)
    {
        using var file = files.OpenRead(Path.Combine(checkpoint, CheckpointFile));
        var bytes = new byte[file.Length];
        var read = 0;
        while (read < bytes.Length && file.Read(read, bytes.AsSpan(read)) is > 0 and var count)
        {
            read += count;
        }

        var rows = bytes.AsSpan(0, Math.Max(read - sizeof(uint), 0));
        if (
            read != bytes.Length
            || read < sizeof(uint)
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(rows.Length)) != Crc32C.Append(0, rows)
        )
        {
            throw new StoreException(StoreError.Corruption, $"the checkpoint '{checkpoint}' is damaged");
        }

        return new MemoryStore(files, MemoryState.Empty.Apply(rows));
    }

    /// <summary>The store that a restart after a crash finds. This one must not be used any more.</summary>
    public MemoryStore Crash()
    {
        _disposed = true;
        return new MemoryStore(_files, _durable);
    }

    /// <inheritdoc/>
    public ReadStatus Get(Family family, ReadOnlySpan<byte> key, ReadTier tier, IStoreSnapshot? snapshot, out Row row)
    {
        var rows = State(tier, snapshot).Of(family);
        var index = rows.Find(key);
        if (index < 0)
        {
            row = default;
            return ReadStatus.NotFound;
        }

        row = new Row(rows[index].Value, null, 0);
        return ReadStatus.Found;
    }

    /// <inheritdoc/>
    public IRowIterator Iterate(Family family, ReadOnlySpan<byte> lower, ReadOnlySpan<byte> upper, ReadTier tier, IStoreSnapshot? snapshot)
    {
        if (tier == ReadTier.Durable)
        {
            throw new NotSupportedException("only point reads can be restricted to durable rows");
        }

        return new MemoryIterator(State(tier, snapshot).Of(family), lower, upper);
    }

    /// <inheritdoc/>
    public IStoreSnapshot? Snapshot(ReadTier tier = ReadTier.All) => new MemorySnapshot(this, Latest());

    /// <inheritdoc/>
    public WriteStatus Write(ReadOnlySpan<byte> batch, bool noSlowdown)
    {
        _latest = Latest().Apply(batch);
        return WriteStatus.Written;
    }

    /// <inheritdoc/>
    public void WriteSorted(ISortedRows rows) => Write(WriteBatch.Of(rows).Payload, noSlowdown: false);

    /// <inheritdoc/>
    public void Flush() => _durable = Latest();

    /// <inheritdoc/>
    public LogIndex? Checkpoint(string directory)
    {
        var files = _files ?? throw new NotSupportedException("this store was made without a file system for checkpoints");
        if (files.List(directory).Count > 0)
        {
            throw new StoreException(StoreError.Other, $"the directory '{directory}' exists");
        }

        Flush();
        var batch = _durable.Encode();
        var crc = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(crc, Crc32C.Append(0, batch.Payload));
        files.CreateDirectory(directory);
        using (var file = files.OpenAppend(Path.Combine(directory, CheckpointFile)))
        {
            file.Append(batch.Payload);
            file.Append(crc);
            file.Sync();
        }

        files.SyncDirectory(directory);
        return AppliedRow.Read(this, ReadTier.Durable);
    }

    /// <inheritdoc/>
    public void Compact(Family family, ReadOnlySpan<byte> lower, ReadOnlySpan<byte> upper) => _ = Latest();

    /// <inheritdoc/>
    public void StopCompacting() { }

    /// <inheritdoc/>
    public long SizeOf(Family family, ReadOnlySpan<byte> lower, ReadOnlySpan<byte> upper)
    {
        var rows = Latest().Of(family);
        int end = upper.IsEmpty ? rows.Count : rows.FirstAtOrAfter(upper);
        long bytes = 0;
        for (int i = rows.FirstAtOrAfter(lower); i < end; i++)
        {
            bytes += rows[i].Key.Length + rows[i].Value.Length;
        }

        return bytes;
    }

    /// <inheritdoc/>
    public string? Property(string name, Family family = Family.Meta)
    {
        var state = Latest();
        return name == "rocksdb.estimate-num-keys"
            ? state.Of(family).Count.ToString(System.Globalization.CultureInfo.InvariantCulture)
            : null;
    }

    /// <inheritdoc/>
    public void Dispose() => _disposed = true;

    private MemoryState State(ReadTier tier, IStoreSnapshot? snapshot)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return snapshot switch
        {
            null => tier == ReadTier.Durable ? _durable : _latest,
            MemorySnapshot own when ReferenceEquals(own.Store, this) => own.State,
            _ => throw new ArgumentException("the snapshot belongs to another store", nameof(snapshot)),
        };
    }

    private MemoryState Latest()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _latest;
    }

    private sealed class MemorySnapshot(MemoryStore store, MemoryState state) : IStoreSnapshot
    {
        private MemoryState? _state = state;

        public MemoryStore Store { get; } = store;

        public MemoryState State => _state ?? throw new ObjectDisposedException(nameof(MemorySnapshot));

        public void Dispose() => _state = null;
    }
}
