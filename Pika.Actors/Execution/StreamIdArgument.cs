using Pika.Protocol;
using Pika.Storage.Keyspace;

namespace Pika.Actors.Execution;

/// <summary>
/// Reads ids of stream entries from arguments, as Redis does: <c>ms</c>, <c>ms-seq</c>, and where it is allowed <c>-</c>, <c>+</c>, <c>(id</c> and <c>ms-*</c>. The
/// numbers are those of C's strtoull, so that blanks, signs and leading zeros pass.
/// </summary>
internal static class StreamIdArgument
{
    private const string Invalid = "ERR Invalid stream ID specified as stream command argument";

    /// <summary>Longer texts are no ids.</summary>
    private const int LongestText = 127;

    /// <summary>An id in full, or without its second number, which is 0 then. False: it is none, and the error is the reply.</summary>
    public static bool TryId(this CommandContext c, int index, out StreamId id) => Check(c, TryParse(c[index], 0, out id));

    /// <summary>As <see cref="TryId"/>, without an answer.</summary>
    public static bool IsId(ReadOnlySpan<byte> text, out StreamId id) => TryParse(text, 0, out id);

    /// <summary>An id for a new entry: <c>ms-*</c> leaves the second number to the stream.</summary>
    public static bool TryNewId(this CommandContext c, int index, out StreamId id, out bool complete)
    {
        var text = UpToZero(c[index]);
        complete = !(text.EndsWith("-*"u8) && text.IndexOf((byte)'-') == text.Length - 2 && c[index].Length <= LongestText);
        return Check(c, TryParse(complete ? c[index] : text[..^2], 0, out id));
    }

    /// <summary>An id, or <c>-</c> and <c>+</c> for the lowest and the greatest.</summary>
    public static bool TryIdOrEnd(this CommandContext c, int index, ulong missing, out StreamId id) =>
        Check(c, TryParseOrEnd(c[index], missing, out id));

    /// <summary>The lower end of a range; what is left out by <c>(</c> has been stepped over.</summary>
    public static bool TryRangeStart(this CommandContext c, int index, out StreamId id)
    {
        if (!TryBound(c, index, 0, out id, out bool excluded))
        {
            return false;
        }

        if (!excluded || id.TryNext(out id))
        {
            return true;
        }

        c.Error("ERR invalid start ID for the interval");
        return false;
    }

    /// <summary>The upper end of a range; what is left out by <c>(</c> has been stepped over.</summary>
    public static bool TryRangeEnd(this CommandContext c, int index, out StreamId id)
    {
        if (!TryBound(c, index, ulong.MaxValue, out id, out bool excluded))
        {
            return false;
        }

        if (!excluded || id.TryPrevious(out id))
        {
            return true;
        }

        c.Error("ERR invalid end ID for the interval");
        return false;
    }

    /// <summary>All ids from an argument on, into a buffer of that size. False: one is none, and the error is the reply.</summary>
    public static bool TryIds(this CommandContext c, int first, Span<StreamId> ids)
    {
        for (int i = 0; i < ids.Length; i++)
        {
            if (!c.TryId(first + i, out ids[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryBound(CommandContext c, int index, ulong missing, out StreamId id, out bool excluded)
    {
        var text = c[index];
        excluded = text.Length > 1 && text[0] == (byte)'(';
        return Check(c, excluded ? TryParse(text[1..], missing, out id) : TryParseOrEnd(text, missing, out id));
    }

    private static bool Check(CommandContext c, bool valid)
    {
        if (!valid)
        {
            c.Error(Invalid);
        }

        return valid;
    }

    private static bool TryParseOrEnd(ReadOnlySpan<byte> text, ulong missing, out StreamId id)
    {
        var word = UpToZero(text);
        bool isEnd = word.Length == 1 && word[0] is (byte)'-' or (byte)'+';
        if (!isEnd || text.Length > LongestText)
        {
            return TryParse(text, missing, out id);
        }

        id = word[0] == (byte)'-' ? StreamId.Zero : StreamId.Max;
        return true;
    }

    private static bool TryParse(ReadOnlySpan<byte> text, ulong missing, out StreamId id)
    {
        id = default;
        if (text.Length > LongestText)
        {
            return false;
        }

        text = UpToZero(text);
        int dash = text.IndexOf((byte)'-');
        ulong seq = missing;
        if (!TryNumber(dash < 0 ? text : text[..dash], out ulong ms) || (dash >= 0 && !TryNumber(text[(dash + 1)..], out seq)))
        {
            return false;
        }

        id = new StreamId(ms, seq);
        return true;
    }

    private static bool TryNumber(ReadOnlySpan<byte> text, out ulong number)
    {
        if (Numbers.TryParseInt64(text, out long plain))
        {
            number = (ulong)plain;
            return plain >= 0;
        }

        number = 0;
        var digits = text.TrimStart(" \t\n\v\f\r"u8);
        bool negative = digits.StartsWith("-"u8);
        digits = negative || digits.StartsWith("+"u8) ? digits[1..] : digits;
        foreach (byte digit in digits)
        {
            uint value = (uint)(digit - '0');
            if (value > 9 || number > (ulong.MaxValue - value) / 10)
            {
                return false;
            }

            number = (number * 10) + value;
        }

        number = negative ? 0 - number : number;
        return !digits.IsEmpty;
    }

    // C reads up to a zero byte.
    private static ReadOnlySpan<byte> UpToZero(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOf((byte)0);
        return end < 0 ? text : text[..end];
    }
}
