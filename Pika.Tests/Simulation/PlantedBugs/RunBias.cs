using System.Globalization;
using Pika.Tests.Simulated.Faults;

namespace Pika.Tests.Simulated.PlantedBugs;

/// <summary>
/// What runs are to be like, in words: <c>durability=Synced machines=3 kinds=Kill,CutPower</c>. What is not named is left to the seed.
/// </summary>
internal sealed class RunBias
{
    private readonly List<Func<RunOptions, RunOptions>> _changes = [];

    /// <summary>Reads the words.</summary>
    /// <exception cref="FormatException">One has no meaning.</exception>
    public static RunBias Parse(string words)
    {
        var bias = new RunBias();
        foreach (var word in words.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = word.Split('=', 2);
            bias._changes.Add(Change(parts[0], parts.Length == 2 ? parts[1] : throw new FormatException($"'{word}' is no choice")));
        }

        return bias;
    }

    /// <summary>The options of a seed, changed.</summary>
    public RunOptions Apply(RunOptions options) => _changes.Aggregate(options, (changed, change) => change(changed));

    private static Func<RunOptions, RunOptions> Change(string name, string value) =>
        name switch
        {
            "durability" => options => options with { Durability = Enum.Parse<Durability>(value) },
            "machines" => options => options with { Machines = Number(value) },
            "clients" => options => options with { Clients = Number(value) },
            "segment" => options => options with { SegmentBytes = Number(value) },
            "kept" => options => options with { KeptFiles = Number(value) },
            "seconds" => options => options with { Load = TimeSpan.FromSeconds(Number(value)) },
            "rate" => options => options with { FullSyncBytes = Number(value) },
            "kinds" => options => options with { Kinds = [.. value.Split(',').Select(Enum.Parse<FaultKind>)] },
            _ => throw new FormatException($"runs have no '{name}'"),
        };

    private static int Number(string value) => int.Parse(value, CultureInfo.InvariantCulture);
}
