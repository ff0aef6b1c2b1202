namespace Pika.Storage.Keyspace;

/// <summary>The changes of runs, step by step those of Redis, so that the same elements in the same order leave the same bytes.</summary>
internal static class HyperLogLogSparse
{
    /// <summary>How many runs are looked at after a change for some to be joined: those that the change can concern.</summary>
    private const int JoinReach = 5;

    /// <summary>
    /// What stands in place of a run when one of its registers is raised: what was before it, the register alone, what was after it.
    /// Returns the bytes written, at most 5.
    /// </summary>
    public static int WriteParts(Span<byte> parts, int index, int value, HyperLogLogRuns run)
    {
        int size = WriteRun(parts, run.Value, index - run.First);
        parts[size++] = HyperLogLogRuns.OfValue(value, 1);
        return size + WriteRun(parts[size..], run.Value, run.First + run.Length - 1 - index);
    }

    /// <summary>
    /// Joins neighbours of one value, from the run at a byte on. One that was joined is looked at again, with the next. Returns how many bytes
    /// shorter the runs are.
    /// </summary>
    public static int JoinRuns(Span<byte> runs, int at)
    {
        int length = runs.Length;
        for (int step = 0; step < JoinReach && at < length; step++)
        {
            byte run = runs[at];
            if (!HyperLogLogRuns.IsValue(run))
            {
                at += HyperLogLogRuns.IsLongZeros(run) ? 2 : 1;
                continue;
            }

            byte next = at + 1 < length ? runs[at + 1] : (byte)0;
            int joined = HyperLogLogRuns.LengthOf(run) + HyperLogLogRuns.LengthOf(next);
            bool fits = HyperLogLogRuns.IsValue(next) && joined <= HyperLogLogRuns.MostValues;
            if (!fits || HyperLogLogRuns.ValueOf(run) != HyperLogLogRuns.ValueOf(next))
            {
                at++;
                continue;
            }

            runs[at + 1] = HyperLogLogRuns.OfValue(HyperLogLogRuns.ValueOf(run), joined);
            runs[(at + 1)..length].CopyTo(runs[at..]);
            length--;
        }

        return runs.Length - length;
    }

    private static int WriteRun(Span<byte> into, int value, int length)
    {
        if (length == 0)
        {
            return 0;
        }

        if (value == 0)
        {
            return HyperLogLogRuns.WriteZeros(into, length);
        }

        into[0] = HyperLogLogRuns.OfValue(value, length);
        return 1;
    }
}
