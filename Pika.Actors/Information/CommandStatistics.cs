using Pika.Protocol;

namespace Pika.Actors.Information;

/// <summary>
/// How often each command ran, for how long, and how often it failed. Every thread counts for itself, so that counting costs no
/// contention; readers add the threads up.
/// </summary>
public static class CommandStatistics
{
    private static readonly List<Counts[]> Threads = [];
    private static readonly Lock Gate = new();

    [ThreadStatic]
    private static Counts[]? _mine;

    /// <summary>Commands that ran since the last <see cref="Reset"/>.</summary>
    public static long TotalCalls
    {
        get
        {
            long total = 0;
            lock (Gate)
            {
                foreach (var thread in Threads)
                {
                    foreach (ref readonly var counts in thread.AsSpan())
                    {
                        total += counts.Calls;
                    }
                }
            }

            return total;
        }
    }

    /// <summary>Counts a command that ran.</summary>
    /// <param name="ticks">How long it took, in the clock's ticks.</param>
    public static void Add(CommandSpec command, long ticks, bool failed)
    {
        Mine()[command.Index].Calls++;
        Resume(command, ticks, failed);
    }

    /// <summary>Adds to a command that has been counted, when it blocked.</summary>
    /// <param name="ticks">How long it took to serve it, in the clock's ticks.</param>
    public static void Resume(CommandSpec command, long ticks, bool failed)
    {
        ref var counts = ref Mine()[command.Index];
        counts.Ticks += ticks;
        if (failed)
        {
            counts.Failed++;
        }
    }

    /// <summary>Counts a command that was refused before it ran.</summary>
    public static void Reject(CommandSpec command) => Mine()[command.Index].Rejected++;

    /// <summary>The sums over all threads since the last <see cref="Reset"/>.</summary>
    public static CommandCounts Of(TimeProvider time, CommandSpec command)
    {
        Counts sum = default;
        lock (Gate)
        {
            foreach (var thread in Threads)
            {
                ref readonly var counts = ref thread[command.Index];
                sum.Calls += counts.Calls;
                sum.Ticks += counts.Ticks;
                sum.Failed += counts.Failed;
                sum.Rejected += counts.Rejected;
            }
        }

        return new CommandCounts(sum.Calls, (long)(sum.Ticks * 1_000_000.0 / time.TimestampFrequency), sum.Rejected, sum.Failed);
    }

    /// <summary>Begins to count anew.</summary>
    public static void Reset()
    {
        lock (Gate)
        {
            Threads.ForEach(static counts => Array.Clear(counts));
        }
    }

    private static Counts[] Mine() => _mine ??= Register();

    private static Counts[] Register()
    {
        var counts = new Counts[CommandTable.All.Count];
        lock (Gate)
        {
            Threads.Add(counts);
        }

        return counts;
    }

    private struct Counts
    {
        public long Calls;
        public long Ticks;
        public long Rejected;
        public long Failed;
    }
}

/// <summary>What INFO commandstats shows of a command.</summary>
/// <param name="Calls">Times it ran.</param>
/// <param name="Microseconds">For how long, all together.</param>
/// <param name="Rejected">Times it was refused before it ran: wrong arity, no permission.</param>
/// <param name="Failed">Times it ran and answered with an error.</param>
public readonly record struct CommandCounts(long Calls, long Microseconds, long Rejected, long Failed);
