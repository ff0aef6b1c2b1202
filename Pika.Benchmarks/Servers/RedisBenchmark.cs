using System.Diagnostics;
using System.Globalization;

namespace Pika.Benchmarks.Servers;

/// <summary>One run of one test: requests a second, and the latency in milliseconds that 99 % of them kept.</summary>
internal readonly record struct BenchResult(double RequestsPerSecond, double P99);

/// <summary>Runs redis-benchmark and reads what it measured.</summary>
internal static class RedisBenchmark
{
    /// <summary>Runs one test once.</summary>
    public static async Task<BenchResult> Run(int port, BenchTest test, int requests, int pipeline, BenchOptions options)
    {
        string[] numbers = [Text(port), Text(options.Clients), Text(options.ValueSize), Text(options.Keys), Text(requests), Text(pipeline)];
        string[] arguments =
        [
            .. (string[])["-h", "127.0.0.1", "-p", numbers[0], "-c", numbers[1], "-d", numbers[2], "-r", numbers[3]],
            .. (string[])["-n", numbers[4], "-P", numbers[5], .. test.Arguments(options.ValueSize)],
        ];
        using var process = Process.Start(options.Place.Start("redis-benchmark", arguments))!;
        var printed = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"redis-benchmark {string.Join(' ', arguments)} ended with {process.ExitCode}: {printed}");
        return Parse(printed);
    }

    /// <summary>Reads the last row: test, requests a second, then latencies: average, least, p50, p95, p99, most.</summary>
    private static BenchResult Parse(string printed)
    {
        var row = printed.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1].Split(',').Select(cell => cell.Trim('"')).ToArray();
        if (row.Length < 8)
            throw new InvalidOperationException($"redis-benchmark printed no result: {printed}");
        return new BenchResult(double.Parse(row[1], CultureInfo.InvariantCulture), double.Parse(row[6], CultureInfo.InvariantCulture));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
