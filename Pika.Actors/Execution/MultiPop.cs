namespace Pika.Actors.Execution;

/// <summary>The arguments of LMPOP and BLMPOP: how many keys, which end, how many elements.</summary>
internal readonly record struct MultiPop(int Keys, bool Left, long Count)
{
    /// <summary>Reads them. False: they are wrong, and the error is the reply.</summary>
    /// <param name="index">Where the number of keys stands; the keys follow it.</param>
    public static bool TryParse(CommandContext c, int index, out MultiPop pop)
    {
        pop = default;
        if (!c.TryInteger(index, 1, long.MaxValue, out long keys, "ERR numkeys should be greater than 0"))
        {
            return false;
        }

        if (keys >= c.Count - index - 1)
        {
            c.SyntaxError();
            return false;
        }

        int end = index + 1 + (int)keys;
        if (!c.TryEnd(end, out bool left))
        {
            return false;
        }

        long count = 1;
        if (c.Count > end + 1)
        {
            if (c.Count < end + 3 || !c.Is(end + 1, "count"u8))
            {
                c.SyntaxError();
                return false;
            }

            if (!c.TryInteger(end + 2, 1, long.MaxValue, out count, "ERR count should be greater than 0"))
            {
                return false;
            }

            if (c.Count > end + 3)
            {
                c.SyntaxError();
                return false;
            }
        }

        pop = new MultiPop((int)keys, left, count);
        return true;
    }
}
