using System.Globalization;
using Pika.Storage.Binlog;

namespace Pika.Storage.Store;

/// <summary>
/// The rows under the keyspace: RocksDB in production, an ordered map in the simulator. Keys are ordered by their bytes, unsigned.
/// Reads and <see cref="Flush"/> may come from any thread at any time; <see cref="Write"/> and <see cref="Checkpoint"/> may run beside
/// them but have a single caller at a time.
/// </summary>
public interface IStore : IDisposable
{
    /// <summary>Reads one row. The row must be disposed; its bytes are valid until then.</summary>
    /// <param name="tier">How far down the read may go; <see cref="ReadStatus.Incomplete"/> tells that it stopped there.</param>
    /// <param name="snapshot">The state to read, or null for the latest.</param>
    ReadStatus Get(Family family, ReadOnlySpan<byte> key, ReadTier tier, IStoreSnapshot? snapshot, out Row row);

    /// <summary>
    /// Opens an iterator over the rows with <c>lower &lt;= key &lt; upper</c>; an empty upper bound means to the end. Without a snapshot a walk
    /// over one collection (one value's rows in Data or Score, one generation's in Expire) is one state only for who keeps its rows
    /// from being written meanwhile: who reads in the turn of the shard that owns the key. Anyone else may find rows of a batch without
    /// others of the same batch, and must be content with that, as active expiry is. All other walks are over the state of the call.
    /// </summary>
    /// <exception cref="NotSupportedException">The tier is <see cref="ReadTier.Durable"/>: only point reads know it.</exception>
    IRowIterator Iterate(Family family, ReadOnlySpan<byte> lower, ReadOnlySpan<byte> upper, ReadTier tier, IStoreSnapshot? snapshot);

    /// <summary>Pins the present state for reading. Dispose it to let the store drop old versions.</summary>
    /// <param name="tier">With <see cref="ReadTier.BlockCache"/> null returns where pinning would have to wait.</param>
    IStoreSnapshot? Snapshot(ReadTier tier = ReadTier.All);

    /// <summary>
    /// Applies an encoded write batch (RocksDB's own write-batch bytes, see docs/formats/binlog.md) atomically, without a journal. A removed range gives its space back
    /// some time; until a compaction readers may still meet its rows, unless they were written again: nobody may look there.
    /// </summary>
    /// <param name="noSlowdown">When true and the store would have to wait, nothing is written and <see cref="WriteStatus.Stalled"/> returns.</param>
    /// <exception cref="StoreException">The batch is malformed or the store has failed.</exception>
    WriteStatus Write(ReadOnlySpan<byte> batch, bool noSlowdown);

    /// <summary>
    /// Applies many sorted rows. Blocks. Unlike <see cref="Write"/>, a crash
    /// or a failure in the middle may leave the rows of lower families without those of higher ones: the applied row is in the highest, so
    /// the same log applied again ends in the same state. Readers must be kept out, or know the rows from elsewhere.
    /// </summary>
    /// <exception cref="StoreException">The store has failed.</exception>
    void WriteSorted(ISortedRows rows);

    /// <summary>Makes everything written so far durable, all families at one point. Blocks.</summary>
    void Flush();

    /// <summary>
    /// Makes a consistent copy of the store, in a directory that must not exist yet. Blocks; cheap where hard links are. Over the tables of hot rows
    /// it may run beside everything, and holds exactly the state after the record that is returned; a store that is used alone must not be written meanwhile.
    /// </summary>
    /// <returns>The record that the copy's own applied row names; null where there is none.</returns>
    LogIndex? Checkpoint(string directory);

    /// <summary>Rewrites the rows of a range so that deleted ones give their space back. Blocks. Empty bounds mean everything.</summary>
    void Compact(Family family, ReadOnlySpan<byte> lower, ReadOnlySpan<byte> upper);

    /// <summary>Ends a <see cref="Compact"/> that runs as soon as possible, and all that are called later at once. Blocks for so long.</summary>
    void StopCompacting();

    /// <summary>
    /// Roughly the bytes that rows of a range take on the disk, removed ones that are not compacted yet included. What is in memory alone
    /// does not count.
    /// </summary>
    long SizeOf(Family family, ReadOnlySpan<byte> lower, ReadOnlySpan<byte> upper);

    /// <summary>A RocksDB property such as <c>rocksdb.estimate-num-keys</c>; null when the store has none of that name.</summary>
    /// <param name="family">The family that the property is of; properties of the whole database are the same in each.</param>
    string? Property(string name, Family family = Family.Meta);

    /// <summary>The sum of a property over all families; 0 when the store has none of that name.</summary>
    long PropertyOfAll(string name) =>
        Enum.GetValues<Family>()
            .Sum(family => long.TryParse(Property(name, family), CultureInfo.InvariantCulture, out long value) ? value : 0);
}

/// <summary>A state of the store that stays readable until it is disposed.</summary>
public interface IStoreSnapshot : IDisposable;

/// <summary>How far down a read may go.</summary>
public enum ReadTier
{
    /// <summary>Everything, from disk if need be: may block.</summary>
    All,

    /// <summary>Memtables and the block cache only: never blocks on a disk.</summary>
    BlockCache,

    /// <summary>Only what is on disk: memtables are left out. What this tier shows survives a power cut.</summary>
    Durable,
}

/// <summary>The outcome of a point read.</summary>
public enum ReadStatus
{
    /// <summary>The row exists.</summary>
    Found,

    /// <summary>There is no such row.</summary>
    NotFound,

    /// <summary>The answer needs a disk, which the tier forbids. Ask again with <see cref="ReadTier.All"/> off the network thread.</summary>
    Incomplete,
}

/// <summary>The outcome of a write.</summary>
public enum WriteStatus
{
    /// <summary>The batch is applied.</summary>
    Written,

    /// <summary>Nothing was written: the store would have to wait, and waiting was not allowed.</summary>
    Stalled,
}

/// <summary>
/// An ordered walk over a range of rows. Stands before the first row until a Seek; not safe for several threads. After
/// <see cref="Incomplete"/> turned true the walk is over: ask again with <see cref="ReadTier.All"/>.
/// </summary>
public interface IRowIterator : IDisposable
{
    /// <summary>Whether the iterator stands on a row.</summary>
    bool Valid { get; }

    /// <summary>Whether the walk ended early because the next row needs a disk.</summary>
    bool Incomplete { get; }

    /// <summary>The key of the present row, valid until the next move.</summary>
    ReadOnlySpan<byte> Key { get; }

    /// <summary>The value of the present row, valid until the next move.</summary>
    ReadOnlySpan<byte> Value { get; }

    /// <summary>Moves to the first row of the range.</summary>
    void SeekToFirst();

    /// <summary>Moves to the last row of the range.</summary>
    void SeekToLast();

    /// <summary>Moves to the first row at or after the key.</summary>
    void Seek(ReadOnlySpan<byte> key);

    /// <summary>Moves to the last row at or before the key.</summary>
    void SeekForPrev(ReadOnlySpan<byte> key);

    /// <summary>Moves one row on.</summary>
    void Next();

    /// <summary>Moves one row back.</summary>
    void Prev();
}
