using Pika.Storage.Store;
using Pika.Tests.Storage.Store;

namespace Pika.Tests.Actors.Support;

/// <summary>A store that fails writes, flushes, reads, or walks over values, as long as a test wants it to.</summary>
internal sealed class FailingStore(IStore below) : PassingStore(below)
{
    /// <summary>What writing throws; null while it works.</summary>
    public Exception? WriteFailure { get; set; }

    /// <summary>What flushing throws; null while it works.</summary>
    public Exception? FlushFailure { get; set; }

    /// <summary>What looking at a state of all rows throws; null while it works.</summary>
    public Exception? ReadFailure { get; set; }

    /// <summary>What walking over rows of values throws; null while it works.</summary>
    public Exception? WalkFailure { get; set; }

    public override IRowIterator Iterate(
        Family family,
        ReadOnlySpan<byte> lower,
        ReadOnlySpan<byte> upper,
        ReadTier tier,
        IStoreSnapshot? snapshot
    ) =>
        family is Family.Data or Family.Score && WalkFailure is { } failure
            ? throw failure
            : base.Iterate(family, lower, upper, tier, snapshot);

    public override IStoreSnapshot? Snapshot(ReadTier tier = ReadTier.All) =>
        ReadFailure is { } failure ? throw failure : base.Snapshot(tier);

    public override WriteStatus Write(ReadOnlySpan<byte> batch, bool noSlowdown) =>
        WriteFailure is { } failure ? throw failure : base.Write(batch, noSlowdown);

    public override void Flush()
    {
        if (FlushFailure is { } failure)
            throw failure;
        base.Flush();
    }
}
