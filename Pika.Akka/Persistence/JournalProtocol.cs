using Akka.Actor;
using Akka.Event;

namespace Akka.Persistence;

/// <summary>Write these; answered with <see cref="WriteMessagesSuccessful"/> or <see cref="WriteMessagesFailed"/> and then one message per event.</summary>
public sealed class WriteMessages(IEnumerable<IPersistentEnvelope> messages, IActorRef persistentActor, int actorInstanceId)
    : IJournalRequest
{
    /// <summary>What to write, in this order.</summary>
    public IEnumerable<IPersistentEnvelope> Messages { get; } = messages;

    /// <summary>Who gets the answers.</summary>
    public IActorRef PersistentActor { get; } = persistentActor;

    /// <summary>Which life of that actor; answers to an earlier one are dropped.</summary>
    public int ActorInstanceId { get; } = actorInstanceId;
}

/// <summary>A batch was written; the answers for its events follow.</summary>
public sealed class WriteMessagesSuccessful : IJournalResponse
{
    private WriteMessagesSuccessful() { }

    /// <summary>The only instance.</summary>
    public static WriteMessagesSuccessful Instance { get; } = new();
}

/// <summary>A batch was not written; the answers for its events follow.</summary>
public sealed class WriteMessagesFailed(Exception cause, int writeCount) : IJournalResponse
{
    /// <summary>Why.</summary>
    public Exception Cause { get; } = cause;

    /// <summary>How many atomic writes it held.</summary>
    public int WriteCount { get; } = writeCount;
}

/// <summary>An event was written.</summary>
public sealed class WriteMessageSuccess(IPersistentRepresentation persistent, int actorInstanceId) : IJournalResponse
{
    /// <summary>The event.</summary>
    public IPersistentRepresentation Persistent { get; } = persistent;

    /// <summary>Which life of the actor asked.</summary>
    public int ActorInstanceId { get; } = actorInstanceId;
}

/// <summary>An event was refused, before anything was written.</summary>
public sealed class WriteMessageRejected(IPersistentRepresentation persistent, Exception cause, int actorInstanceId) : IJournalResponse
{
    /// <summary>The event.</summary>
    public IPersistentRepresentation Persistent { get; } = persistent;

    /// <summary>Why.</summary>
    public Exception Cause { get; } = cause;

    /// <summary>Which life of the actor asked.</summary>
    public int ActorInstanceId { get; } = actorInstanceId;
}

/// <summary>An event was perhaps not written.</summary>
public sealed class WriteMessageFailure(IPersistentRepresentation persistent, Exception cause, int actorInstanceId) : IJournalResponse
{
    /// <summary>The event.</summary>
    public IPersistentRepresentation Persistent { get; } = persistent;

    /// <summary>Why.</summary>
    public Exception Cause { get; } = cause;

    /// <summary>Which life of the actor asked.</summary>
    public int ActorInstanceId { get; } = actorInstanceId;
}

/// <summary>A message that was not to be written comes back in its place.</summary>
public sealed class LoopMessageSuccess(object message, int actorInstanceId) : IJournalResponse
{
    /// <summary>The message.</summary>
    public object Message { get; } = message;

    /// <summary>Which life of the actor asked.</summary>
    public int ActorInstanceId { get; } = actorInstanceId;
}

/// <summary>Send the events with these numbers, as <see cref="ReplayedMessage"/>, and then <see cref="RecoverySuccess"/> or <see cref="ReplayMessagesFailure"/>.</summary>
public sealed class ReplayMessages(long fromSequenceNr, long toSequenceNr, long max, string persistenceId, IActorRef persistentActor)
    : IJournalRequest
{
    /// <summary>The first number.</summary>
    public long FromSequenceNr { get; } = fromSequenceNr;

    /// <summary>The last number.</summary>
    public long ToSequenceNr { get; } = toSequenceNr;

    /// <summary>At most so many.</summary>
    public long Max { get; } = max;

    /// <summary>Whose events.</summary>
    public string PersistenceId { get; } = persistenceId;

    /// <summary>Who gets them.</summary>
    public IActorRef PersistentActor { get; } = persistentActor;
}

/// <summary>An event from the journal.</summary>
public sealed class ReplayedMessage(IPersistentRepresentation persistent) : IJournalResponse, IDeadLetterSuppression
{
    /// <summary>The event.</summary>
    public IPersistentRepresentation Persistent { get; } = persistent;
}

/// <summary>All events were sent.</summary>
public sealed class RecoverySuccess(long highestSequenceNr) : IJournalResponse, IDeadLetterSuppression
{
    /// <summary>The highest number in the journal, even if it was not asked for.</summary>
    public long HighestSequenceNr { get; } = highestSequenceNr;
}

/// <summary>Not all events could be read.</summary>
public sealed class ReplayMessagesFailure(Exception cause) : IJournalResponse, IDeadLetterSuppression
{
    /// <summary>Why.</summary>
    public Exception Cause { get; } = cause;
}

/// <summary>Delete the events up to this number; answered with <see cref="DeleteMessagesSuccess"/> or <see cref="DeleteMessagesFailure"/>.</summary>
public sealed class DeleteMessagesTo(string persistenceId, long toSequenceNr, IActorRef persistentActor) : IJournalRequest
{
    /// <summary>Whose events.</summary>
    public string PersistenceId { get; } = persistenceId;

    /// <summary>The last number.</summary>
    public long ToSequenceNr { get; } = toSequenceNr;

    /// <summary>Who gets the answer.</summary>
    public IActorRef PersistentActor { get; } = persistentActor;
}

/// <summary>Events were deleted.</summary>
public sealed class DeleteMessagesSuccess(long toSequenceNr) : IEquatable<DeleteMessagesSuccess>
{
    /// <summary>The last number.</summary>
    public long ToSequenceNr { get; } = toSequenceNr;

    /// <inheritdoc/>
    public bool Equals(DeleteMessagesSuccess? other) => other is not null && ToSequenceNr == other.ToSequenceNr;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as DeleteMessagesSuccess);

    /// <inheritdoc/>
    public override int GetHashCode() => ToSequenceNr.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => $"DeleteMessagesSuccess<toSequenceNr: {ToSequenceNr}>";
}

/// <summary>Events could not be deleted.</summary>
public sealed class DeleteMessagesFailure(Exception cause, long toSequenceNr) : INoSerializationVerificationNeeded
{
    /// <summary>Why.</summary>
    public Exception Cause { get; } = cause;

    /// <summary>The last number.</summary>
    public long ToSequenceNr { get; } = toSequenceNr;
}
