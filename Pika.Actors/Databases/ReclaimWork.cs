using Pika.Actors.Execution;
using Pika.Storage.Keyspace;
using Pika.Storage.Store;

namespace Pika.Actors.Databases;

/// <summary>Removes the rows of one removed value, or of one dropped generation, and takes it off the queue.</summary>
internal sealed class ReclaimWork : TurnWork
{
    private readonly Action<ReclaimWork> _done;

    /// <summary>Work for one piece of garbage.</summary>
    public ReclaimWork(Garbage garbage, Action<ReclaimWork> done)
    {
        (Garbage, _done) = (garbage, done);

        // It walks over rows that nobody has read for a while.
        Slow = true;
    }

    /// <summary>What to remove.</summary>
    public Garbage Garbage { get; }

    /// <summary>Whether it was not done.</summary>
    public bool Refused { get; private set; }

    /// <summary>Whether a range of rows was removed, whose space is not free yet.</summary>
    public bool RemovedRange { get; private set; }

    public override bool TryRun(TurnExecutor executor, ReadTier tier)
    {
        RemovedRange = ReclaimQueue.Remove(executor.Turn, Garbage);
        return true;
    }

    public override void Rewind() { }

    // The log is full or broken: another time.
    public override void Refuse(string error) => Refused = true;

    public override void Complete() => _done(this);
}
