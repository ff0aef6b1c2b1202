using System.Buffers.Binary;

namespace Pika.Storage.Keyspace;

/// <summary>
/// A consumer group, as its row holds it: number (4), the number of the next consumer (4), consumers (8), last id (16), entries read (8), pending (8), highest
/// pending id (16).
/// </summary>
public struct StreamGroup
{
    /// <summary>The entries read are not known: the group was set to an arbitrary id.</summary>
    public const long UnknownRead = -1;

    internal const int Size = 4 + 4 + 8 + StreamId.Size + 8 + 8 + StreamId.Size;

    /// <summary>Stands for the group in the keys of its rows; never given twice in a stream.</summary>
    public uint Number { get; set; }

    /// <summary>The number of the next new consumer.</summary>
    public uint NextConsumer { get; set; }

    /// <summary>The number of consumers.</summary>
    public long Consumers { get; set; }

    /// <summary>The last id that was delivered to any consumer.</summary>
    public StreamId LastId { get; set; }

    /// <summary>How many entries the group has read, those deleted since included; or <see cref="UnknownRead"/>.</summary>
    public long EntriesRead { get; set; }

    /// <summary>The number of entries delivered and not acknowledged.</summary>
    public long Pending { get; set; }

    /// <summary>No pending entry has a higher id than this: what is delivered beyond it is not pending yet, without a look.</summary>
    public StreamId HighestPending { get; set; }

    internal static StreamGroup Read(ReadOnlySpan<byte> value) =>
        new()
        {
            Number = BinaryPrimitives.ReadUInt32LittleEndian(value),
            NextConsumer = BinaryPrimitives.ReadUInt32LittleEndian(value[4..]),
            Consumers = BinaryPrimitives.ReadInt64LittleEndian(value[8..]),
            LastId = StreamId.Read(value[16..]),
            EntriesRead = BinaryPrimitives.ReadInt64LittleEndian(value[32..]),
            Pending = BinaryPrimitives.ReadInt64LittleEndian(value[40..]),
            HighestPending = StreamId.Read(value[48..]),
        };

    internal readonly void Write(Span<byte> room)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(room, Number);
        BinaryPrimitives.WriteUInt32LittleEndian(room[4..], NextConsumer);
        BinaryPrimitives.WriteInt64LittleEndian(room[8..], Consumers);
        LastId.Write(room[16..]);
        BinaryPrimitives.WriteInt64LittleEndian(room[32..], EntriesRead);
        BinaryPrimitives.WriteInt64LittleEndian(room[40..], Pending);
        HighestPending.Write(room[48..]);
    }
}

/// <summary>A consumer of a group, as its row holds it.</summary>
/// <param name="SeenAt">When it last asked for entries or claimed some, unix ms.</param>
/// <param name="Pending">The number of its pending entries.</param>
public readonly record struct StreamConsumer(long SeenAt, long Pending)
{
    internal const int Size = 8 + 8;
}

/// <summary>A pending entry's delivery, as its row holds it.</summary>
/// <param name="Consumer">The number of the consumer that has it.</param>
/// <param name="At">When it was delivered last, unix ms.</param>
/// <param name="Count">How often it was delivered.</param>
public readonly record struct StreamDelivery(uint Consumer, long At, long Count)
{
    internal const int Size = 4 + 8 + 8;

    internal static StreamDelivery Read(ReadOnlySpan<byte> value) =>
        new(
            BinaryPrimitives.ReadUInt32LittleEndian(value),
            BinaryPrimitives.ReadInt64LittleEndian(value[4..]),
            BinaryPrimitives.ReadInt64LittleEndian(value[12..])
        );
}
