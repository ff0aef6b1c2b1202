namespace Pika.Actors.Configuration;

/// <summary>Redis's glob for names: <c>*</c>, <c>?</c>, <c>[a-c]</c>, <c>[^x]</c> and <c>\</c> before a plain character; case is ignored.</summary>
internal static class NamePattern
{
    /// <summary>Whether the text holds a character that makes it a pattern; Redis looks up any other as a name.</summary>
    public static bool IsPattern(string text) => text.AsSpan().ContainsAny("[*?");

    /// <summary>Whether the whole name fits the pattern. Work is bounded by the product of the lengths.</summary>
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        // After a mismatch the last star takes one character more; earlier stars need no second look.
        var (p, n, starP, starN) = (0, 0, -1, 0);
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                (starP, starN) = (p++, n);
                continue;
            }

            var next = p;
            if (p < pattern.Length && MatchesOne(pattern, ref next, name[n]))
            {
                (p, n) = (next, n + 1);
            }
            else if (starP >= 0)
            {
                (p, n) = (starP + 1, ++starN);
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].TrimStart('*').IsEmpty;
    }

    private static bool MatchesOne(ReadOnlySpan<char> pattern, ref int at, char c)
    {
        var symbol = pattern[at++];
        switch (symbol)
        {
            case '?':
                return true;
            case '[':
                return MatchesSet(pattern, ref at, Lower(c));
            case '\\' when at < pattern.Length:
                return Lower(pattern[at++]) == Lower(c);
            default:
                return Lower(symbol) == Lower(c);
        }
    }

    private static bool MatchesSet(ReadOnlySpan<char> pattern, ref int at, char c)
    {
        var negated = at < pattern.Length && pattern[at] == '^';
        at += negated ? 1 : 0;
        var found = false;
        while (at < pattern.Length && pattern[at] != ']')
        {
            if (pattern[at] == '\\' && at + 1 < pattern.Length)
            {
                at++;
            }

            var low = Lower(pattern[at++]);
            var high = low;
            if (at + 1 < pattern.Length && pattern[at] == '-')
            {
                high = Lower(pattern[at + 1]);
                at += 2;
            }

            found |= c >= Math.Min(low, high) && c <= Math.Max(low, high);
        }

        at = Math.Min(at + 1, pattern.Length);
        return found != negated;
    }

    private static char Lower(char c) => char.ToLowerInvariant(c);
}
