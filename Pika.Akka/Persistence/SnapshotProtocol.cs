namespace Akka.Persistence;

/// <summary>Find the latest that fits; answered with <see cref="LoadSnapshotResult"/> or <see cref="LoadSnapshotFailed"/>.</summary>
public sealed class LoadSnapshot(string persistenceId, SnapshotSelectionCriteria criteria, long toSequenceNr) : ISnapshotRequest
{
    /// <summary>Whose snapshots.</summary>
    public string PersistenceId { get; } = persistenceId;

    /// <summary>Which snapshots.</summary>
    public SnapshotSelectionCriteria Criteria { get; } = criteria;

    /// <summary>No later than this number.</summary>
    public long ToSequenceNr { get; } = toSequenceNr;
}

/// <summary>What was found.</summary>
public sealed class LoadSnapshotResult(SelectedSnapshot? snapshot, long toSequenceNr) : ISnapshotResponse
{
    /// <summary>Null if there is none.</summary>
    public SelectedSnapshot? Snapshot { get; } = snapshot;

    /// <summary>No later than this number.</summary>
    public long ToSequenceNr { get; } = toSequenceNr;
}

/// <summary>The store could not look.</summary>
public sealed class LoadSnapshotFailed(Exception cause) : ISnapshotResponse
{
    /// <summary>Why.</summary>
    public Exception Cause { get; } = cause;
}

/// <summary>Save this; answered with <see cref="SaveSnapshotSuccess"/> or <see cref="SaveSnapshotFailure"/>.</summary>
public sealed class SaveSnapshot(SnapshotMetadata metadata, object snapshot) : ISnapshotRequest
{
    /// <summary>Which snapshot.</summary>
    public SnapshotMetadata Metadata { get; } = metadata;

    /// <summary>The state.</summary>
    public object Snapshot { get; } = snapshot;
}

/// <summary>A snapshot was saved.</summary>
public sealed class SaveSnapshotSuccess(SnapshotMetadata metadata) : ISnapshotResponse
{
    /// <summary>Which snapshot.</summary>
    public SnapshotMetadata Metadata { get; } = metadata;
}

/// <summary>A snapshot was not saved.</summary>
public sealed class SaveSnapshotFailure(SnapshotMetadata metadata, Exception cause) : ISnapshotResponse
{
    /// <summary>Which snapshot.</summary>
    public SnapshotMetadata Metadata { get; } = metadata;

    /// <summary>Why.</summary>
    public Exception Cause { get; } = cause;
}

/// <summary>Delete one; answered with <see cref="DeleteSnapshotSuccess"/> or <see cref="DeleteSnapshotFailure"/>.</summary>
public sealed class DeleteSnapshot(SnapshotMetadata metadata) : ISnapshotRequest
{
    /// <summary>Which snapshot.</summary>
    public SnapshotMetadata Metadata { get; } = metadata;
}

/// <summary>A snapshot was deleted.</summary>
public sealed class DeleteSnapshotSuccess(SnapshotMetadata metadata) : ISnapshotResponse
{
    /// <summary>Which snapshot.</summary>
    public SnapshotMetadata Metadata { get; } = metadata;
}

/// <summary>A snapshot was not deleted.</summary>
public sealed class DeleteSnapshotFailure(SnapshotMetadata metadata, Exception cause) : ISnapshotResponse
{
    /// <summary>Which snapshot.</summary>
    public SnapshotMetadata Metadata { get; } = metadata;

    /// <summary>Why.</summary>
    public Exception Cause { get; } = cause;
}

/// <summary>Delete all that fit; answered with <see cref="DeleteSnapshotsSuccess"/> or <see cref="DeleteSnapshotsFailure"/>.</summary>
public sealed class DeleteSnapshots(string persistenceId, SnapshotSelectionCriteria criteria) : ISnapshotRequest
{
    /// <summary>Whose snapshots.</summary>
    public string PersistenceId { get; } = persistenceId;

    /// <summary>Which snapshots.</summary>
    public SnapshotSelectionCriteria Criteria { get; } = criteria;
}

/// <summary>Snapshots were deleted.</summary>
public sealed class DeleteSnapshotsSuccess(SnapshotSelectionCriteria criteria) : ISnapshotResponse
{
    /// <summary>Which snapshots.</summary>
    public SnapshotSelectionCriteria Criteria { get; } = criteria;
}

/// <summary>Snapshots were not deleted.</summary>
public sealed class DeleteSnapshotsFailure(SnapshotSelectionCriteria criteria, Exception cause) : ISnapshotResponse
{
    /// <summary>Which snapshots.</summary>
    public SnapshotSelectionCriteria Criteria { get; } = criteria;

    /// <summary>Why.</summary>
    public Exception Cause { get; } = cause;
}
