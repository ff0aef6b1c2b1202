namespace Pika.Actors.Execution;

/// <summary>What the commands on lists take: ends, counts, ranges.</summary>
internal static class ListArguments
{
    /// <summary>What an element is taken to weigh before it is read.</summary>
    public const int ElementBytes = 64;

    /// <summary>LEFT or RIGHT. False: it is neither, and the error is the reply.</summary>
    public static bool TryEnd(this CommandContext c, int index, out bool left)
    {
        left = c.Is(index, "left"u8);
        if (left || c.Is(index, "right"u8))
        {
            return true;
        }

        c.SyntaxError();
        return false;
    }

    /// <summary>
    /// Turns two indexes into the first and the number of the elements that they enclose; negative ones count from the end. False: they enclose
    /// none.
    /// </summary>
    public static bool TryResolve(long start, long stop, long length, out long first, out long count)
    {
        first = Math.Max(start < 0 ? length + start : start, 0);
        long last = Math.Min(stop < 0 ? length + stop : stop, length - 1);
        count = first <= last ? last - first + 1 : 0;
        return count > 0;
    }
}
