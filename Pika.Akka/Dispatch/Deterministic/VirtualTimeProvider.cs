namespace Akka.Dispatch.Deterministic;

/// <summary>The clock of a process in a simulation. Its timers fire when the simulation lets time pass.</summary>
internal sealed class VirtualTimeProvider(SimulatedProcess process, DateTimeOffset start) : TimeProvider
{
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => start + process.Simulation.Elapsed + process.ClockSkew;

    public override long GetTimestamp() => process.Simulation.Elapsed.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(process, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class VirtualTimer(SimulatedProcess process, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        /// <summary>What is due next; anything else that fires has been overtaken by a change.</summary>
        private Due? _next;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _period = period;
            _next = null;
            if (dueTime != Timeout.InfiniteTimeSpan)
                Schedule(dueTime);
            return true;
        }

        public void Dispose() => _next = null;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Schedule(TimeSpan delay)
        {
            _next = new Due(this);
            process.RunAfter(delay, _next);
        }

        private void Fire(Due due)
        {
            if (!ReferenceEquals(due, _next))
                return;
            _next = null;
            if (_period > TimeSpan.Zero)
                Schedule(_period);
            callback(state);
        }

        private sealed class Due(VirtualTimer timer) : TimedWork
        {
            public override void Fire() => timer.Fire(this);
        }
    }
}
