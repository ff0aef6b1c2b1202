using Pika.Actors.Execution;
using Pika.Storage.Store;

namespace Pika.Actors.Databases;

/// <summary>Removes keys of one shard whose time has come. A key that was given another expiry meanwhile stays.</summary>
/// <param name="done">Is told at the end whether the keys are gone.</param>
internal sealed class ExpireWork(Database database, IReadOnlyList<byte[]> keys, Action<bool> done) : TurnWork
{
    private bool _refused;

    /// <summary>The keys to look at.</summary>
    public IReadOnlyList<byte[]> Keys { get; } = keys;

    public override bool TryRun(TurnExecutor executor, ReadTier tier) => executor.TryExpire(database, Keys, tier);

    public override void Rewind() { }

    // The log is full or broken; the keys are absent to readers all the same, and are tried again later.
    public override void Refuse(string error) => _refused = true;

    public override void Complete() => done(!_refused);
}
