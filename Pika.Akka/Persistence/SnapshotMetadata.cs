namespace Akka.Persistence;

/// <summary>Which snapshot.</summary>
public sealed class SnapshotMetadata(string persistenceId, long sequenceNr, DateTime timestamp) : IEquatable<SnapshotMetadata>
{
    /// <summary>Orders by number, then by time.</summary>
    public static IComparer<SnapshotMetadata> Comparer { get; } =
        Comparer<SnapshotMetadata>.Create(
            (a, b) => a.SequenceNr != b.SequenceNr ? a.SequenceNr.CompareTo(b.SequenceNr) : a.Timestamp.CompareTo(b.Timestamp)
        );

    /// <summary>Whose state.</summary>
    public string PersistenceId { get; } = persistenceId;

    /// <summary>The number of the last event in it.</summary>
    public long SequenceNr { get; } = sequenceNr;

    /// <summary>When it was saved, UTC.</summary>
    public DateTime Timestamp { get; } = timestamp;

    /// <inheritdoc/>
    public bool Equals(SnapshotMetadata? other) =>
        other is not null && PersistenceId == other.PersistenceId && SequenceNr == other.SequenceNr && Timestamp == other.Timestamp;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SnapshotMetadata);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(PersistenceId, SequenceNr, Timestamp);

    /// <inheritdoc/>
    public override string ToString() => $"SnapshotMetadata<pid: {PersistenceId}, seqNr: {SequenceNr}, timestamp: {Timestamp:O}>";
}

/// <summary>Which snapshots.</summary>
public sealed class SnapshotSelectionCriteria : IEquatable<SnapshotSelectionCriteria>
{
    /// <summary>Up to this number, at any time.</summary>
    public SnapshotSelectionCriteria(long maxSequenceNr)
        : this(maxSequenceNr, DateTime.MaxValue) { }

    /// <summary>Within these numbers and times.</summary>
    public SnapshotSelectionCriteria(long maxSequenceNr, DateTime maxTimeStamp, long minSequenceNr = 0L, DateTime? minTimestamp = null)
    {
        MaxSequenceNr = maxSequenceNr;
        MaxTimeStamp = maxTimeStamp;
        MinSequenceNr = minSequenceNr;
        MinTimestamp = minTimestamp ?? DateTime.MinValue;
    }

    /// <summary>The latest.</summary>
    public static SnapshotSelectionCriteria Latest { get; } = new(long.MaxValue, DateTime.MaxValue);

    /// <summary>None.</summary>
    public static SnapshotSelectionCriteria None { get; } = new(0L, DateTime.MinValue);

    /// <summary>The highest number.</summary>
    public long MaxSequenceNr { get; }

    /// <summary>The latest time.</summary>
    public DateTime MaxTimeStamp { get; }

    /// <summary>The lowest number.</summary>
    public long MinSequenceNr { get; }

    /// <summary>The earliest time.</summary>
    public DateTime? MinTimestamp { get; }

    internal SnapshotSelectionCriteria Limit(long toSequenceNr) =>
        toSequenceNr < MaxSequenceNr ? new SnapshotSelectionCriteria(toSequenceNr, MaxTimeStamp, MinSequenceNr, MinTimestamp) : this;

    internal bool IsMatch(SnapshotMetadata metadata) =>
        metadata.SequenceNr <= MaxSequenceNr
        && metadata.Timestamp <= MaxTimeStamp
        && metadata.SequenceNr >= MinSequenceNr
        && metadata.Timestamp >= MinTimestamp;

    /// <inheritdoc/>
    public bool Equals(SnapshotSelectionCriteria? other) =>
        other is not null
        && MaxSequenceNr == other.MaxSequenceNr
        && MaxTimeStamp == other.MaxTimeStamp
        && MinSequenceNr == other.MinSequenceNr
        && MinTimestamp == other.MinTimestamp;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SnapshotSelectionCriteria);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(MaxSequenceNr, MaxTimeStamp, MinSequenceNr, MinTimestamp);

    /// <inheritdoc/>
    public override string ToString() => $"SnapshotSelectionCriteria<{MinSequenceNr}-{MaxSequenceNr}, {MinTimestamp:O}-{MaxTimeStamp:O}>";
}

/// <summary>A snapshot that a store found.</summary>
public sealed class SelectedSnapshot(SnapshotMetadata metadata, object snapshot) : IEquatable<SelectedSnapshot>
{
    /// <summary>Which.</summary>
    public SnapshotMetadata Metadata { get; } = metadata;

    /// <summary>The state.</summary>
    public object Snapshot { get; } = snapshot;

    /// <inheritdoc/>
    public bool Equals(SelectedSnapshot? other) => other is not null && Metadata.Equals(other.Metadata) && Equals(Snapshot, other.Snapshot);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SelectedSnapshot);

    /// <inheritdoc/>
    public override int GetHashCode() => Metadata.GetHashCode();
}

/// <summary>Offered to a recovering actor before the events that came after it.</summary>
public sealed class SnapshotOffer(SnapshotMetadata metadata, object snapshot) : IEquatable<SnapshotOffer>
{
    /// <summary>Which.</summary>
    public SnapshotMetadata Metadata { get; } = metadata;

    /// <summary>The state.</summary>
    public object Snapshot { get; } = snapshot;

    /// <inheritdoc/>
    public bool Equals(SnapshotOffer? other) => other is not null && Metadata.Equals(other.Metadata) && Equals(Snapshot, other.Snapshot);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SnapshotOffer);

    /// <inheritdoc/>
    public override int GetHashCode() => Metadata.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => $"SnapshotOffer<{Metadata}>";
}
