using Akka.Actor;
using Akka.Pattern;

namespace Akka.Persistence.Snapshot;

/// <summary>The base of a snapshot store. A subclass loads, saves and deletes; this class talks to persistent actors and guards the calls with a circuit breaker.</summary>
public abstract class SnapshotStore : ActorBase
{
    private readonly CircuitBreaker _breaker;

    /// <summary>For the subclass.</summary>
    protected SnapshotStore()
    {
        var config = Persistence.Instance.Apply(Context.System).ConfigFor(Self);
        _breaker = PluginBreaker.Create(Context.System, config);
    }

    /// <summary>The latest snapshot that fits; null if there is none.</summary>
    protected abstract Task<SelectedSnapshot?> LoadAsync(string persistenceId, SnapshotSelectionCriteria criteria);

    /// <summary>Saves a snapshot, in place of one with the same metadata.</summary>
    protected abstract Task SaveAsync(SnapshotMetadata metadata, object snapshot);

    /// <summary>Deletes one snapshot; without a timestamp, all with its number.</summary>
    protected abstract Task DeleteAsync(SnapshotMetadata metadata);

    /// <summary>Deletes all snapshots that fit.</summary>
    protected abstract Task DeleteAsync(string persistenceId, SnapshotSelectionCriteria criteria);

    /// <summary>Handles messages of the plugin's own, and is shown the outcome of what was saved and deleted.</summary>
    protected virtual bool ReceivePluginInternal(object message) => false;

    /// <inheritdoc/>
    protected sealed override bool Receive(object message)
    {
        switch (message)
        {
            case LoadSnapshot load:
                Load(load);
                return true;
            case SaveSnapshot save:
                Pipe(
                    () => SaveAsync(save.Metadata, save.Snapshot),
                    new SaveSnapshotSuccess(save.Metadata),
                    e => new SaveSnapshotFailure(save.Metadata, e)
                );
                return true;
            case DeleteSnapshot delete:
                Pipe(
                    () => DeleteAsync(delete.Metadata),
                    new DeleteSnapshotSuccess(delete.Metadata),
                    e => new DeleteSnapshotFailure(delete.Metadata, e)
                );
                return true;
            case DeleteSnapshots delete:
                Pipe(
                    () => DeleteAsync(delete.PersistenceId, delete.Criteria),
                    new DeleteSnapshotsSuccess(delete.Criteria),
                    e => new DeleteSnapshotsFailure(delete.Criteria, e)
                );
                return true;
            case ISnapshotResponse outcome:
                PassOn(outcome);
                return true;
            default:
                return ReceivePluginInternal(message);
        }
    }

    private void Load(LoadSnapshot load)
    {
        if (load.Criteria.Equals(SnapshotSelectionCriteria.None))
        {
            Sender.Tell(new LoadSnapshotResult(null, load.ToSequenceNr), Self);
            return;
        }
        _ = _breaker
            .WithCircuitBreaker(() => LoadAsync(load.PersistenceId, load.Criteria.Limit(load.ToSequenceNr)))
            .PipeTo(Sender, Self, found => new LoadSnapshotResult(found, load.ToSequenceNr), e => new LoadSnapshotFailed(e));
    }

    private void Pipe(Func<Task> work, ISnapshotResponse success, Func<Exception, ISnapshotResponse> failure) =>
        _ = _breaker.WithCircuitBreaker(work).PipeTo(Self, Sender, () => success, failure);

    /// <summary>The sender is the persistent actor: outcomes are piped here in its name.</summary>
    private void PassOn(ISnapshotResponse outcome)
    {
        try
        {
            ReceivePluginInternal(outcome);
            // What is left of a snapshot that could not be saved must not be offered later.
            if (outcome is SaveSnapshotFailure failure)
                _ = _breaker.WithCircuitBreaker(() => DeleteAsync(failure.Metadata)).ContinueWith(_ => { }, TaskScheduler.Default);
        }
        finally
        {
            Sender.Tell(outcome, Self);
        }
    }
}
