namespace Pika.Actors.Execution;

/// <summary>The options of LCS, in any order.</summary>
internal readonly record struct LcsOptions
{
    /// <summary>LEN</summary>
    public bool LengthOnly { get; init; }

    /// <summary>IDX</summary>
    public bool Indexes { get; init; }

    /// <summary>MINMATCHLEN: shorter matches are left out.</summary>
    public long LeastMatch { get; init; }

    /// <summary>WITHMATCHLEN</summary>
    public bool WithLengths { get; init; }

    /// <summary>Reads the words after the keys. False: they make no sense, and the error is the reply.</summary>
    public static bool TryParse(CommandContext c, out LcsOptions options)
    {
        options = default;
        for (int i = 3; i < c.Count; i++)
        {
            if (c.Is(i, "len"u8))
            {
                options = options with { LengthOnly = true };
            }
            else if (c.Is(i, "idx"u8))
            {
                options = options with { Indexes = true };
            }
            else if (c.Is(i, "withmatchlen"u8))
            {
                options = options with { WithLengths = true };
            }
            else if (c.Is(i, "minmatchlen"u8) && i + 1 < c.Count)
            {
                if (!c.TryInteger(++i, out long least))
                {
                    return false;
                }

                options = options with { LeastMatch = least };
            }
            else
            {
                c.SyntaxError();
                return false;
            }
        }

        if (options is { LengthOnly: true, Indexes: true })
        {
            c.Error("ERR If you want both the length and indexes, please just use IDX.");
            return false;
        }

        return true;
    }
}
