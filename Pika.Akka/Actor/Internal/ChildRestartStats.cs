namespace Akka.Actor.Internal;

/// <summary>A child and how often it has been restarted of late.</summary>
public sealed class ChildRestartStats
{
    /// <summary>When the present window of counting began, in monotonic ticks; 0 before the first failure.</summary>
    private long _windowStart;

    public ChildRestartStats(IInternalActorRef child) => Child = child;

    public IInternalActorRef Child { get; }

    public long Uid => Child.Path.Uid;

    public int MaxNrOfRetriesCount { get; private set; }

    /// <summary>
    /// Counts a failure and says whether a restart is permitted: with a window, up to <paramref name="maxRetries"/> in it; without, in all.
    /// A negative number of retries is without limit, a window alone permits one.
    /// </summary>
    internal bool RequestRestartPermission(int maxRetries, TimeSpan window, TimeSpan now)
    {
        if (maxRetries == 0)
            return false;
        if (window <= TimeSpan.Zero)
            return maxRetries < 0 || ++MaxNrOfRetriesCount <= maxRetries;
        var retries = maxRetries < 0 ? 1 : maxRetries;
        if (_windowStart == 0 || now.Ticks - _windowStart > window.Ticks)
        {
            _windowStart = Math.Max(1, now.Ticks);
            MaxNrOfRetriesCount = 1;
            return true;
        }

        return ++MaxNrOfRetriesCount <= retries;
    }
}
