using System.Buffers.Binary;
using System.Buffers.Text;

namespace Pika.Storage.Rdb;

/// <summary>Intsets: bytes of a number (4: it is 2, 4 or 8), count (4), the numbers in order. All are little-endian.</summary>
internal static class Intset
{
    private const int HeaderSize = 2 * sizeof(uint);

    /// <summary>Tells the members, which are as many as the header says, and in order, so that none comes twice.</summary>
    public static void Read<TVisitor>(ReadOnlySpan<byte> bytes, ref TVisitor visitor)
        where TVisitor : IRdbVisitor, allows ref struct
    {
        uint width = bytes.Length < HeaderSize ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        if (width is not (sizeof(short) or sizeof(int) or sizeof(long)))
        {
            throw new RdbException("an intset has no sound header");
        }

        uint count = BinaryPrimitives.ReadUInt32LittleEndian(bytes[sizeof(uint)..]);
        if (count == 0 || bytes.Length - HeaderSize != (long)count * width)
        {
            throw new RdbException($"an intset of {bytes.Length} bytes says that it has {count} numbers");
        }

        Span<byte> text = stackalloc byte[Packed.LongestInteger];
        long previous = 0;
        for (int i = 0; i < count; i++)
        {
            long value = ReadNumber(bytes[(HeaderSize + (i * (int)width))..], width);
            if (i > 0 && value <= previous)
            {
                throw new RdbException("the numbers of an intset are not in order");
            }

            previous = value;
            Utf8Formatter.TryFormat(value, text, out int length);
            visitor.Member(text[..length]);
        }
    }

    private static long ReadNumber(ReadOnlySpan<byte> bytes, uint width) =>
        width switch
        {
            sizeof(short) => BinaryPrimitives.ReadInt16LittleEndian(bytes),
            sizeof(int) => BinaryPrimitives.ReadInt32LittleEndian(bytes),
            _ => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        };
}
