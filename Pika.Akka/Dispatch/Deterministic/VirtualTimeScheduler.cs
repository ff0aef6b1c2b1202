using Akka.Actor;
using Akka.Configuration;
using Akka.Event;

namespace Akka.Dispatch.Deterministic;

/// <summary>The scheduler of systems in a simulation.</summary>
internal sealed class VirtualTimeScheduler : WorkScheduler
{
    private readonly SimulatedProcess _process;

    public VirtualTimeScheduler(Config scheduler, ILoggingAdapter log)
        : base(scheduler, log) => _process = SimulatedProcess.ById(scheduler.GetString("simulation-id"));

    internal double NextChance() => _process.Simulation.NextChance();

    public override TimeSpan MonotonicClock => _process.Simulation.Elapsed;

    public override TimeSpan HighResMonotonicClock => _process.Simulation.Elapsed;

    protected override DateTimeOffset TimeNow => _process.Time.GetUtcNow();

    protected override void Add(TimeSpan delay, ScheduledWork work) => _process.RunAfter(delay, new Due(this, work));

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
