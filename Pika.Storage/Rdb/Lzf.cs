namespace Pika.Storage.Rdb;

/// <summary>
/// Marc Lehmann's LZF. Each step begins with a byte: below 32 that many bytes and one more are to be copied from the input; else the upper 3 bits are a
/// length (7: another byte is added), and the lower 5 with the next byte a distance back in the output.
/// </summary>
internal static class Lzf
{
    private const int LongestLiteral = 32;

    /// <summary>Decompresses. False unless the bytes are sound and become exactly as many as there is room for.</summary>
    public static bool TryDecompress(ReadOnlySpan<byte> from, Span<byte> into)
    {
        int at = 0;
        while (!from.IsEmpty)
        {
            int control = from[0];
            from = from[1..];
            bool sound =
                control < LongestLiteral ? TryCopy(ref from, into, ref at, control + 1) : TryRepeat(ref from, into, ref at, control);
            if (!sound)
            {
                return false;
            }
        }

        return at == into.Length;
    }

    private static bool TryCopy(ref ReadOnlySpan<byte> from, Span<byte> into, ref int at, int length)
    {
        if (length > from.Length || length > into.Length - at)
        {
            return false;
        }

        from[..length].CopyTo(into[at..]);
        from = from[length..];
        at += length;
        return true;
    }

    private static bool TryRepeat(ref ReadOnlySpan<byte> from, Span<byte> into, ref int at, int control)
    {
        int length = control >> 5;
        int more = length == 7 ? 1 : 0;
        if (from.Length <= more)
        {
            return false;
        }

        length += 2 + (more == 1 ? from[0] : 0);
        int distance = ((control & 0x1F) << 8) + from[more] + 1;
        from = from[(more + 1)..];
        if (distance > at || length > into.Length - at)
        {
            return false;
        }

        // The two may overlap: then what is written is read again.
        for (int end = at + length; at < end; at++)
        {
            into[at] = into[at - distance];
        }

        return true;
    }
}
