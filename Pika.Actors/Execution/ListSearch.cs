namespace Pika.Actors.Execution;

/// <summary>The options of LPOS.</summary>
/// <param name="Rank">The match to begin with, from 1; negative from the end.</param>
/// <param name="Count">How many matches to return, as an array; 0 for all, negative for one without an array.</param>
/// <param name="MaxLength">How many elements to compare; 0 for all.</param>
internal readonly record struct ListSearch(long Rank, long Count, long MaxLength)
{
    /// <summary>Whether to go from the tail to the head.</summary>
    public bool Backwards => Rank < 0;

    /// <summary>
    /// The matches to leave out. The smallest rank has no opposite: Redis takes it for the first match from the end, and returns all from there on.
    /// </summary>
    public long Skipped => Rank == long.MinValue ? 0 : Math.Abs(Rank) - 1;

    /// <summary>The matches to return at most.</summary>
    public long Wanted =>
        Count < 0 ? 1
        : Count == 0 || Rank == long.MinValue ? long.MaxValue
        : Count;

    /// <summary>Reads the options after the element. False: they are wrong, and the error is the reply.</summary>
    public static bool TryParse(CommandContext c, out ListSearch search)
    {
        search = new ListSearch(1, -1, 0);
        for (int i = 3; i < c.Count; i += 2)
        {
            if (i + 1 == c.Count || !TryTake(c, i, ref search, out bool isOption))
            {
                if (i + 1 == c.Count)
                {
                    c.SyntaxError();
                }

                return false;
            }

            if (!isOption)
            {
                c.SyntaxError();
                return false;
            }
        }

        return true;
    }

    private static bool TryTake(CommandContext c, int index, ref ListSearch search, out bool isOption)
    {
        isOption = true;
        if (c.Is(index, "rank"u8))
        {
            bool taken = TryRank(c, index + 1, out long rank);
            search = search with { Rank = rank };
            return taken;
        }

        if (c.Is(index, "count"u8))
        {
            bool taken = c.TryInteger(index + 1, 0, long.MaxValue, out long count, "ERR COUNT can't be negative");
            search = search with { Count = count };
            return taken;
        }

        if (c.Is(index, "maxlen"u8))
        {
            bool taken = c.TryInteger(index + 1, 0, long.MaxValue, out long length, "ERR MAXLEN can't be negative");
            search = search with { MaxLength = length };
            return taken;
        }

        isOption = false;
        return true;
    }

    private static bool TryRank(CommandContext c, int index, out long rank)
    {
        if (!c.TryInteger(index, out rank))
        {
            return false;
        }

        if (rank == 0)
        {
            c.Error(
                "ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... or use negative to start from the end of the list"
            );
        }

        return rank != 0;
    }
}
