using System.Buffers.Binary;

namespace Pika.Storage.Rdb;

/// <summary>
/// Zipmaps: fields (1; 254: too many to tell), then for each field its length, its bytes, the length of the value, the number of unused bytes behind the
/// value (1), the value, the unused bytes; 0xFF at the end. A length has 1 byte, or is 254 and 4 bytes, little-endian.
/// </summary>
internal static class Zipmap
{
    private const byte End = 0xFF;
    private const byte LongLength = 254;

    /// <summary>Tells the fields.</summary>
    public static void Read<TVisitor>(ReadOnlySpan<byte> bytes, ref TVisitor visitor)
        where TVisitor : IRdbVisitor, allows ref struct
    {
        if (bytes.Length < 2 || bytes[^1] != End)
        {
            throw new RdbException($"a zipmap of {bytes.Length} bytes has no end");
        }

        int expected = bytes[0];
        int count = 0;
        var rest = bytes[1..];
        while (rest[0] != End)
        {
            var field = Take(ref rest, TakeLength(ref rest));
            int length = TakeLength(ref rest);
            int unused = Take(ref rest, 1)[0];
            var value = Take(ref rest, length);
            Take(ref rest, unused);
            visitor.Field(field, value);
            count++;
        }

        if (rest.Length != 1 || count == 0 || (expected < LongLength && count != expected))
        {
            throw new RdbException($"a zipmap of {count} fields says that it has {expected}, or is longer");
        }
    }

    private static int TakeLength(ref ReadOnlySpan<byte> rest)
    {
        byte first = Take(ref rest, 1)[0];
        uint length = first == LongLength ? BinaryPrimitives.ReadUInt32LittleEndian(Take(ref rest, sizeof(uint))) : first;
        return length < (uint)rest.Length && first != End ? (int)length : throw Beyond();
    }

    // The last byte, the end, is never taken.
    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> rest, int length)
    {
        if (length >= rest.Length)
        {
            throw Beyond();
        }

        var bytes = rest[..length];
        rest = rest[length..];
        return bytes;
    }

    private static RdbException Beyond() => new("a zipmap goes beyond its end");
}
