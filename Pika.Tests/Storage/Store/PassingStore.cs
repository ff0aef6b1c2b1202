using Pika.Storage.Binlog;
using Pika.Storage.Store;

namespace Pika.Tests.Storage.Store;

/// <summary>A store that passes everything on to another: what stands between the two in a test overrides what it needs.</summary>
internal abstract class PassingStore(IStore below) : IStore
{
    public virtual ReadStatus Get(Family family, ReadOnlySpan<byte> key, ReadTier tier, IStoreSnapshot? snapshot, out Row row) =>
        below.Get(family, key, tier, snapshot, out row);

    public virtual IRowIterator Iterate(
        Family family,
        ReadOnlySpan<byte> lower,
        ReadOnlySpan<byte> upper,
        ReadTier tier,
        IStoreSnapshot? snapshot
    ) => below.Iterate(family, lower, upper, tier, snapshot);

    public virtual IStoreSnapshot? Snapshot(ReadTier tier = ReadTier.All) => below.Snapshot(tier);

    public virtual WriteStatus Write(ReadOnlySpan<byte> batch, bool noSlowdown) => below.Write(batch, noSlowdown);

    public virtual void WriteSorted(ISortedRows rows) => below.WriteSorted(rows);

    public virtual void Flush() => below.Flush();

    public virtual LogIndex? Checkpoint(string directory) => below.Checkpoint(directory);

    public void Compact(Family family, ReadOnlySpan<byte> lower, ReadOnlySpan<byte> upper) => below.Compact(family, lower, upper);

    public void StopCompacting() => below.StopCompacting();

    public long SizeOf(Family family, ReadOnlySpan<byte> lower, ReadOnlySpan<byte> upper) => below.SizeOf(family, lower, upper);

    public string? Property(string name, Family family = Family.Meta) => below.Property(name, family);

    public void Dispose() => below.Dispose();
}
