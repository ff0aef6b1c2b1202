namespace Pika.Actors.Execution;

/// <summary>A start and an end as clients give them: negative ones count from the end of what they index.</summary>
internal static class IndexRange
{
    /// <summary>
    /// Turns them into positions from 0, both included, cut to <paramref name="length"/>. False: nothing lies between them.
    /// </summary>
    public static bool TryResolve(long start, long end, long length, out long first, out long last)
    {
        if (start < 0 && end < 0 && start > end)
        {
            (first, last) = (0, -1);
            return false;
        }

        return TryClamp(start, end, length, out first, out last);
    }

    /// <summary>
    /// As <see cref="TryResolve"/>, but two ends before the beginning stand for the first position, whichever of them comes first: what BITPOS
    /// makes of them.
    /// </summary>
    public static bool TryClamp(long start, long end, long length, out long first, out long last)
    {
        first = Math.Max(start < 0 ? length + start : start, 0);
        last = Math.Min(Math.Max(end < 0 ? length + end : end, 0), length - 1);
        return first <= last;
    }
}
