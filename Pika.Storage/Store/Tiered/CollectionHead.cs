using System.Buffers.Binary;

namespace Pika.Storage.Store.Tiered;

/// <summary>
/// A row of the ring that belongs to a collection and not to the store: it names the last dirty row of the collection, from which each
/// links to the one before. Each epoch has its own. The key is the collection's prefix; the value is the position of the last row (8), that of the
/// last row in the epoch before (8), 0 for none, and the number of writes in this epoch (4). It changes in place, under the table's gate.
/// </summary>
internal static class CollectionHead
{
    /// <summary>Bytes of the value.</summary>
    public const int ValueBytes = CountAt + sizeof(int);

    private const int CountAt = 2 * sizeof(long);

    /// <summary>Set in the family of a head, so that no row of the store has its place in the index.</summary>
    private const int Mark = 0x80;

    /// <summary>The family under which the heads of a family's collections stand.</summary>
    public static Family FamilyOf(Family family) => (Family)((int)family | Mark);

    /// <summary>The last row of the collection in the head's epoch.</summary>
    public static long Last(ReadOnlySpan<byte> row) => BinaryPrimitives.ReadInt64LittleEndian(RowLayout.ValueOf(row));

    /// <summary>The last row of the collection in the epoch before.</summary>
    public static long LastBefore(ReadOnlySpan<byte> row) => BinaryPrimitives.ReadInt64LittleEndian(RowLayout.ValueOf(row)[sizeof(long)..]);

    /// <summary>Takes a further row, the last one now, and returns how many there are.</summary>
    public static int Add(Span<byte> row, long position)
    {
        var value = row[(RowLayout.SizeOf(row) - ValueBytes)..];
        int count = BinaryPrimitives.ReadInt32LittleEndian(value[CountAt..]) + 1;
        BinaryPrimitives.WriteInt64LittleEndian(value, position);
        BinaryPrimitives.WriteInt32LittleEndian(value[CountAt..], count);
        return count;
    }

    /// <summary>Writes the value of a new head.</summary>
    public static void Write(Span<byte> value, long lastBefore)
    {
        BinaryPrimitives.WriteInt64LittleEndian(value, 0);
        BinaryPrimitives.WriteInt64LittleEndian(value[sizeof(long)..], lastBefore);
        BinaryPrimitives.WriteInt32LittleEndian(value[CountAt..], 0);
    }
}
