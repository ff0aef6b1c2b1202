using Akka.Actor;
using Akka.Configuration;
using Akka.Event;

namespace Akka.Dispatch.Deterministic;

/// <summary>The scheduler of systems in a simulation.</summary>
internal sealed class VirtualTimeScheduler : WorkScheduler
{
    private readonly Simulation _simulation;

    public VirtualTimeScheduler(Config scheduler, ILoggingAdapter log)
        : base(scheduler, log) => _simulation = Simulation.ById(scheduler.GetString("simulation-id"));

    internal double NextChance() => _simulation.NextChance();

    public override TimeSpan MonotonicClock => _simulation.Elapsed;

    public override TimeSpan HighResMonotonicClock => _simulation.Elapsed;

    protected override DateTimeOffset TimeNow => _simulation.Time.GetUtcNow();

    protected override void Add(TimeSpan delay, ScheduledWork work) => _simulation.RunAfter(delay, new Due(this, work));

    private sealed class Due(VirtualTimeScheduler scheduler, ScheduledWork work) : TimedWork
    {
        public override void Fire()
        {
            if (work.IsCanceled)
                return;
            scheduler.RunSafely(work);
            if (work.Interval > TimeSpan.Zero && !work.IsCanceled)
                scheduler.Add(work.Interval, work);
        }
    }
}
