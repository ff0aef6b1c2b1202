using Akka.Actor;

namespace Akka.Persistence;

/// <summary>From where and to where an actor is recovered.</summary>
public sealed class Recovery
{
    /// <summary>From the latest snapshot to the last event.</summary>
    public Recovery()
        : this(SnapshotSelectionCriteria.Latest) { }

    /// <summary>From such a snapshot to the last event.</summary>
    public Recovery(SnapshotSelectionCriteria fromSnapshot)
        : this(fromSnapshot, long.MaxValue) { }

    /// <summary>From such a snapshot to this event.</summary>
    public Recovery(SnapshotSelectionCriteria fromSnapshot, long toSequenceNr)
        : this(fromSnapshot, toSequenceNr, long.MaxValue) { }

    /// <summary>From such a snapshot to this event, and at most so many events.</summary>
    public Recovery(SnapshotSelectionCriteria? fromSnapshot = null, long toSequenceNr = long.MaxValue, long replayMax = long.MaxValue)
    {
        FromSnapshot = fromSnapshot ?? SnapshotSelectionCriteria.Latest;
        ToSequenceNr = toSequenceNr;
        ReplayMax = replayMax;
    }

    /// <summary>From the latest snapshot to the last event.</summary>
    public static Recovery Default { get; } = new(SnapshotSelectionCriteria.Latest);

    /// <summary>Not at all: only the highest sequence number is read.</summary>
    public static Recovery None { get; } = new(SnapshotSelectionCriteria.None, 0L);

    /// <summary>Which snapshot to begin with.</summary>
    public SnapshotSelectionCriteria FromSnapshot { get; }

    /// <summary>The last event.</summary>
    public long ToSequenceNr { get; }

    /// <summary>At most so many events.</summary>
    public long ReplayMax { get; }
}

/// <summary>The last message of a recovery; from here on events can be persisted.</summary>
public sealed class RecoveryCompleted
{
    private RecoveryCompleted() { }

    /// <summary>The only instance.</summary>
    public static readonly RecoveryCompleted Instance = new();

    /// <inheritdoc/>
    public override string ToString() => "RecoveryCompleted";
}

/// <summary>Journal or snapshot store were silent for recovery-event-timeout.</summary>
public sealed class RecoveryTimedOutException : AkkaException
{
    /// <summary>Without a text.</summary>
    public RecoveryTimedOutException() { }

    /// <summary>With a text.</summary>
    public RecoveryTimedOutException(string message, Exception? cause = null)
        : base(message, cause) { }
}
