namespace Akka.Persistence.Snapshot;

/// <summary>Keeps snapshots in memory as long as the system lives.</summary>
public class MemorySnapshotStore : SnapshotStore
{
    private readonly Lock _gate = new();
    private readonly List<SelectedSnapshot> _snapshots = [];

    /// <inheritdoc/>
    protected override Task<SelectedSnapshot?> LoadAsync(string persistenceId, SnapshotSelectionCriteria criteria)
    {
        lock (_gate)
        {
            return Task.FromResult(
                _snapshots
                    .Where(s => s.Metadata.PersistenceId == persistenceId && criteria.IsMatch(s.Metadata))
                    .MaxBy(s => s.Metadata, SnapshotMetadata.Comparer)
            );
        }
    }

    /// <inheritdoc/>
    protected override Task SaveAsync(SnapshotMetadata metadata, object snapshot)
    {
        lock (_gate)
        {
            _snapshots.RemoveAll(s => s.Metadata.PersistenceId == metadata.PersistenceId && s.Metadata.SequenceNr == metadata.SequenceNr);
            _snapshots.Add(new SelectedSnapshot(metadata, snapshot));
        }
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override Task DeleteAsync(SnapshotMetadata metadata)
    {
        lock (_gate)
        {
            _snapshots.RemoveAll(s =>
                s.Metadata.PersistenceId == metadata.PersistenceId
                && s.Metadata.SequenceNr == metadata.SequenceNr
                && (metadata.Timestamp == DateTime.MinValue || s.Metadata.Timestamp == metadata.Timestamp)
            );
        }
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override Task DeleteAsync(string persistenceId, SnapshotSelectionCriteria criteria)
    {
        lock (_gate)
            _snapshots.RemoveAll(s => s.Metadata.PersistenceId == persistenceId && criteria.IsMatch(s.Metadata));
        return Task.CompletedTask;
    }
}

/// <summary>Keeps no snapshots: loading finds none, saving fails.</summary>
public sealed class NoSnapshotStore : SnapshotStore
{
    /// <summary>No snapshot store is configured.</summary>
    public class NoSnapshotStoreException : Exception
    {
        /// <summary>With a text.</summary>
        public NoSnapshotStoreException(string message)
            : base(message) { }
    }

    /// <inheritdoc/>
    protected override Task<SelectedSnapshot?> LoadAsync(string persistenceId, SnapshotSelectionCriteria criteria) =>
        Task.FromResult<SelectedSnapshot?>(null);

    /// <inheritdoc/>
    protected override Task SaveAsync(SnapshotMetadata metadata, object snapshot) => NotConfigured();

    /// <inheritdoc/>
    protected override Task DeleteAsync(SnapshotMetadata metadata) => NotConfigured();

    /// <inheritdoc/>
    protected override Task DeleteAsync(string persistenceId, SnapshotSelectionCriteria criteria) => NotConfigured();

    private static Task NotConfigured() => Task.FromException(new NoSnapshotStoreException("No snapshot store configured."));
}
