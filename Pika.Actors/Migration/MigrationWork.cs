using Pika.Actors.Databases;
using Pika.Actors.Execution;
using Pika.Storage.Store;

namespace Pika.Actors.Migration;

/// <summary>What MIGRATE does to keys of one shard in a turn: first it watches them, and when the target has them it removes those that nobody has changed.</summary>
/// <param name="source">The id of the client that migrates.</param>
/// <param name="removes">Whether it is the end of the migration.</param>
internal sealed class MigrationWork(Database database, IReadOnlyList<MigratingKey> keys, long source, bool removes) : TurnWork
{
    private readonly TaskCompletionSource<string?> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _error;

    /// <summary>Ends with the turn; an error if it was refused, and nothing of it has happened.</summary>
    public Task<string?> Done => _done.Task;

    public override bool TryRun(TurnExecutor executor, ReadTier tier)
    {
        if (removes)
        {
            return executor.TryRemoveMigrated(database, keys, source, tier);
        }

        executor.WatchMigrating(database, keys);
        return true;
    }

    // What it says of the keys it says anew when it runs again.
    public override void Rewind() { }

    public override void Refuse(string error) => _error = error;

    public override void Complete() => _done.SetResult(_error);
}
