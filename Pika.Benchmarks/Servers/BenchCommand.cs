using System.Globalization;
using Spectre.Console;

namespace Pika.Benchmarks.Servers;

/// <summary>
/// Compares the published server with redis-server by redis-benchmark: both run at the same time, and each test goes to one and
/// then the other, so that a change in the machine's mood hits both. Medians of the rounds.
/// </summary>
internal static class BenchCommand
{
    /// <summary>Runs the comparison and prints its table; 0 if all tests ran.</summary>
    public static async Task<int> Run(string[] words)
    {
        if (BenchOptions.Parse(words) is not { } options)
            return 2;
        try
        {
            await Compare(options);
            return 0;
        }
        catch (Exception error)
        {
            // Caught here rather than left to the runtime, which would end without stopping the servers.
            Console.Error.WriteLine(error);
            return 1;
        }
    }

    private static async Task Compare(BenchOptions options)
    {
        // Where the output is no terminal, 80 columns would be taken for granted.
        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 120);
        using var redis = await BenchServer.Start(
            "Redis",
            "redis-server",
            ["--appendonly", "yes", "--appendfsync", "everysec", "--save", ""]
        );
        using var pika = await BenchServer.Start("Pika", BenchServer.PikaExecutable(), options.Directives);
        BenchServer[] servers = [redis, pika];

        foreach (var server in servers)
            await Fill(server, options);

        var table = new Table().AddColumns("test", "-P", "Redis/s", "Pika/s", "ratio", "Redis p99 ms", "Pika p99 ms", "p99 ratio");
        for (var column = 1; column < 8; column++)
            table.Columns[column].RightAligned();
        foreach (var pipeline in options.Pipelines)
        {
            foreach (var test in options.Tests)
            {
                AddRow(table, test, pipeline, await Compare(servers, new BenchTest(test), pipeline, options));
                foreach (var server in servers)
                    await server.Call(["DEL", .. BenchTest.Collections]);
            }
        }

        var flush = new List<string>();
        foreach (var server in servers)
            flush.Add(await Flush(server));

        AnsiConsole.Write(table);
        flush.ForEach(Console.WriteLine);
        Console.WriteLine(
            $"{options.Clients} clients, {options.ValueSize}-byte values, {options.Keys} keys, medians of {options.Rounds} rounds, {Environment.ProcessorCount} cores shared with the load generator"
        );
    }

    private static async Task<BenchResult[]> Compare(BenchServer[] servers, BenchTest test, int pipeline, BenchOptions options)
    {
        var results = servers.Select(_ => new List<BenchResult>()).ToArray();
        var requests = pipeline == 1 ? options.Requests : options.Requests * 3;
        for (var round = 0; round < options.Rounds; round++)
        {
            for (var i = 0; i < servers.Length; i++)
            {
                if (test.Fill is { } fill)
                    await RedisBenchmark.Run(servers[i].Port, fill, requests, pipeline: 64, options with { Keys = requests * 10 });
                var result = await RedisBenchmark.Run(servers[i].Port, test, requests, pipeline, options);
                results[i].Add(result);
                Console.Error.WriteLine(
                    $"{test.Name} -P {pipeline} round {round + 1} {servers[i].Name}: {result.RequestsPerSecond:F0}/s p99 {result.P99} ms"
                );
            }
        }

        return
        [
            .. results.Select(rounds => new BenchResult(
                Median(rounds.Select(each => each.RequestsPerSecond)),
                Median(rounds.Select(each => each.P99))
            )),
        ];
    }

    private static void AddRow(Table table, string test, int pipeline, BenchResult[] medians)
    {
        var (redis, pika) = (medians[0], medians[1]);
        table.AddRow(
            test.ToUpperInvariant(),
            pipeline.ToString(CultureInfo.InvariantCulture),
            Format(redis.RequestsPerSecond, "F0"),
            Format(pika.RequestsPerSecond, "F0"),
            Format(pika.RequestsPerSecond / redis.RequestsPerSecond, "F2"),
            Format(redis.P99, "F2"),
            Format(pika.P99, "F2"),
            Format(pika.P99 / redis.P99, "F2")
        );
    }

    // Twice as many random SETs as keys leave about 86 % of them there, so that GET mostly hits.
    private static Task Fill(BenchServer server, BenchOptions options) =>
        RedisBenchmark.Run(server.Port, new BenchTest("set"), options.Keys * 2, pipeline: 64, options);

    private static async Task<string> Flush(BenchServer server)
    {
        var (count, _) = await server.Call("DBSIZE");
        var (reply, time) = await server.Call("FLUSHALL");
        return $"FLUSHALL of {count[1..]} keys, {server.Name}: {time.TotalMilliseconds:F1} ms ({reply})";
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static string Format(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
