using System.Buffers.Binary;

namespace Pika.Storage.Keyspace;

/// <summary>The id of a stream's entry: a time in unix ms, and a number among the entries of that time. Ids only grow.</summary>
public readonly record struct StreamId(ulong Ms, ulong Seq) : IComparable<StreamId>
{
    /// <summary>Bytes of an id in rows: both numbers, big-endian, so that rows sort by id.</summary>
    public const int Size = 8 + 8;

    /// <summary><c>0-0</c>: below every entry, and the mark of no id at all.</summary>
    public static readonly StreamId Zero = new(0, 0);

    /// <summary>The greatest id.</summary>
    public static readonly StreamId Max = new(ulong.MaxValue, ulong.MaxValue);

    /// <summary>Whether the first is before the second.</summary>
    public static bool operator <(StreamId left, StreamId right) => left.CompareTo(right) < 0;

    /// <summary>Whether the first is after the second.</summary>
    public static bool operator >(StreamId left, StreamId right) => left.CompareTo(right) > 0;

    /// <summary>Whether the first is not after the second.</summary>
    public static bool operator <=(StreamId left, StreamId right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the first is not before the second.</summary>
    public static bool operator >=(StreamId left, StreamId right) => left.CompareTo(right) >= 0;

    /// <summary>An id as <see cref="Write"/> has left it.</summary>
    public static StreamId Read(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));

    /// <summary>Writes the id's <see cref="Size"/> bytes.</summary>
    public void Write(Span<byte> room)
    {
        BinaryPrimitives.WriteUInt64BigEndian(room, Ms);
        BinaryPrimitives.WriteUInt64BigEndian(room[8..], Seq);
    }

    /// <summary>The id right after this one; false, and <see cref="Zero"/>, if there is none.</summary>
    public bool TryNext(out StreamId next)
    {
        next = Seq < ulong.MaxValue ? new StreamId(Ms, Seq + 1) : new StreamId(unchecked(Ms + 1), 0);
        return next != Zero;
    }

    /// <summary>The id right before this one; false, and <see cref="Max"/>, if there is none.</summary>
    public bool TryPrevious(out StreamId previous)
    {
        previous = Seq > 0 ? new StreamId(Ms, Seq - 1) : new StreamId(unchecked(Ms - 1), ulong.MaxValue);
        return previous != Max;
    }

    /// <inheritdoc/>
    public int CompareTo(StreamId other) => Ms != other.Ms ? Ms.CompareTo(other.Ms) : Seq.CompareTo(other.Seq);
}
