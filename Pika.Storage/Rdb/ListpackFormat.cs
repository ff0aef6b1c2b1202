using System.Buffers.Binary;

namespace Pika.Storage.Rdb;

/// <summary>
/// Listpacks: total bytes (4), elements (2; 65535: too many to tell), the elements, 0xFF. An element: encoding and data, then their size in 1 to 5 bytes,
/// the lowest 7 bits last, for those who go backwards. Numbers are little-endian.
/// </summary>
internal static class ListpackFormat
{
    /// <summary>Bytes before the first element.</summary>
    public const int HeaderSize = sizeof(uint) + sizeof(ushort);

    /// <summary>The last byte.</summary>
    public const byte End = 0xFF;

    /// <summary>The count that says that there are too many elements to tell.</summary>
    public const int Uncounted = ushort.MaxValue;

    /// <summary>Reads the header: where the first element is, and how many there are, or -1.</summary>
    public static (int First, int Count) ReadHeader(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length <= HeaderSize || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != (uint)bytes.Length || bytes[^1] != End)
        {
            throw new RdbException($"a listpack of {bytes.Length} bytes has another size in its header, or no end");
        }

        int count = BinaryPrimitives.ReadUInt16LittleEndian(bytes[sizeof(uint)..]);
        return (HeaderSize, count == Uncounted ? -1 : count);
    }

    /// <summary>Reads the element at the beginning of the rest, which does not have the last byte.</summary>
    public static PackedElement ReadElement(ReadOnlySpan<byte> rest)
    {
        int first = rest[0];
        if (first < 0x80)
        {
            return new PackedElement(first, Sized(rest, 1));
        }

        if (first < 0xC0)
        {
            return String(rest, 1, first & 0x3F);
        }

        if (first < 0xE0)
        {
            // 13 bits with a sign.
            int value = ((first & 0x1F) << 8) | Data(rest, 1, 1)[0];
            return new PackedElement(value < 1 << 12 ? value : value - (1 << 13), Sized(rest, 2));
        }

        if (first < 0xF0)
        {
            return String(rest, 2, ((first & 0x0F) << 8) | Data(rest, 1, 1)[0]);
        }

        return first switch
        {
            0xF0 => String(rest, 5, BinaryPrimitives.ReadUInt32LittleEndian(Data(rest, 1, sizeof(uint)))),
            0xF1 => new PackedElement(BinaryPrimitives.ReadInt16LittleEndian(Data(rest, 1, 2)), Sized(rest, 3)),
            0xF2 => new PackedElement(ReadInt24(Data(rest, 1, 3)), Sized(rest, 4)),
            0xF3 => new PackedElement(BinaryPrimitives.ReadInt32LittleEndian(Data(rest, 1, 4)), Sized(rest, 5)),
            0xF4 => new PackedElement(BinaryPrimitives.ReadInt64LittleEndian(Data(rest, 1, 8)), Sized(rest, 9)),
            _ => throw new RdbException($"0x{first:x2} begins no element of a listpack"),
        };
    }

    /// <summary>A number of 24 bits with a sign.</summary>
    public static int ReadInt24(ReadOnlySpan<byte> bytes) => bytes[0] | (bytes[1] << 8) | ((sbyte)bytes[2] << 16);

    /// <summary>Bytes of the size that follows an element of that size.</summary>
    public static int BackSize(int size) =>
        size switch
        {
            <= 127 => 1,
            < 16383 => 2,
            < 2097151 => 3,
            < 268435455 => 4,
            _ => 5,
        };

    /// <summary>Writes the size of an element as it stands behind it.</summary>
    public static void WriteBack(Span<byte> into, int size)
    {
        for (int i = into.Length - 1; i >= 0; i--)
        {
            into[i] = (byte)((size & 0x7F) | (i == 0 ? 0 : 0x80));
            size >>= 7;
        }
    }

    private static PackedElement String(ReadOnlySpan<byte> rest, int prefix, uint length) =>
        length <= (uint)rest.Length
            ? String(rest, prefix, (int)length)
            : throw new RdbException("an element of a listpack goes beyond its end");

    private static PackedElement String(ReadOnlySpan<byte> rest, int prefix, int length) =>
        new(Data(rest, prefix, length), Sized(rest, prefix + length));

    private static ReadOnlySpan<byte> Data(ReadOnlySpan<byte> rest, int at, int length) =>
        length <= rest.Length - at ? rest.Slice(at, length) : throw new RdbException("an element of a listpack goes beyond its end");

    // The element's whole size, once what stands behind it has been compared with it.
    private static int Sized(ReadOnlySpan<byte> rest, int size)
    {
        Span<byte> expected = stackalloc byte[5];
        int back = BackSize(size);
        WriteBack(expected[..back], size);
        return Data(rest, size, back).SequenceEqual(expected[..back])
            ? size + back
            : throw new RdbException("an element of a listpack has another size behind it");
    }
}
