namespace Pika.Protocol;

/// <summary>
/// A request typed by hand: words separated by blanks, quoted as in a shell. <c>"..."</c> knows \n \r \t \b \a and \xHH,
/// <c>'...'</c> knows only \'. Unquoting never lengthens, so the arguments are written over the line itself.
/// </summary>
internal static class InlineRequest
{
    /// <summary>
    /// Splits <paramref name="line"/> in place. False when a quote is not closed, or is followed by something other than a blank.
    /// Offsets are relative to <paramref name="origin"/>, where the line starts in its request.
    /// </summary>
    public static bool TrySplit(Span<byte> line, int origin, RangeList ranges)
    {
        var read = 0;
        var write = 0;
        while (true)
        {
            while (read < line.Length && IsBlank(line[read]))
                read++;

            if (read == line.Length || line[read] == 0)
                return true;

            var begin = write;
            if (!TryReadWord(line, ref read, ref write))
                return false;

            ranges.Add(new ArgumentRange(origin + begin, write - begin));
        }
    }

    private static bool TryReadWord(Span<byte> line, ref int read, ref int write)
    {
        while (read < line.Length)
        {
            var b = line[read];
            switch (b)
            {
                case (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t' or 0:
                    return true;
                case (byte)'"':
                    read++;
                    return TryReadDoubleQuoted(line, ref read, ref write);
                case (byte)'\'':
                    read++;
                    return TryReadSingleQuoted(line, ref read, ref write);
                default:
                    line[write++] = b;
                    read++;
                    break;
            }
        }

        return true;
    }

    private static bool TryReadDoubleQuoted(Span<byte> line, ref int read, ref int write)
    {
        while (read < line.Length)
        {
            var b = line[read];
            if (b == '"')
            {
                read++;
                return EndsWord(line, read);
            }

            if (b == 0)
                return false;

            if (b == '\\' && read + 3 < line.Length && line[read + 1] == 'x' && IsHex(line[read + 2]) && IsHex(line[read + 3]))
            {
                line[write++] = (byte)((HexValue(line[read + 2]) << 4) | HexValue(line[read + 3]));
                read += 4;
            }
            else if (b == '\\' && read + 1 < line.Length && line[read + 1] != 0)
            {
                line[write++] = Unescape(line[read + 1]);
                read += 2;
            }
            else
            {
                line[write++] = b;
                read++;
            }
        }

        return false;
    }

    private static bool TryReadSingleQuoted(Span<byte> line, ref int read, ref int write)
    {
        while (read < line.Length && line[read] != 0)
        {
            if (line[read] == '\'')
            {
                read++;
                return EndsWord(line, read);
            }

            if (line[read] == '\\' && read + 1 < line.Length && line[read + 1] == '\'')
                read++;

            line[write++] = line[read++];
        }

        return false;
    }

    private static bool EndsWord(ReadOnlySpan<byte> line, int position) =>
        position == line.Length || line[position] == 0 || IsBlank(line[position]);

    private static bool IsBlank(byte b) => b is (byte)' ' or (>= 0x09 and <= 0x0d);

    private static bool IsHex(byte b) => char.IsAsciiHexDigit((char)b);

    private static int HexValue(byte b) => b <= '9' ? b - '0' : (b | 0x20) - 'a' + 10;

    private static byte Unescape(byte b) =>
        b switch
        {
            (byte)'n' => (byte)'\n',
            (byte)'r' => (byte)'\r',
            (byte)'t' => (byte)'\t',
            (byte)'b' => (byte)'\b',
            (byte)'a' => (byte)'\a',
            _ => b,
        };
}
