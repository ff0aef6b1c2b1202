using System.Diagnostics;
using System.Globalization;
using Xunit.Abstractions;

namespace Pika.Tests.Simulated;

public sealed class SimulationTests(ITestOutputHelper output)
{
    [Fact]
    public void Campaign()
    {
        var from = int.Parse(Environment.GetEnvironmentVariable("PIKA_SEED") ?? "1", CultureInfo.InvariantCulture);
        var count = int.Parse(Environment.GetEnvironmentVariable("PIKA_SEEDS") ?? "20", CultureInfo.InvariantCulture);
        var bad = 0;
        for (var seed = from; seed < from + count && bad < 5; seed++)
        {
            var watch = Stopwatch.StartNew();
            var result = SimulationRun.Run(seed);
            output.WriteLine(
                $"{seed}: {watch.ElapsedMilliseconds} ms, virtual {result.VirtualTime.TotalSeconds:F1} s, {result.Options.Durability} {result.Options.Machines} machines, {result.Operations} ops, {result.Done} done, {result.Applied} applied, {result.Successions} successions, {string.Join(' ', result.Faults)}, {result.Fingerprint:x}"
            );
            if (result.Violation is { } violation)
            {
                bad++;
                output.WriteLine($"VIOLATION {violation}");
                output.WriteLine(string.Join('\n', result.Plan));
                if (count <= 3)
                    output.WriteLine(result.History);
            }
        }
    }
}
