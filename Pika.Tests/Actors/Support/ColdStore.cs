using Pika.Storage.Store;
using Pika.Tests.Storage.Store;

namespace Pika.Tests.Actors.Support;

/// <summary>
/// A store whose block cache often lacks what is read: by chance, a read that may not touch the disk stops. Whoever reads has to run again where it may.
/// </summary>
internal sealed class ColdStore(IStore below, int seed, double misses) : PassingStore(below)
{
    private readonly Random _chance = new(seed);
    private int _stopped;
    private int _reads;

    /// <summary>The rows that were asked for, those included whose read stopped.</summary>
    public int Reads => _reads;

    /// <summary>The reads that stopped.</summary>
    public int Stopped => _stopped;

    public override ReadStatus Get(Family family, ReadOnlySpan<byte> key, ReadTier tier, IStoreSnapshot? snapshot, out Row row)
    {
        Interlocked.Increment(ref _reads);
        if (Misses(tier))
        {
            row = default;
            return ReadStatus.Incomplete;
        }

        return base.Get(family, key, tier, snapshot, out row);
    }

    public override IRowIterator Iterate(
        Family family,
        ReadOnlySpan<byte> lower,
        ReadOnlySpan<byte> upper,
        ReadTier tier,
        IStoreSnapshot? snapshot
    ) => Misses(tier) ? new StoppedIterator() : base.Iterate(family, lower, upper, tier, snapshot);

    private bool Misses(ReadTier tier)
    {
        lock (_chance)
        {
            var stops = tier == ReadTier.BlockCache && _chance.NextDouble() < misses;
            _stopped += stops ? 1 : 0;
            return stops;
        }
    }

    private sealed class StoppedIterator : IRowIterator
    {
        public bool Valid => false;

        public bool Incomplete => true;

        public ReadOnlySpan<byte> Key => throw new InvalidOperationException();

        public ReadOnlySpan<byte> Value => throw new InvalidOperationException();

        public void SeekToFirst() { }

        public void SeekToLast() { }

        public void Seek(ReadOnlySpan<byte> key) { }

        public void SeekForPrev(ReadOnlySpan<byte> key) { }

        public void Next() { }

        public void Prev() { }

        public void Dispose() { }
    }
}
