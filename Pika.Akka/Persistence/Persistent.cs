using System.Collections.Immutable;
using Akka.Actor;

namespace Akka.Persistence;

/// <summary>An event as a journal keeps it.</summary>
public interface IPersistentRepresentation
{
    /// <summary>The event.</summary>
    object Payload { get; }

    /// <summary>Tells a journal how to read the event; may be empty.</summary>
    string Manifest { get; }

    /// <summary>Whose event it is.</summary>
    string PersistenceId { get; }

    /// <summary>Its number: 1, 2, 3 for each identity.</summary>
    long SequenceNr { get; }

    /// <summary>Which life of the actor wrote it.</summary>
    string WriterGuid { get; }

    /// <summary>Kept only as a mark.</summary>
    bool IsDeleted { get; }

    /// <summary>Who sent the command; not kept.</summary>
    IActorRef? Sender { get; }

    /// <summary>When it was written, in ticks of UTC; 0 if unknown.</summary>
    long Timestamp { get; }

    /// <summary>A copy with another event.</summary>
    IPersistentRepresentation WithPayload(object payload);

    /// <summary>A copy with another manifest.</summary>
    IPersistentRepresentation WithManifest(string manifest);

    /// <summary>A copy with another time.</summary>
    IPersistentRepresentation WithTimestamp(long timestamp);

    /// <summary>A copy with everything else replaced.</summary>
    IPersistentRepresentation Update(long sequenceNr, string persistenceId, bool isDeleted, IActorRef? sender, string writerGuid);
}

/// <summary>An event as a journal keeps it.</summary>
public class Persistent(
    object payload,
    long sequenceNr = 0L,
    string? persistenceId = null,
    string? manifest = null,
    bool isDeleted = false,
    IActorRef? sender = null,
    string? writerGuid = null,
    long timestamp = 0
) : IPersistentRepresentation, IEquatable<IPersistentRepresentation>
{
    /// <summary>Stands for an identity or a manifest that is not known.</summary>
    public static string Undefined { get; } = string.Empty;

    /// <inheritdoc/>
    public object Payload { get; } = payload;

    /// <inheritdoc/>
    public long SequenceNr { get; } = sequenceNr;

    /// <inheritdoc/>
    public string PersistenceId { get; } = persistenceId ?? Undefined;

    /// <inheritdoc/>
    public string Manifest { get; } = manifest ?? Undefined;

    /// <inheritdoc/>
    public bool IsDeleted { get; } = isDeleted;

    /// <inheritdoc/>
    public IActorRef? Sender { get; } = sender;

    /// <inheritdoc/>
    public string WriterGuid { get; } = writerGuid ?? Undefined;

    /// <inheritdoc/>
    public long Timestamp { get; } = timestamp;

    /// <inheritdoc/>
    public IPersistentRepresentation WithPayload(object payload) =>
        new Persistent(payload, SequenceNr, PersistenceId, Manifest, IsDeleted, Sender, WriterGuid, Timestamp);

    /// <inheritdoc/>
    public IPersistentRepresentation WithManifest(string manifest) =>
        new Persistent(Payload, SequenceNr, PersistenceId, manifest, IsDeleted, Sender, WriterGuid, Timestamp);

    /// <inheritdoc/>
    public IPersistentRepresentation WithTimestamp(long newTimestamp) =>
        new Persistent(Payload, SequenceNr, PersistenceId, Manifest, IsDeleted, Sender, WriterGuid, newTimestamp);

    /// <inheritdoc/>
    public IPersistentRepresentation Update(long sequenceNr, string persistenceId, bool isDeleted, IActorRef? sender, string writerGuid) =>
        new Persistent(Payload, sequenceNr, persistenceId, Manifest, isDeleted, sender, writerGuid, Timestamp);

    /// <inheritdoc/>
    public bool Equals(IPersistentRepresentation? other) =>
        other is not null
        && SequenceNr == other.SequenceNr
        && PersistenceId == other.PersistenceId
        && WriterGuid == other.WriterGuid
        && Manifest == other.Manifest
        && IsDeleted == other.IsDeleted
        && Equals(Payload, other.Payload);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as IPersistentRepresentation);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(SequenceNr, PersistenceId, WriterGuid);

    /// <inheritdoc/>
    public override string ToString() => $"Persistent<pid: {PersistenceId}, seqNr: {SequenceNr}, payload: {Payload}>";
}

/// <summary>Events of one identity that are written all or none.</summary>
public sealed class AtomicWrite : IPersistentEnvelope
{
    private readonly ImmutableArray<IPersistentRepresentation> _events;

    /// <summary>One event.</summary>
    public AtomicWrite(IPersistentRepresentation @event)
        : this(ImmutableArray.Create(@event)) { }

    /// <summary>Several events with numbers that follow each other.</summary>
    /// <exception cref="ArgumentException">There are none, or they belong to several identities.</exception>
    public AtomicWrite(IImmutableList<IPersistentRepresentation> payload)
    {
        if (payload.Count == 0)
            throw new ArgumentException("Payload of AtomicWrite must not be empty.", nameof(payload));
        var first = payload[0];
        for (var i = 1; i < payload.Count; i++)
        {
            if (payload[i].PersistenceId != first.PersistenceId)
                throw new ArgumentException("AtomicWrite must contain messages for the same persistenceId.", nameof(payload));
        }
        _events = payload is ImmutableArray<IPersistentRepresentation> array ? array : [.. payload];
        Payload = payload;
        PersistenceId = first.PersistenceId;
        Sender = first.Sender!;
        Size = payload.Count;
        LowestSequenceNr = first.SequenceNr;
        HighestSequenceNr = payload[^1].SequenceNr;
    }

    /// <inheritdoc/>
    public object Payload { get; }

    /// <inheritdoc/>
    public IActorRef Sender { get; }

    /// <inheritdoc/>
    public int Size { get; }

    /// <summary>Whose events they are.</summary>
    public string PersistenceId { get; }

    /// <summary>The number of the first.</summary>
    public long LowestSequenceNr { get; }

    /// <summary>The number of the last.</summary>
    public long HighestSequenceNr { get; }

    internal ImmutableArray<IPersistentRepresentation> Events => _events;

    /// <inheritdoc/>
    public override string ToString() => $"AtomicWrite<pid: {PersistenceId}, {LowestSequenceNr}-{HighestSequenceNr}>";
}

/// <summary>A deferred handler's place among the events: it is not written and comes back in order.</summary>
internal sealed class NonPersistentMessage(object payload, IActorRef sender) : IPersistentEnvelope
{
    public object Payload { get; } = payload;

    public IActorRef Sender { get; } = sender;

    public int Size => 1;
}
