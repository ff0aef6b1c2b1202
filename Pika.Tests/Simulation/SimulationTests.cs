using System.Diagnostics;
using System.Globalization;
using Xunit.Abstractions;

namespace Pika.Tests.Simulated;

/// <summary>
/// Whole clusters on virtual time: docs/simulation.md. <c>PIKA_SIMULATE_SEEDS</c>, <c>PIKA_SIMULATE_FROM</c> and <c>PIKA_SIMULATE_MINUTES</c> make the campaign longer.
/// </summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    /// <summary>Runs after which each of the interesting states must have been reached.</summary>
    private const int EnoughRuns = 300;

    [Fact]
    public void A_seed_makes_one_run()
    {
        for (var seed = 1; seed <= 8; seed++)
        {
            var first = SimulationRun.Run(seed);
            var second = SimulationRun.Run(seed);

            second.Fingerprint.ShouldBe(first.Fingerprint, $"seed {seed}");
            second.History.ShouldBe(first.History, $"seed {seed}");
        }
    }

    [Fact]
    public async Task A_campaign_finds_no_violation()
    {
        var watch = Stopwatch.StartNew();
        var minutes = Setting("MINUTES", 0);
        var seeds = Setting("SEEDS", 0);
        var time =
            minutes > 0 ? TimeSpan.FromMinutes(minutes)
            : seeds > 0 ? TimeSpan.MaxValue
            : TimeSpan.FromMinutes(1);
        var campaign = Campaign.Run(Setting("FROM", 1), seeds > 0 ? seeds : int.MaxValue / 2, () => watch.Elapsed < time);

        var report = $"{watch.Elapsed.TotalSeconds:F0} s: {campaign}";
        output.WriteLine(report);
        if (Environment.GetEnvironmentVariable("PIKA_SIMULATE_REPORT") is { Length: > 0 } file)
            await File.WriteAllTextAsync(file, report);
        campaign.Violations.ShouldBeEmpty(campaign.ToString());
        if (campaign.Runs >= EnoughRuns)
            campaign.NeverReached.ShouldBeEmpty("the campaign has not tried what it is for");
    }

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable("PIKA_SIMULATE_" + name) is { Length: > 0 } value
            ? int.Parse(value, CultureInfo.InvariantCulture)
            : otherwise;
}
