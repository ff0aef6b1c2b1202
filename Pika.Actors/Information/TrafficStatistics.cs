namespace Pika.Actors.Information;

/// <summary>
/// Bytes received from clients and sent to them. Every thread counts for itself, so that counting costs no contention; readers add the
/// threads up.
/// </summary>
public static class TrafficStatistics
{
    private static readonly List<Counts> Threads = [];
    private static readonly Lock Gate = new();

    [ThreadStatic]
    private static Counts? _mine;

    /// <summary>Bytes received since the last <see cref="Reset"/>.</summary>
    public static long Received => Sum(static counts => Volatile.Read(ref counts.Received));

    /// <summary>Bytes sent since the last <see cref="Reset"/>.</summary>
    public static long Sent => Sum(static counts => Volatile.Read(ref counts.Sent));

    /// <summary>Counts received bytes.</summary>
    public static void AddReceived(int bytes) => (_mine ??= Register()).Received += bytes;

    /// <summary>Counts sent bytes.</summary>
    public static void AddSent(int bytes) => (_mine ??= Register()).Sent += bytes;

    /// <summary>Begins to count anew.</summary>
    public static void Reset()
    {
        lock (Gate)
        {
            Threads.ForEach(static counts => (counts.Received, counts.Sent) = (0, 0));
        }
    }

    private static long Sum(Func<Counts, long> of)
    {
        lock (Gate)
        {
            return Threads.Sum(of);
        }
    }

    private static Counts Register()
    {
        var counts = new Counts();
        lock (Gate)
        {
            Threads.Add(counts);
        }

        return counts;
    }

    private sealed class Counts
    {
        public long Received;
        public long Sent;
    }
}
