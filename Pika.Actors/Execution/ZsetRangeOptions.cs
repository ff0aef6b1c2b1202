namespace Pika.Actors.Execution;

/// <summary>What the ends of a range of a sorted set mean.</summary>
internal enum ZsetRangeKind
{
    /// <summary>The words of the command say it; without any it is <see cref="Rank"/>.</summary>
    Unsaid,

    /// <summary>Positions, from 0.</summary>
    Rank,

    /// <summary>Scores.</summary>
    Score,

    /// <summary>Members.</summary>
    Lex,
}

/// <summary>
/// The options of ZRANGE and its kin. Least and Most are the indexes of the words for the ends; with ranks they are start and stop, from whichever side the
/// range counts.
/// </summary>
internal readonly record struct ZsetRangeOptions(ZsetRangeKind Kind, bool Backward, int Least, int Most)
{
    /// <summary>WITHSCORES</summary>
    public bool WithScores { get; init; }

    /// <summary>LIMIT's offset; nothing is left of a range if it is negative.</summary>
    public long Offset { get; init; }

    /// <summary>LIMIT's count; all if it is negative.</summary>
    public long Limit { get; init; } = -1;

    /// <summary>Reads the words from the start of a range on. False: they make no sense, and the error is the reply.</summary>
    /// <param name="first">The index of the start.</param>
    /// <param name="backward">The direction that the command has by its name, or null if REV says it.</param>
    /// <param name="store">The command stores the range: it has scores in any case.</param>
    public static bool TryParse(CommandContext c, int first, ZsetRangeKind kind, bool? backward, bool store, out ZsetRangeOptions options)
    {
        options = new ZsetRangeOptions(kind, backward ?? false, first, first + 1) { Limit = -1 };
        for (int i = first + 2; i < c.Count; i++)
        {
            if (!store && c.Is(i, "withscores"u8))
            {
                options = options with { WithScores = true };
            }
            else if (c.Is(i, "limit"u8) && i + 2 < c.Count)
            {
                if (!c.TryInteger(i + 1, out long offset) || !c.TryInteger(i + 2, out long limit))
                {
                    return false;
                }

                options = options with { Offset = offset, Limit = limit };
                i += 2;
            }
            else if (backward is null && c.Is(i, "rev"u8))
            {
                options = options with { Backward = true };
                backward = true;
            }
            else if (options.Kind == ZsetRangeKind.Unsaid && c.Is(i, "bylex"u8))
            {
                options = options with { Kind = ZsetRangeKind.Lex };
            }
            else if (options.Kind == ZsetRangeKind.Unsaid && c.Is(i, "byscore"u8))
            {
                options = options with { Kind = ZsetRangeKind.Score };
            }
            else
            {
                c.SyntaxError();
                return false;
            }
        }

        return options.TrySettle(c, out options);
    }

    private bool TrySettle(CommandContext c, out ZsetRangeOptions settled)
    {
        settled = Kind == ZsetRangeKind.Unsaid ? this with { Kind = ZsetRangeKind.Rank } : this;
        if (Limit != -1 && settled.Kind == ZsetRangeKind.Rank)
        {
            c.Error("ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX");
            return false;
        }

        if (WithScores && settled.Kind == ZsetRangeKind.Lex)
        {
            c.Error("ERR syntax error, WITHSCORES not supported in combination with BYLEX");
            return false;
        }

        // Backwards the greater end comes first.
        if (Backward && settled.Kind != ZsetRangeKind.Rank)
        {
            settled = settled with { Least = Most, Most = Least };
        }

        return true;
    }
}
