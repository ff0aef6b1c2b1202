using System.Buffers.Binary;

namespace Pika.Storage.Rdb;

/// <summary>The id of a stream's entry.</summary>
/// <param name="Ms">Milliseconds.</param>
/// <param name="Sequence">A number within the millisecond.</param>
public readonly record struct RdbStreamId(ulong Ms, ulong Sequence) : IComparable<RdbStreamId>
{
    /// <summary>Bytes of an id as one piece, big-endian.</summary>
    internal const int Size = 16;

    /// <summary>The largest id.</summary>
    internal static readonly RdbStreamId Max = new(ulong.MaxValue, ulong.MaxValue);

    /// <summary>Reads one piece.</summary>
    internal static RdbStreamId Read(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[sizeof(ulong)..]));

    /// <summary>Writes one piece.</summary>
    internal void Write(Span<byte> into)
    {
        BinaryPrimitives.WriteUInt64BigEndian(into, Ms);
        BinaryPrimitives.WriteUInt64BigEndian(into[sizeof(ulong)..], Sequence);
    }

    /// <inheritdoc/>
    public int CompareTo(RdbStreamId other) => Ms == other.Ms ? Sequence.CompareTo(other.Sequence) : Ms.CompareTo(other.Ms);
}

/// <summary>What a stream says of itself beside its entries.</summary>
public readonly record struct RdbStreamTail
{
    /// <summary>The number of entries.</summary>
    public required long Length { get; init; }

    /// <summary>The largest id that was ever given.</summary>
    public required RdbStreamId LastId { get; init; }

    /// <summary>The id of the first entry. If there is none: zeros, or, of a stream in the old form, the largest id, as Redis has it.</summary>
    public required RdbStreamId FirstId { get; init; }

    /// <summary>The largest id that was deleted.</summary>
    public required RdbStreamId MaxDeletedId { get; init; }

    /// <summary>The number of entries that were ever added.</summary>
    public required long EntriesAdded { get; init; }
}
