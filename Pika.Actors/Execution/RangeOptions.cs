namespace Pika.Actors.Execution;

/// <summary>The options of Pika's scans of a range of names. Pattern is the index of its word, 0 where there is none.</summary>
/// <param name="Limit">Names to look at.</param>
internal readonly record struct RangeOptions(int Limit, int Pattern)
{
    private const int DefaultLimit = 10;

    /// <summary>The names are held in memory until they are answered.</summary>
    private const int MostLimit = 1_000_000;

    /// <summary>Reads the options from a word on. False: one is wrong, and the error is the reply.</summary>
    public static bool TryRead(CommandContext c, int first, out RangeOptions options)
    {
        options = new RangeOptions(DefaultLimit, 0);
        for (int i = first; i < c.Count; i += 2)
        {
            bool hasValue = i + 1 < c.Count;
            if (hasValue && c.Is(i, "match"u8))
            {
                options = options with { Pattern = i + 1 };
            }
            else if (hasValue && c.Is(i, "limit"u8))
            {
                if (!c.TryInteger(i + 1, 1, MostLimit, out long limit, "ERR value is not an integer or out of range"))
                {
                    return false;
                }

                options = options with { Limit = (int)limit };
            }
            else
            {
                c.SyntaxError();
                return false;
            }
        }

        return true;
    }
}
