using Pika.Actors.Execution;
using Pika.Storage.Store;

namespace Pika.Actors.Blocking;

/// <summary>Serves whoever waits on a key, although no command touches it: the turn that touched it could not.</summary>
/// <param name="place">Someone who waits on the key, or did.</param>
/// <param name="holding">The client for whom all shards are held that its command names; null: only the shard of the key is.</param>
internal sealed class ServeWork(BlockedPlace place, BlockedClient? holding) : TurnWork
{
    /// <summary>Someone who waits on the key, or did.</summary>
    public BlockedPlace Place { get; } = place;

    /// <summary>The client for whom all shards are held that its command names.</summary>
    public BlockedClient? Holding { get; } = holding;

    public override bool TryRun(TurnExecutor executor, ReadTier tier) => executor.TryServe(this, tier);

    public override void Rewind() { }

    // The log takes nothing now. Whoever waits goes on waiting, and is served when the key is touched again.
    public override void Refuse(string error) { }

    public override void Complete() { }
}
