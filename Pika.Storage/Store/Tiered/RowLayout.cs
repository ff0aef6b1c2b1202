using System.Buffers.Binary;

namespace Pika.Storage.Store.Tiered;

/// <summary>
/// How a row stands in the ring: key length (4), value length (4, negative for a deletion), family, kind, 2 unused, key, value, and for
/// the families that are walked the position of the collection's dirty row before it (8).
/// </summary>
internal static class RowLayout
{
    /// <summary>Bytes in front of a row's key.</summary>
    public const int HeaderBytes = 12;

    /// <summary>The row is not below yet.</summary>
    public const byte Dirty = 0;

    /// <summary>The row is also below.</summary>
    public const byte Clean = 1;

    /// <summary>Not a row of the store: it names the last dirty row of a collection. See <see cref="CollectionHead"/>.</summary>
    public const byte Head = 2;

    private const int DeletedLength = -1;
    private const int LinkBytes = sizeof(long);

    /// <summary>Bytes of a row in the ring.</summary>
    public static int SizeOf(Family family, int keyLength, int valueLength) =>
        HeaderBytes + keyLength + valueLength + (IsWalked(family) ? LinkBytes : 0);

    /// <summary>Bytes of the row that stands at the front.</summary>
    public static int SizeOf(ReadOnlySpan<byte> bytes) => SizeOf(FamilyOf(bytes), KeyLength(bytes), Math.Max(0, ValueLength(bytes)));

    /// <summary>Whether the family has collections, whose dirty rows are linked.</summary>
    public static bool IsWalked(Family family) => family is Family.Data or Family.Score or Family.Expire or Family.System;

    /// <summary>Writes a row into room of its size.</summary>
    public static void Write(
        Span<byte> room,
        Family family,
        ReadOnlySpan<byte> key,
        ReadOnlySpan<byte> value,
        bool deleted,
        byte kind,
        long link
    )
    {
        BinaryPrimitives.WriteInt32LittleEndian(room, key.Length);
        BinaryPrimitives.WriteInt32LittleEndian(room[4..], deleted ? DeletedLength : value.Length);
        room[8] = (byte)family;
        room[9] = kind;
        key.CopyTo(room[HeaderBytes..]);
        value.CopyTo(room[(HeaderBytes + key.Length)..]);
        if (IsWalked(family))
        {
            BinaryPrimitives.WriteInt64LittleEndian(room[^LinkBytes..], link);
        }
    }

    /// <summary>The family of the row.</summary>
    public static Family FamilyOf(ReadOnlySpan<byte> bytes) => (Family)bytes[8];

    /// <summary>Whether the row is dirty, clean, or a collection's head.</summary>
    public static byte KindOf(ReadOnlySpan<byte> bytes) => bytes[9];

    /// <summary>Whether the row is a deletion.</summary>
    public static bool IsDeleted(ReadOnlySpan<byte> bytes) => ValueLength(bytes) == DeletedLength;

    /// <summary>The row's key.</summary>
    public static ReadOnlySpan<byte> KeyOf(ReadOnlySpan<byte> bytes) => bytes.Slice(HeaderBytes, KeyLength(bytes));

    /// <summary>The row's value; empty for a deletion.</summary>
    public static ReadOnlySpan<byte> ValueOf(ReadOnlySpan<byte> bytes) =>
        bytes.Slice(HeaderBytes + KeyLength(bytes), Math.Max(0, ValueLength(bytes)));

    /// <summary>The position of the dirty row of the same collection that was written before this one; 0 for none.</summary>
    public static long LinkOf(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt64LittleEndian(bytes[(SizeOf(bytes) - LinkBytes)..]);

    /// <summary>Whether this is the row with that family and key.</summary>
    public static bool Matches(ReadOnlySpan<byte> bytes, Family family, ReadOnlySpan<byte> key) =>
        bytes[8] == (byte)family && KeyLength(bytes) == key.Length && bytes.Slice(HeaderBytes, key.Length).SequenceEqual(key);

    private static int KeyLength(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt32LittleEndian(bytes);

    private static int ValueLength(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]);
}
