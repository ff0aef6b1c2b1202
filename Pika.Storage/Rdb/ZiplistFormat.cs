using System.Buffers.Binary;

namespace Pika.Storage.Rdb;

/// <summary>
/// Ziplists: total bytes (4), offset of the last element (4), elements (2; 65535: too many to tell), the elements, 0xFF. An element: the size of the one
/// before it (1, or 254 and 4 bytes), encoding, data. Numbers are little-endian, lengths of strings big-endian.
/// </summary>
internal static class ZiplistFormat
{
    private const int HeaderSize = sizeof(uint) + sizeof(uint) + sizeof(ushort);
    private const byte LongPrevious = 254;

    /// <summary>Reads the header: where the first element is, and how many there are, or -1.</summary>
    public static (int First, int Count) ReadHeader(ReadOnlySpan<byte> bytes)
    {
        if (
            bytes.Length <= HeaderSize
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != (uint)bytes.Length
            || bytes[^1] != ListpackFormat.End
        )
        {
            throw new RdbException($"a ziplist of {bytes.Length} bytes has another size in its header, or no end");
        }

        int count = BinaryPrimitives.ReadUInt16LittleEndian(bytes[(2 * sizeof(uint))..]);
        return (HeaderSize, count == ListpackFormat.Uncounted ? -1 : count);
    }

    /// <summary>Where the header says that the last element is.</summary>
    public static long Tail(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[sizeof(uint)..]);

    /// <summary>Reads the element at the beginning of the rest, which does not have the last byte.</summary>
    public static PackedElement ReadElement(ReadOnlySpan<byte> rest, int previousSize)
    {
        bool isLong = rest[0] == LongPrevious;
        int at = isLong ? 1 + sizeof(uint) : 1;
        uint previous = isLong ? BinaryPrimitives.ReadUInt32LittleEndian(Data(rest, 1, sizeof(uint))) : rest[0];
        if (previous != (uint)previousSize)
        {
            throw new RdbException("an element of a ziplist has another size before it");
        }

        int first = Data(rest, at, 1)[0];
        return (first >> 6) switch
        {
            0 => String(rest, at + 1, first & 0x3F),
            1 => String(rest, at + 2, ((first & 0x3F) << 8) | Data(rest, at + 1, 1)[0]),
            2 => String(rest, at + 5, BinaryPrimitives.ReadUInt32BigEndian(Data(rest, at + 1, sizeof(uint)))),
            _ => Integer(rest, at + 1, first),
        };
    }

    private static PackedElement Integer(ReadOnlySpan<byte> rest, int at, int encoding) =>
        encoding switch
        {
            0xC0 => new PackedElement(BinaryPrimitives.ReadInt16LittleEndian(Data(rest, at, 2)), at + 2),
            0xD0 => new PackedElement(BinaryPrimitives.ReadInt32LittleEndian(Data(rest, at, 4)), at + 4),
            0xE0 => new PackedElement(BinaryPrimitives.ReadInt64LittleEndian(Data(rest, at, 8)), at + 8),
            0xF0 => new PackedElement(ListpackFormat.ReadInt24(Data(rest, at, 3)), at + 3),
            0xFE => new PackedElement((sbyte)Data(rest, at, 1)[0], at + 1),
            >= 0xF1 and <= 0xFD => new PackedElement(encoding - 0xF1, at),
            _ => throw new RdbException($"0x{encoding:x2} begins no element of a ziplist"),
        };

    private static PackedElement String(ReadOnlySpan<byte> rest, int at, uint length) =>
        length <= (uint)rest.Length ? String(rest, at, (int)length) : throw Beyond();

    private static PackedElement String(ReadOnlySpan<byte> rest, int at, int length) => new(Data(rest, at, length), at + length);

    private static ReadOnlySpan<byte> Data(ReadOnlySpan<byte> rest, int at, int length) =>
        at <= rest.Length && length <= rest.Length - at ? rest.Slice(at, length) : throw Beyond();

    private static RdbException Beyond() => new("an element of a ziplist goes beyond its end");
}
