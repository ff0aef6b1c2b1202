namespace Pika.Tests.Actors.Support;

/// <summary>A clock that stands still until a test moves it, timers included: they fire within <see cref="Advance"/>, in the order of their times.</summary>
internal sealed class SteppedTime : TimeProvider
{
    private readonly List<Timer> _timers = [];
    private readonly Lock _gate = new();
    private long _nowMs = 1_700_000_000_000;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(Interlocked.Read(ref _nowMs));

    public override long TimestampFrequency => 1000;

    public override long GetTimestamp() => Interlocked.Read(ref _nowMs);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(TimeSpan span)
    {
        var end = _nowMs + (long)span.TotalMilliseconds;
        while (NextDue(end) is { } timer)
        {
            Interlocked.Exchange(ref _nowMs, Math.Max(_nowMs, timer.DueMs));
            timer.Fire();
        }

        Interlocked.Exchange(ref _nowMs, end);
    }

    private Timer? NextDue(long end)
    {
        lock (_gate)
            return _timers.Where(timer => timer.DueMs <= end).MinBy(timer => timer.DueMs);
    }

    private sealed class Timer(SteppedTime clock, TimerCallback callback, object? state) : ITimer
    {
        private long _periodMs;

        public long DueMs { get; private set; } = long.MaxValue;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                DueMs = dueTime == Timeout.InfiniteTimeSpan ? long.MaxValue : clock._nowMs + (long)dueTime.TotalMilliseconds;
                _periodMs = period == Timeout.InfiniteTimeSpan ? 0 : (long)period.TotalMilliseconds;
                clock._timers.Remove(this);
                clock._timers.Add(this);
            }

            return true;
        }

        public void Fire()
        {
            DueMs = _periodMs == 0 ? long.MaxValue : DueMs + _periodMs;
            callback(state);
        }

        public void Dispose()
        {
            lock (clock._gate)
                clock._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
