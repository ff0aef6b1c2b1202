using Akka.Actor;
using Akka.Dispatch.Deterministic;

namespace Akka.Pattern;

/// <summary>Where delays get their random part: in a simulation from its seed, so that a run can be repeated.</summary>
internal static class Chance
{
    /// <summary>A number from 0 up to, but not including, 1.</summary>
    public static double Next(IScheduler scheduler) =>
        scheduler is VirtualTimeScheduler simulated ? simulated.NextChance() : Random.Shared.NextDouble();
}
