namespace Pika.Actors.Execution;

/// <summary>The options of SCAN and its kin. Pattern and Type are the indexes of their words, 0 where there are none to compare with.</summary>
/// <param name="Count">Elements to look at.</param>
internal readonly record struct ScanOptions(long Count, int Pattern, int Type)
{
    private const long DefaultCount = 10;

    /// <summary>Reads a cursor as C reads an unsigned number: a sign may stand before it, and no digits at all are 0.</summary>
    public static bool TryCursor(CommandContext c, int index, out ulong cursor)
    {
        // C reads up to a zero byte.
        var text = c[index];
        int end = text.IndexOf((byte)0);
        text = end < 0 ? text : text[..end];
        cursor = 0;
        if (text.IsEmpty)
        {
            return true;
        }

        bool negative = text[0] == (byte)'-';
        var digits = text[0] is (byte)'-' or (byte)'+' ? text[1..] : text;
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9') || !TryNumber(digits, out cursor))
        {
            c.Error("ERR invalid cursor");
            return false;
        }

        cursor = negative ? 0 - cursor : cursor;
        return true;
    }

    /// <summary>Reads the options from a word on. False: one is wrong, and the error is the reply.</summary>
    public static bool TryRead(CommandContext c, int first, bool takesType, out ScanOptions options)
    {
        options = new ScanOptions(DefaultCount, 0, 0);
        for (int i = first; i < c.Count; i += 2)
        {
            bool hasValue = i + 1 < c.Count;
            if (hasValue && c.Is(i, "count"u8))
            {
                if (!TryCount(c, i + 1, out long count))
                {
                    return false;
                }

                options = options with { Count = count };
            }
            else if (hasValue && c.Is(i, "match"u8))
            {
                options = options with { Pattern = c[i + 1].SequenceEqual("*"u8) ? 0 : i + 1 };
            }
            else if (hasValue && takesType && c.Is(i, "type"u8))
            {
                options = options with { Type = i + 1 };
            }
            else
            {
                c.SyntaxError();
                return false;
            }
        }

        return true;
    }

    private static bool TryCount(CommandContext c, int index, out long count)
    {
        if (!c.TryInteger(index, out count))
        {
            return false;
        }

        if (count < 1)
        {
            c.SyntaxError();
            return false;
        }

        return true;
    }

    private static bool TryNumber(ReadOnlySpan<byte> digits, out ulong number)
    {
        number = 0;
        foreach (byte digit in digits)
        {
            uint value = (uint)(digit - '0');
            if (number > (ulong.MaxValue - value) / 10)
            {
                return false;
            }

            number = (number * 10) + value;
        }

        return true;
    }
}
