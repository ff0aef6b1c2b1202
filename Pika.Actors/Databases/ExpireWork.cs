using Pika.Actors.Execution;
using Pika.Storage.Store;

namespace Pika.Actors.Databases;

/// <summary>Removes keys of one shard whose time has come. A key that was given another expiry meanwhile stays.</summary>
internal sealed class ExpireWork(Database database, IReadOnlyList<byte[]> keys, Action done) : TurnWork
{
    public override bool TryRun(TurnExecutor executor, ReadTier tier) => executor.TryExpire(database, keys, tier);

    public override void Rewind() { }

    // The log is full or broken; the keys are absent to readers all the same, and are tried again later.
    public override void Refuse(string error) { }

    public override void Complete() => done();
}
