namespace Pika.Storage.Keyspace;

/// <summary>
/// The fields and values of an entry, as its row holds them: how many strings there are, then each with its length in front. The numbers are varints of 7 bits
/// a byte, the lowest first.
/// </summary>
public ref struct StreamFields
{
    private ReadOnlySpan<byte> _rest;

    /// <summary>Stands before the first string of a row's value.</summary>
    public StreamFields(ReadOnlySpan<byte> value)
    {
        _rest = value;
        Count = ReadNumber(ref _rest);
    }

    /// <summary>The number of strings: fields and values.</summary>
    public int Count { get; }

    /// <summary>The next string; there are <see cref="Count"/> of them.</summary>
    public ReadOnlySpan<byte> Next()
    {
        int length = ReadNumber(ref _rest);
        var text = _rest[..length];
        _rest = _rest[length..];
        return text;
    }

    /// <summary>Bytes that a number takes.</summary>
    public static int SizeOf(int number)
    {
        int size = 1;
        for (uint rest = (uint)number >> 7; rest != 0; rest >>= 7)
        {
            size++;
        }

        return size;
    }

    /// <summary>Writes a number and moves the room behind it.</summary>
    public static void WriteNumber(ref Span<byte> room, int number)
    {
        uint rest = (uint)number;
        int at = 0;
        for (; rest >= 0x80; rest >>= 7)
        {
            room[at++] = (byte)(rest | 0x80);
        }

        room[at] = (byte)rest;
        room = room[(at + 1)..];
    }

    /// <summary>Writes a string with its length and moves the room behind it.</summary>
    public static void WriteText(ref Span<byte> room, scoped ReadOnlySpan<byte> text)
    {
        WriteNumber(ref room, text.Length);
        text.CopyTo(room);
        room = room[text.Length..];
    }

    private static int ReadNumber(ref ReadOnlySpan<byte> bytes)
    {
        uint number = 0;
        int at = 0;
        for (; bytes[at] >= 0x80; at++)
        {
            number |= (uint)(bytes[at] & 0x7F) << (7 * at);
        }

        number |= (uint)bytes[at] << (7 * at);
        bytes = bytes[(at + 1)..];
        return (int)number;
    }
}
