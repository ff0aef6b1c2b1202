namespace Pika.Tests.Simulated.Faults;

/// <summary>Makes the schedule of a run's faults.</summary>
internal static class FaultPlan
{
    /// <summary>Draws a schedule: bursts of faults at all times of the load.</summary>
    public static IReadOnlyList<Fault> Draw(Random random, RunOptions options)
    {
        var faults = new List<Fault>();
        var at = TimeSpan.FromMilliseconds(random.Next(200, 1500));
        while (at < options.Load)
        {
            faults.Add(DrawOne(random, options, at));

            // Half of the faults come while the one before is fresh.
            at += TimeSpan.FromMilliseconds(random.Next(2) == 0 ? random.Next(1, 60) : random.Next(60, 2500));
        }

        return faults;
    }

    private static Fault DrawOne(Random random, RunOptions options, TimeSpan at)
    {
        var kind = options.Kinds[random.Next(options.Kinds.Count)];
        var target = random.Next(options.Machines);
        var other = (target + 1 + random.Next(options.Machines - 1)) % options.Machines;
        var length = TimeSpan.FromMilliseconds(random.Next(3) == 0 ? random.Next(2000, 7000) : random.Next(20, 1500));
        return new Fault(at, kind, $"n{target}", $"n{other}", length, random.NextDouble());
    }
}
