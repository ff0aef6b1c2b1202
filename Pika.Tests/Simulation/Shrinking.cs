namespace Pika.Tests.Simulated;

/// <summary>Finds out which faults of a run matter: leaves out as many as it can while the same check fails.</summary>
internal static class Shrinking
{
    /// <summary>A history that nobody can read is worth a few more runs, not thousands.</summary>
    private const int MostRuns = 150;

    /// <param name="violation">A run with a violation.</param>
    /// <returns>The run with the fewest faults that was found; the given one if all of them matter.</returns>
    public static SimulationResult Shrink(SimulationResult violation)
    {
        var best = violation;
        var runs = 0;
        for (var part = best.Plan.Count / 2; part >= 1 && runs < MostRuns; part /= 2)
        {
            for (var at = 0; at < best.Plan.Count && runs < MostRuns; )
            {
                runs++;
                var plan = best.Plan.Where((_, i) => i < at || i >= at + part).ToArray();
                if (SimulationRun.Run(violation.Seed, plan) is { Violation: { } found } less && found.Check == violation.Violation!.Check)
                    best = less;
                else
                    at += part;
            }
        }

        return best;
    }
}
