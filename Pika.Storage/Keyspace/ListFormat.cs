using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Pika.Storage.Keyspace;

/// <summary>The numbers of docs/formats/keyspace.md about lists, and the keys of their rows.</summary>
internal static class ListFormat
{
    /// <summary>
    /// The distance between neighbours in a run. What is inserted between two elements gets a position halfway, so that 16 elements find room at any one
    /// place before anything has to move; 2^46 elements can be pushed at either end.
    /// </summary>
    public const ulong Stride = 1 << 16;

    /// <summary>The position of the first element of a new list: as far from one end of the runs' positions as from the other.</summary>
    public const ulong Origin = 1UL << 62;

    /// <summary>Where the positions of runs end and those of areas begin: room for blocks that have to move to get room.</summary>
    public const ulong Areas = 1UL << 63;

    /// <summary>Bytes of an element's row key: the data prefix and the position.</summary>
    public const int ElementKeySize = RowKeys.DataPrefix + sizeof(ulong);

    /// <summary>Writes the key of the row at a position, or of the row of the piece with a label.</summary>
    public static void WriteKey(Span<byte> room, Keyspace keyspace, ushort slot, ulong version, ulong positionOrLabel)
    {
        RowKeys.WriteData(room, keyspace.Generation.Id, slot, version);
        BinaryPrimitives.WriteUInt64BigEndian(room[RowKeys.DataPrefix..], positionOrLabel);
    }

    /// <summary>The position or the label in a row key.</summary>
    public static ulong Position(ReadOnlySpan<byte> rowKey) => BinaryPrimitives.ReadUInt64BigEndian(rowKey[RowKeys.DataPrefix..]);

    /// <summary>Room for one row key inside a structure.</summary>
    [InlineArray(ElementKeySize)]
    public struct KeyRoom
    {
        private byte _first;
    }
}
