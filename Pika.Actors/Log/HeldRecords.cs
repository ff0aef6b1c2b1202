using Akka.Actor;
using Pika.Storage.Keyspace;

namespace Pika.Actors.Log;

/// <summary>
/// What came while nothing could be appended, in order: turns, at most one for each writer, and records of a master, at most one chunk. Used by
/// <see cref="AppendQueue"/> alone.
/// </summary>
internal sealed class HeldRecords
{
    private readonly Queue<HeldRecord> _held = new();

    /// <summary>Whether there is nothing.</summary>
    public bool IsEmpty => _held.Count == 0;

    /// <summary>Takes a turn.</summary>
    public void Add(IActorRef writer, Turn turn) => _held.Enqueue(new HeldRecord(writer, turn, default));

    /// <summary>Takes records of a master; the writer is answered for the last.</summary>
    public void Add(IActorRef writer, ReceivedRecords records)
    {
        for (int i = 0; i < records.Count; i++)
        {
            _held.Enqueue(new HeldRecord(i == records.Count - 1 ? writer : ActorRefs.Nobody, null, records[i]));
        }
    }

    /// <summary>The one that is to be appended next; it stays until it is taken, so that a defect on the way finds it.</summary>
    public bool TryPeek(out HeldRecord next) => _held.TryPeek(out next);

    /// <summary>Takes the next one out.</summary>
    public HeldRecord Take() => _held.Dequeue();

    /// <summary>Takes the rest of a master's records out, of which one was refused, and returns whom to answer for them.</summary>
    public IActorRef TakeChunk()
    {
        var next = _held.Dequeue();
        while (next.Writer.IsNobody())
        {
            next = _held.Dequeue();
        }

        return next.Writer;
    }
}

/// <summary>A turn, or a record that a master has sent.</summary>
/// <param name="Writer">Who is answered; nobody for a record that is not the last of its chunk.</param>
internal readonly record struct HeldRecord(IActorRef Writer, Turn? Turn, ReadOnlyMemory<byte> Received)
{
    /// <summary>The record: of a turn, before it is sealed.</summary>
    public ReadOnlyMemory<byte> Bytes => Turn?.Batch.Whole ?? Received;
}
