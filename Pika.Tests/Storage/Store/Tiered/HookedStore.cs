using Pika.Storage.Binlog;
using Pika.Storage.Store;

namespace Pika.Tests.Storage.Store.Tiered;

/// <summary>A store that lets a test in before and after each of its writes, or makes it fail.</summary>
internal sealed class HookedStore(IStore inner) : PassingStore(inner)
{
    /// <summary>Called with true before a write and with false after it.</summary>
    public Action<bool>? Hook { get; set; }

    /// <summary>Called when a sorted write has taken in one family and not the next.</summary>
    public Action? InSortedWrite { get; set; }

    public Action? BeforeCheckpoint { get; set; }

    public int Writes { get; private set; }

    /// <summary>Rows that were deleted one by one.</summary>
    public int Deletions { get; private set; }

    public override WriteStatus Write(ReadOnlySpan<byte> batch, bool noSlowdown)
    {
        Hook?.Invoke(true);
        Writes++;
        var rows = new WriteBatchReader(batch);
        while (rows.Read())
            Deletions += rows.Operation == WriteBatchOperation.Delete ? 1 : 0;

        var status = base.Write(batch, noSlowdown);
        Hook?.Invoke(false);
        return status;
    }

    /// <summary>Family by family, as the store on RocksDB takes its files in.</summary>
    public override void WriteSorted(ISortedRows rows)
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

    public override LogIndex? Checkpoint(string directory)
    {
        BeforeCheckpoint?.Invoke();
        return base.Checkpoint(directory);
    }
}
