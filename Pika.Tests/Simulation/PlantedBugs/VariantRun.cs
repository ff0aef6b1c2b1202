namespace Pika.Tests.Simulated.PlantedBugs;

/// <summary>The way into the copy of the simulator that runs a <see cref="Variant"/>: the types of the two are not the same, so that only text passes.</summary>
public static class VariantRun
{
    /// <summary>Plays a seed.</summary>
    /// <param name="bias">What the run is to be like, as <see cref="RunBias"/> reads it.</param>
    /// <param name="without">The checks that are switched off, with commas between them.</param>
    /// <returns>The check that has found something, and on further lines what; null if none has.</returns>
    public static string? Play(int seed, string bias, string without)
    {
        var checks = without.Split(',', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
        var settings = new RunSettings { Bias = RunBias.Parse(bias).Apply, Without = checks };
        return SimulationRun.Run(seed, settings: settings).Violation is { } violation ? $"{violation.Check}\n{violation.What}" : null;
    }
}
