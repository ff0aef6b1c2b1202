using System.Diagnostics;
using System.Globalization;
using Pika.Benchmarks.Servers;
using Spectre.Console;

namespace Pika.Benchmarks.Costs;

/// <summary>
/// Checks docs/costs.md against the published server: the time of each command on a value of N elements and on one of ten times as many. Calls on
/// the two alternate, so that the machine's mood hits both; one client, and a time is that of the whole round trip.
/// </summary>
internal static class CostCommand
{
    /// <summary>A command that is not documented as linear may take this many times as long on the bigger value: caches hold less of it.</summary>
    private const double MostGrowth = 4;

    private const int Calls = 300;

    /// <summary>Slow commands are called less often than <see cref="Calls"/>, but this often at least.</summary>
    private const int FewestCalls = 5;

    private static readonly TimeSpan CaseTime = TimeSpan.FromSeconds(3);

    /// <summary>Runs <c>costs [--size N]</c> and prints the table; 1 if a command grows that should not.</summary>
    public static async Task<int> Run(string[] words)
    {
        try
        {
            return await Compare(words is ["--size", var text] ? int.Parse(text, CultureInfo.InvariantCulture) : 100_000);
        }
        catch (Exception error)
        {
            // Caught here rather than left to the runtime, which would end without stopping the server.
            Console.Error.WriteLine(error);
            return 1;
        }
    }

    private static async Task<int> Compare(int size)
    {
        using var server = await BenchServer.Start("Pika", BenchServer.PikaExecutable(), []);
        using var connection = new RespConnection(server.Port);

        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 120);
        var table = new Table().AddColumns("command", "documented", $"N = {size}, us", "10 N, us", "ratio", "calls");
        for (int column = 2; column < 6; column++)
        {
            table.Columns[column].RightAligned();
        }

        int tooSlow = 0;
        foreach (var (type, cases, fill) in Types())
        {
            CostKey[] keys = [new($"{type}:1", size), new($"{type}:10", size * 10)];
            Array.ForEach(keys, key => fill(connection, key));
            foreach (var each in cases)
            {
                Console.Error.WriteLine($"{type}: {each.Name}");
                tooSlow += AddRow(table, each, Measure(connection, each, keys)) ? 0 : 1;
            }

            Array.ForEach(keys, key => Ask(connection, ["DEL", key.Name]));
        }

        AnsiConsole.Write(table);
        Console.WriteLine(
            $"medians of the round trips of one client; {tooSlow} commands grow by more than {MostGrowth} and are not documented as linear"
        );
        return tooSlow == 0 ? 0 : 1;
    }

    private static (string Type, CostCase[] Cases, Action<RespConnection, CostKey> Fill)[] Types() =>
        [
            ("hash", CostCases.Hashes, (server, key) => CostFill.Elements(server, "HSET", key, i => [$"e:{i}", "v"])),
            ("list", CostCases.Lists, (server, key) => CostFill.Elements(server, "RPUSH", key, i => [$"e:{i}"])),
            ("set", CostCases.Sets, (server, key) => CostFill.Elements(server, "SADD", key, i => [$"e:{i}"])),
            ("zset", CostCases.SortedSets, (server, key) => CostFill.Elements(server, "ZADD", key, i => [$"{i}", $"e:{i}"])),
            ("stream", CostCases.Streams, CostFill.Stream),
            ("string", CostCases.Strings, CostFill.String),
        ];

    /// <summary>The times of the calls on each key.</summary>
    private static List<TimeSpan>[] Measure(RespConnection server, CostCase each, CostKey[] keys)
    {
        List<TimeSpan>[] times =
        [
            [],
            [],
        ];
        var clock = Stopwatch.StartNew();
        for (int call = 0; call < Calls && (call < FewestCalls || clock.Elapsed < CaseTime); call++)
        {
            for (int i = 0; i < keys.Length; i++)
            {
                if (each.Before is { } before)
                {
                    Ask(server, before(keys[i]));
                }

                times[i].Add(Ask(server, each.Request(keys[i], call)));
            }
        }

        return times;
    }

    private static TimeSpan Ask(RespConnection server, string[] words)
    {
        server.Add(words);
        long start = Stopwatch.GetTimestamp();
        server.Send();
        server.Receive();
        return Stopwatch.GetElapsedTime(start);
    }

    // Whether the command grows no more than it may.
    private static bool AddRow(Table table, CostCase each, List<TimeSpan>[] times)
    {
        double small = Median(times[0]);
        double big = Median(times[1]);
        double ratio = big / small;
        bool good = each.Growth == Growth.Linear || ratio <= MostGrowth;
        table.AddRow(
            each.Name,
            each.Growth.ToString().ToLowerInvariant(),
            Number(small, "F0"),
            Number(big, "F0"),
            good ? Number(ratio, "F2") : $"[red]{Number(ratio, "F2")}[/]",
            Number(times[0].Count, "F0")
        );
        return good;
    }

    private static double Median(List<TimeSpan> times)
    {
        times.Sort();
        return times[times.Count / 2].TotalMicroseconds;
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
