using System.Diagnostics;
using Akka.Configuration;
using Akka.Event;

namespace Akka.Actor;

/// <summary>The scheduler of real time: one thread that sleeps until the next piece of work is due.</summary>
internal sealed class HashedWheelTimerScheduler : WorkScheduler, IDisposable
{
    /// <summary>Fewer pieces of work than this are not worth a purge.</summary>
    private const int PurgeFrom = 1024;

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _wake = new(0);

    /// <summary>By due time in monotonic ticks, then in order of arrival.</summary>
    private readonly PriorityQueue<ScheduledWork, (long Due, long Order)> _pending = new();

    private readonly long _origin = Stopwatch.GetTimestamp();
    private readonly TimeProvider _clock = TimeProvider.System;
    private long _order;

    /// <summary>When the thread will look next, in monotonic ticks; later work need not wake it.</summary>
    private long _nextLook = long.MaxValue;

    /// <summary>The number of pending pieces of work at which cancelled ones are looked for.</summary>
    private int _purgeAt = PurgeFrom;

    private Thread? _thread;
    private bool _stopped;

    public HashedWheelTimerScheduler(Config scheduler, ILoggingAdapter log)
        : base(scheduler, log) { }

    public override TimeSpan MonotonicClock => Stopwatch.GetElapsedTime(_origin);

    public override TimeSpan HighResMonotonicClock => MonotonicClock;

    protected override DateTimeOffset TimeNow => _clock.GetUtcNow();

    public void Dispose()
    {
        lock (_lock)
        {
            _stopped = true;
            _pending.Clear();
        }

        _wake.Release();
    }

    protected override void Add(TimeSpan delay, ScheduledWork work)
    {
        // A delay of centuries stays at the far end of the queue.
        var now = MonotonicClock.Ticks;
        var due = delay.Ticks > long.MaxValue - now ? long.MaxValue : now + delay.Ticks;
        lock (_lock)
        {
            if (_stopped)
                return;
            if (_pending.Count >= _purgeAt)
                Purge();
            _pending.Enqueue(work, (due, _order++));
            if (_thread is null)
            {
                _thread = new Thread(Serve) { Name = "akka.scheduler", IsBackground = true };
                _thread.Start();
            }
            else if (due >= _nextLook)
            {
                return;
            }

            _nextLook = due;
        }

        _wake.Release();
    }

    /// <summary>
    /// Drops what has been cancelled. Timeouts of requests that were answered would otherwise stay until they are due.
    /// </summary>
    private void Purge()
    {
        var alive = _pending.UnorderedItems.Where(item => !item.Element.IsCanceled).ToList();
        _pending.Clear();
        _pending.EnqueueRange(alive);
        _purgeAt = Math.Max(PurgeFrom, 2 * alive.Count);
    }

    private void Serve()
    {
        var due = new List<ScheduledWork>();
        while (TakeDue(due, out var pause))
        {
            foreach (var work in due)
                Run(work);
            due.Clear();
            if (pause > TimeSpan.Zero)
                _wake.Wait(pause);
        }
    }

    private bool TakeDue(List<ScheduledWork> due, out TimeSpan pause)
    {
        lock (_lock)
        {
            var now = MonotonicClock.Ticks;
            while (_pending.TryPeek(out var work, out var at) && at.Due <= now)
            {
                _pending.Dequeue();
                due.Add(work);
            }

            _nextLook = _pending.TryPeek(out _, out var next) ? next.Due : long.MaxValue;

            // A whole millisecond at least, so that the thread does not spin; a day at most, which every wait can express.
            pause =
                due.Count > 0
                    ? TimeSpan.Zero
                    : TimeSpan.FromMilliseconds(Math.Clamp(Math.Ceiling((_nextLook - now) / 10_000.0), 1, 86_400_000));
            return !_stopped;
        }
    }

    private void Run(ScheduledWork work)
    {
        if (work.IsCanceled)
            return;
        RunSafely(work);
        if (work.Interval > TimeSpan.Zero && !work.IsCanceled)
            Add(work.Interval, work);
    }
}
