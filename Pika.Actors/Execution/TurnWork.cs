using Pika.Actors.Log;
using Pika.Storage.Store;

namespace Pika.Actors.Execution;

/// <summary>
/// What a writer runs in its turns: commands of a client, or the removal of expired keys or of dropped rows. Handed over as part of a
/// message; until <see cref="Complete"/> the writer alone touches it.
/// </summary>
internal abstract class TurnWork
{
    /// <summary>Whether it is known to be slow, so that it goes to the storage pool from the start.</summary>
    public bool Slow { get; set; }

    /// <summary>The records that are appended in place of a turn's effects: a turn has nothing else then. Null for anything but a replica's work.</summary>
    public virtual ReceivedRecords? Received => null;

    /// <summary>
    /// After <see cref="TryRun"/> has returned false: what the turn has done before the read that stopped it stands, and another <see cref="TryRun"/> goes on from there.
    /// </summary>
    public virtual bool Resumes => false;

    /// <summary>Runs it. False: a read needs a disk that the tier forbids, so everything in the turn is void, unless it <see cref="Resumes"/>.</summary>
    public abstract bool TryRun(TurnExecutor executor, ReadTier tier);

    /// <summary>Takes back what it has answered; it is going to run again.</summary>
    public abstract void Rewind();

    /// <summary>Nothing of it has happened, and why; <see cref="Complete"/> follows.</summary>
    public abstract void Refuse(string error);

    /// <summary>It is over: its effects are in the log and in the store, or it was refused.</summary>
    public abstract void Complete();
}
