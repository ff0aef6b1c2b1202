using Pika.Storage.Binlog;
using Pika.Storage.Store;

namespace Pika.Tests.Storage.Store.Tiered;

/// <summary>A store that lets a test in before and after each of its writes, or makes it fail.</summary>
internal sealed class HookedStore(IStore inner) : IStore
{
    /// <summary>Called with true before a write and with false after it.</summary>
    public Action<bool>? Hook { get; set; }

    /// <summary>Called when a sorted write has taken in one family and not the next.</summary>
    public Action? InSortedWrite { get; set; }

    public Action? BeforeCheckpoint { get; set; }

    public int Writes { get; private set; }

    /// <summary>Rows that were deleted one by one.</summary>
    public int Deletions { get; private set; }

    public ReadStatus Get(Family family, ReadOnlySpan<byte> key, ReadTier tier, IStoreSnapshot? snapshot, out Row row) =>
        inner.Get(family, key, tier, snapshot, out row);

    public IRowIterator Iterate(
        Family family,
        ReadOnlySpan<byte> lower,
        ReadOnlySpan<byte> upper,
        ReadTier tier,
        IStoreSnapshot? snapshot
    ) => inner.Iterate(family, lower, upper, tier, snapshot);

    public IStoreSnapshot? Snapshot(ReadTier tier = ReadTier.All) => inner.Snapshot(tier);

    public WriteStatus Write(ReadOnlySpan<byte> batch, bool noSlowdown)
    {
        Hook?.Invoke(true);
        Writes++;
        var rows = new WriteBatchReader(batch);
        while (rows.Read())
            Deletions += rows.Operation == WriteBatchOperation.Delete ? 1 : 0;

        var status = inner.Write(batch, noSlowdown);
        Hook?.Invoke(false);
        return status;
    }

    /// <summary>Family by family, as the store on RocksDB takes its files in.</summary>
    public void WriteSorted(ISortedRows rows)
    {
        Family? family = null;
        var batch = new WriteBatch(0);
        while (rows.Read())
        {
            if (family is not null && family != rows.Family)
            {
                Write(batch.Payload, noSlowdown: false);
                InSortedWrite?.Invoke();
                batch.Clear();
            }

            family = rows.Family;
            if (rows.Deleted)
                batch.Delete(rows.Family, rows.Key);
            else
                batch.Put(rows.Family, rows.Key, rows.Value);
        }

        Write(batch.Payload, noSlowdown: false);
    }

    public void Flush() => inner.Flush();

    public LogIndex? Checkpoint(string directory)
    {
        BeforeCheckpoint?.Invoke();
        return inner.Checkpoint(directory);
    }

    public void Compact(Family family, ReadOnlySpan<byte> lower, ReadOnlySpan<byte> upper) => inner.Compact(family, lower, upper);

    public string? Property(string name, Family family = Family.Meta) => inner.Property(name, family);

    public void Dispose() => inner.Dispose();
}
