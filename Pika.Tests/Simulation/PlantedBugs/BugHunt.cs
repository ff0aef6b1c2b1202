using System.Diagnostics;

namespace Pika.Tests.Simulated.PlantedBugs;

/// <summary>What came of the search for a planted bug.</summary>
/// <param name="Seeds">How many seeds were played.</param>
/// <param name="Violation">What the last of them has shown; null: nothing.</param>
/// <param name="Without">What the same seed shows when the check that has found the bug is switched off; null: nothing.</param>
/// <param name="Control">What the same seed shows without the bug, which has to be nothing.</param>
internal sealed record BugHunt(PlantedBug Bug, int Seeds, Found? Violation, Found? Without, Found? Control)
{
    /// <summary>How long it took, the compiler's time included.</summary>
    public TimeSpan Took { get; private init; }

    /// <summary>Plays the seeds from 1 on with a bug, until it is found.</summary>
    public static BugHunt Run(PlantedBug bug)
    {
        var watch = Stopwatch.StartNew();
        using var variant = new Variant(bug);
        for (var seed = 1; seed <= bug.MostSeeds; seed++)
        {
            if (variant.Play(seed, bug.Bias) is { } violation)
            {
                var without = variant.Play(seed, bug.Bias, violation.Check);
                var control = VariantRun.Play(seed, bug.Bias, "") is { } defect ? Found.Parse(defect) : null;
                return new BugHunt(bug, seed, violation, without, control) { Took = watch.Elapsed };
            }
        }

        return new BugHunt(bug, bug.MostSeeds, null, null, null) { Took = watch.Elapsed };
    }
}
