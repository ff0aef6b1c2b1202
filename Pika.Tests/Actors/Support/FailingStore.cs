using Pika.Storage.Binlog;
using Pika.Storage.Store;

namespace Pika.Tests.Actors.Support;

/// <summary>A store that fails writes, or flushes, as long as a test wants it to.</summary>
internal sealed class FailingStore(IStore below) : IStore
{
    /// <summary>What writing throws; null while it works.</summary>
    public Exception? WriteFailure { get; set; }

    /// <summary>What flushing throws; null while it works.</summary>
    public Exception? FlushFailure { get; set; }

    public ReadStatus Get(Family family, ReadOnlySpan<byte> key, ReadTier tier, IStoreSnapshot? snapshot, out Row row) =>
        below.Get(family, key, tier, snapshot, out row);

    public IRowIterator Iterate(
        Family family,
        ReadOnlySpan<byte> lower,
        ReadOnlySpan<byte> upper,
        ReadTier tier,
        IStoreSnapshot? snapshot
    ) => below.Iterate(family, lower, upper, tier, snapshot);

    public IStoreSnapshot? Snapshot(ReadTier tier = ReadTier.All) => below.Snapshot(tier);

    public WriteStatus Write(ReadOnlySpan<byte> batch, bool noSlowdown) =>
        WriteFailure is { } failure ? throw failure : below.Write(batch, noSlowdown);

    public void Flush()
    {
        if (FlushFailure is { } failure)
            throw failure;
        below.Flush();
    }

    public void WriteSorted(ISortedRows rows) => below.WriteSorted(rows);

    public LogIndex? Checkpoint(string directory) => below.Checkpoint(directory);

    public void Compact(Family family, ReadOnlySpan<byte> lower, ReadOnlySpan<byte> upper) => below.Compact(family, lower, upper);

    public string? Property(string name, Family family = Family.Meta) => below.Property(name, family);

    public void Dispose() => below.Dispose();
}
