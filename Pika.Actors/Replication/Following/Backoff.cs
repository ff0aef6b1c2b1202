namespace Pika.Actors.Replication.Following;

/// <summary>How long to wait before the next try: each time twice as long, up to a bound, and never as long as others that failed at the same moment.</summary>
/// <param name="first">The wait after the first failure; half of it at least.</param>
/// <param name="most">The longest wait.</param>
/// <param name="chance">A random number from 0 to below its argument.</param>
internal sealed class Backoff(TimeSpan first, TimeSpan most, Func<long, long> chance)
{
    /// <summary>The next wait at its longest; null: the first.</summary>
    private TimeSpan? _next;

    /// <summary>It has failed: the time until the next try.</summary>
    public TimeSpan Next()
    {
        var wait = _next ?? first;
        var half = wait / 2;
        _next = wait > most / 2 ? most : wait * 2;
        return half + TimeSpan.FromTicks(chance(half.Ticks + 1));
    }

    /// <summary>It has succeeded.</summary>
    public void Reset() => _next = null;
}
