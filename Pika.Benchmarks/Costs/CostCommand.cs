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
    private const int FewestCalls = 9;

    /// <summary>What makes a million rows leaves work behind for some milliseconds: garbage, rows on their way to files. It is not the next command's.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan CaseTime = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Runs <c>costs [--size N]</c> and prints the table, 1 if a command grows that should not; or <c>costs --elements N</c>, the times of values of one size, which end
    /// by being removed. What follows <c>--</c> are options of the server.
    /// </summary>
    public static async Task<int> Run(string[] words)
    {
        int end = Array.IndexOf(words, "--");
        string[] options = end < 0 ? [] : words[(end + 1)..];
        try
        {
            AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 120);
            switch (end < 0 ? words : words[..end])
            {
                case []:
                    return await Compare(100_000, options);
                case ["--size", var size]:
                    return await Compare(int.Parse(size, CultureInfo.InvariantCulture), options);
                case ["--elements", var elements]:
                    await BigValues.Measure(int.Parse(elements, CultureInfo.InvariantCulture), CostType.All, options);
                    return 0;
                case ["--elements", var elements, "--type", var name]
                    when Array.FindAll(CostType.All, type => type.Name == name) is [_] types:
                    await BigValues.Measure(int.Parse(elements, CultureInfo.InvariantCulture), types, options);
                    return 0;
                default:
                    Console.Error.WriteLine("costs [--size N | --elements N [--type hash|list|set|zset]] [-- options of pika]");
                    return 2;
            }
        }
        catch (Exception error)
        {
            // Caught here rather than left to the runtime, which would end without stopping the server.
            Console.Error.WriteLine(error);
            return 1;
        }
    }

    private static async Task<int> Compare(int size, string[] options)
    {
        using var server = await BenchServer.Start("Pika", BenchServer.PikaExecutable(), options);
        using var connection = new RespConnection(server.Port);

        var table = new Table().AddColumns("command", "documented", $"N = {size}, us", "10 N, us", "ratio", "calls");
        for (int column = 2; column < 6; column++)
        {
            table.Columns[column].RightAligned();
        }

        int tooSlow = 0;
        foreach (var type in CostType.All)
        {
            CostKey[] keys = [new($"{type.Name}:1", size), new($"{type.Name}:10", size * 10)];
            Array.ForEach(keys, key => type.Fill(connection, key));
            foreach (var each in type.Cases)
            {
                Console.Error.WriteLine($"{type.Name}: {each.Name}");
                tooSlow += AddRow(table, each, await Measure(connection, each, keys)) ? 0 : 1;
            }

            Array.ForEach(keys, key => connection.Ask(["DEL", key.Name]));
        }

        AnsiConsole.Write(table);
        Console.WriteLine(
            $"medians of the round trips of one client; {tooSlow} commands grow by more than {MostGrowth} and are not documented as linear"
        );
        return tooSlow == 0 ? 0 : 1;
    }

    /// <summary>The times of the calls on each key.</summary>
    private static async Task<List<TimeSpan>[]> Measure(RespConnection server, CostCase each, CostKey[] keys)
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
                    server.Ask(before(keys[i]));
                    await Task.Delay(Rest);
                    server.Ask(["PING"]);
                }

                times[i].Add(server.Ask(each.Request(keys[i], call)));
            }
        }

        return times;
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
