using System.Buffers.Binary;

namespace Pika.Storage.Keyspace;

/// <summary>
/// The keys of the rows, as docs/formats/keyspace.md defines them. All numbers are big-endian, so that rows sort by number.
/// </summary>
public static class RowKeys
{
    /// <summary>Bytes before the user's key in a meta row's key: generation (4) and slot (2).</summary>
    public const int MetaPrefix = 4 + 2;

    /// <summary>Bytes of a data row's key before what the type puts there: generation (4), slot (2), version (8).</summary>
    public const int DataPrefix = 4 + 2 + 8;

    /// <summary>Bytes before the user's key in an expire row's key: generation (4) and time in ms (8).</summary>
    public const int ExpirePrefix = 4 + 8;

    /// <summary>generation | slot | key.</summary>
    public static void WriteMeta(Span<byte> room, uint generation, ReadOnlySpan<byte> key)
    {
        BinaryPrimitives.WriteUInt32BigEndian(room, generation);
        BinaryPrimitives.WriteUInt16BigEndian(room[4..], HashSlot.Of(key));
        key.CopyTo(room[MetaPrefix..]);
    }

    /// <summary>generation | slot | version; the type's own part follows.</summary>
    public static void WriteData(Span<byte> room, uint generation, ushort slot, ulong version)
    {
        BinaryPrimitives.WriteUInt32BigEndian(room, generation);
        BinaryPrimitives.WriteUInt16BigEndian(room[4..], slot);
        BinaryPrimitives.WriteUInt64BigEndian(room[6..], version);
    }

    /// <summary>generation | when | key.</summary>
    public static void WriteExpire(Span<byte> room, uint generation, long when, ReadOnlySpan<byte> key)
    {
        BinaryPrimitives.WriteUInt32BigEndian(room, generation);
        BinaryPrimitives.WriteInt64BigEndian(room[4..], when);
        key.CopyTo(room[ExpirePrefix..]);
    }

    /// <summary>The system row that names the generation of a database: <see cref="DatabasePrefix"/> and its number (2).</summary>
    public static byte[] Database(int database) => [.. DatabasePrefix, (byte)(database >> 8), (byte)database];

    /// <summary>The common beginning of the rows that name the generations of databases.</summary>
    public static ReadOnlySpan<byte> DatabasePrefix => "db/"u8;

    /// <summary>The system row that counts the keys of one shard of a generation: <c>count/</c>, generation (4), shard (2).</summary>
    public static byte[] Count(uint generation, int shard)
    {
        var key = new byte[CountPrefix.Length + 6];
        CountPrefix.CopyTo(key);
        BinaryPrimitives.WriteUInt32BigEndian(key.AsSpan(CountPrefix.Length), generation);
        BinaryPrimitives.WriteUInt16BigEndian(key.AsSpan(CountPrefix.Length + 4), (ushort)shard);
        return key;
    }

    /// <summary>The common beginning of the count rows.</summary>
    public static ReadOnlySpan<byte> CountPrefix => "count/"u8;

    /// <summary>A version whose data rows are to be removed: <c>reclaim/</c>, generation (4), slot (2), version (8).</summary>
    public static void WriteReclaim(Span<byte> room, uint generation, ushort slot, ulong version)
    {
        ReclaimPrefix.CopyTo(room);
        WriteData(room[ReclaimPrefix.Length..], generation, slot, version);
    }

    /// <summary>The common beginning of the rows that queue versions for reclaim.</summary>
    public static ReadOnlySpan<byte> ReclaimPrefix => "reclaim/"u8;

    /// <summary>The first key behind all that begin with <see cref="ReclaimPrefix"/>.</summary>
    public static ReadOnlySpan<byte> ReclaimEnd => "reclaim0"u8;

    /// <summary>The first key behind the rows that name dropped generations.</summary>
    public static ReadOnlySpan<byte> DroppedEnd => "dropped0"u8;

    /// <summary>
    /// A generation that its database has dropped and whose rows are to be removed: <c>dropped/</c>, database (2), generation (4).
    /// </summary>
    public static byte[] Dropped(int database, uint generation)
    {
        byte[] key = [.. DroppedBy(database), 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt32BigEndian(key.AsSpan(key.Length - sizeof(uint)), generation);
        return key;
    }

    /// <summary>The common beginning of the rows that name the generations that a database has dropped.</summary>
    public static byte[] DroppedBy(int database) => [.. "dropped/"u8, (byte)(database >> 8), (byte)database];
}
