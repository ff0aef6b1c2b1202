using System.Diagnostics;
using Pika.Tests.EndToEnd.Replication;

namespace Pika.Tests.EndToEnd.Chaos;

/// <summary>
/// Fleets of the built server under faults: a moment of each kind in every run, minutes with <c>./build.sh chaos</c>. No acknowledged write is lost, every key behaves like one copy, and all nodes hold the same
/// soon after the faults are over.
/// </summary>
[Collection(ReplicationCollection.Name)]
public sealed class ChaosTests(Xunit.Abstractions.ITestOutputHelper output)
{
    private const int BriefMs = 7_000;
    private const int LongMs = 40_000;

    private static readonly double Minutes = double.TryParse(Environment.GetEnvironmentVariable("PIKA_CHAOS_MINUTES"), out double minutes)
        ? minutes
        : 0;

    [Fact]
    public async Task Nothing_acknowledged_is_lost_and_every_key_is_like_one_copy()
    {
        var clock = Stopwatch.StartNew();
        int rounds = 0;
        do
        {
            var plan = FaultPlan.Of(Scale.Seed + rounds, Minutes > 0 ? LongMs : BriefMs);
            await using var round = new ChaosRound(plan);
            await round.Run();
            output.WriteLine(round.Log);
            Tell($"{clock.Elapsed:hh\\:mm\\:ss} {round.Summary}");
        } while (++rounds < 2 || clock.Elapsed.TotalMinutes < Minutes);
    }

    private void Tell(string what)
    {
        output.WriteLine(what);
        if (Minutes > 0)
            Console.WriteLine(what);
    }
}
