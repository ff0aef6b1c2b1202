namespace Pika.Protocol;

/// <summary>
/// Redis's patterns: <c>*</c>, <c>?</c>, <c>[abc]</c>, <c>[a-z]</c>, <c>[^a]</c> and <c>\</c> before a byte that stands for itself. Every element but
/// the star takes one byte, so when a match fails only the last star needs another try: the cost is at most text times pattern.
/// </summary>
public static class Glob
{
    /// <summary>Whether <paramref name="pattern"/> matches all of <paramref name="text"/>. As in Redis, only the empty pattern matches the empty text.</summary>
    public static bool IsMatch(ReadOnlySpan<byte> pattern, ReadOnlySpan<byte> text, bool ignoreCase = false)
    {
        if (text.IsEmpty)
            return pattern.IsEmpty;

        var at = 0;
        var position = 0;
        var afterStar = -1;
        var starTook = 0;
        while (position < text.Length)
        {
            if (at < pattern.Length && pattern[at] == '*')
            {
                at = SkipStars(pattern, at);
                if (at == pattern.Length)
                    return true;

                afterStar = at;
                starTook = position;
            }
            else if (at < pattern.Length && MatchesOne(pattern, ref at, text[position], ignoreCase))
            {
                position++;
            }
            else if (afterStar >= 0)
            {
                at = afterStar;
                position = ++starTook;
            }
            else
            {
                return false;
            }
        }

        return SkipStars(pattern, at) == pattern.Length;
    }

    private static int SkipStars(ReadOnlySpan<byte> pattern, int at)
    {
        while (at < pattern.Length && pattern[at] == '*')
            at++;

        return at;
    }

    /// <summary>Matches the element at <paramref name="at"/>, and moves past it if it matches.</summary>
    private static bool MatchesOne(ReadOnlySpan<byte> pattern, ref int at, byte b, bool ignoreCase)
    {
        switch (pattern[at])
        {
            case (byte)'?':
                at++;
                return true;
            case (byte)'[':
                return MatchesClass(pattern, ref at, b, ignoreCase);
            case (byte)'\\' when at + 1 < pattern.Length:
                at += 2;
                return AreEqual(pattern[at - 1], b, ignoreCase);
            default:
                at++;
                return AreEqual(pattern[at - 1], b, ignoreCase);
        }
    }

    /// <summary>A class; one that is not closed extends to the end of the pattern.</summary>
    private static bool MatchesClass(ReadOnlySpan<byte> pattern, ref int at, byte b, bool ignoreCase)
    {
        var i = at + 1;
        var negated = i < pattern.Length && pattern[i] == '^';
        if (negated)
            i++;

        var found = false;
        for (; i < pattern.Length && pattern[i] != ']'; i++)
        {
            if (pattern[i] == '\\' && i + 1 < pattern.Length)
            {
                i++;
                found |= pattern[i] == b;
            }
            else if (i + 2 < pattern.Length && pattern[i + 1] == '-')
            {
                found |= IsBetween(pattern[i], pattern[i + 2], b, ignoreCase);
                i += 2;
            }
            else
            {
                found |= AreEqual(pattern[i], b, ignoreCase);
            }
        }

        at = Math.Min(i + 1, pattern.Length);
        return found != negated;
    }

    /// <summary>The ends of a range may come in either order. Bytes are compared as C's signed characters.</summary>
    private static bool IsBetween(byte first, byte last, byte b, bool ignoreCase)
    {
        var (low, high) = (sbyte)first <= (sbyte)last ? (first, last) : (last, first);
        return ignoreCase
            ? (sbyte)ToLower(b) >= (sbyte)ToLower(low) && (sbyte)ToLower(b) <= (sbyte)ToLower(high)
            : (sbyte)b >= (sbyte)low && (sbyte)b <= (sbyte)high;
    }

    private static bool AreEqual(byte left, byte right, bool ignoreCase) =>
        left == right || (ignoreCase && ToLower(left) == ToLower(right));

    private static byte ToLower(byte b) => b is >= (byte)'A' and <= (byte)'Z' ? (byte)(b | 0x20) : b;
}
