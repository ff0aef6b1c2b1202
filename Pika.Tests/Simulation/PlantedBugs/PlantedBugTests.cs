using Pika.Tests.Architecture;
using Xunit.Abstractions;

namespace Pika.Tests.Simulated.PlantedBugs;

/// <summary>
/// The simulator is tested by bugs that are planted into the product: each has to be found, in a bounded number of seeds, by the check that is there to find it. The
/// long form, with all bugs, writes the table in docs/simulation.md (<c>./build.sh planted</c>).
/// </summary>
public sealed class PlantedBugTests(ITestOutputHelper output, BugTable table) : IClassFixture<BugTable>
{
    /// <summary>Some bugs, or all of them: names with commas between them, or <c>all</c>.</summary>
    private static readonly string? Chosen = Environment.GetEnvironmentVariable("PIKA_PLANTED");

    /// <summary>What is looked for in the short form: bugs that are found in a few seeds.</summary>
    private static readonly string[] Short =
    [
        "applied-row-in-a-second-batch",
        "flush-overtakes",
        "flush-sees-only-the-store",
        "pin-after-the-checkpoint",
        "purge-believes-the-memory",
        "replid-kept",
    ];

    public static TheoryData<string> Hunted()
    {
        var names = new TheoryData<string>();
        foreach (var bug in PlantedBug.All())
        {
            if (IsHunted(bug))
                names.Add(bug.Name);
        }

        return names;
    }

    /// <summary>Whether a bug is hunted in this run of the tests.</summary>
    internal static bool IsHunted(PlantedBug bug) => Chosen == "all" || (Chosen?.Split(',') ?? Short).Contains(bug.Name);

    [Theory]
    [MemberData(nameof(Hunted))]
    public async Task A_planted_bug_is_found(string name)
    {
        var hunt = await table.Of(name);
        output.WriteLine($"{hunt.Seeds} seeds, {hunt.Took.TotalSeconds:F1} s; found: {hunt.Violation}\nwithout it: {hunt.Without}");
        hunt.Control.ShouldBeNull("the product itself must not fail");
        hunt.Violation.ShouldNotBeNull($"no check has found '{name}' in {hunt.Seeds} seeds");
        hunt.Bug.Checks.ShouldContain(hunt.Violation.Check, $"another check was to find '{name}': {hunt.Violation}");
        hunt.Without?.Check.ShouldNotBe(hunt.Violation.Check, "what is switched off finds nothing");
    }

    [Fact]
    public void Every_bug_is_in_the_table()
    {
        var document = Repository.Read(BugTable.Document);
        PlantedBug
            .All()
            .Where(bug => !document.Contains(bug.Title, StringComparison.Ordinal))
            .Select(bug => bug.Name)
            .ShouldBeEmpty("run ./build.sh planted");
    }

    [Fact]
    public void Every_bug_can_be_planted()
    {
        foreach (var bug in PlantedBug.All())
        {
            bug.Plant(Repository.Read(bug.File)).ShouldNotBe(Repository.Read(bug.File), bug.Name);
            _ = RunBias.Parse(bug.Bias);
        }
    }
}
