using System.Diagnostics;
using System.Globalization;
using Pika.Benchmarks.Servers;
using Spectre.Console;

namespace Pika.Benchmarks.Costs;

/// <summary>
/// One hash, list, set and sorted set of very many elements: what their commands take, what removing one takes, how soon its space is back, and what another client of
/// the server waits meanwhile.
/// </summary>
internal static class BigValues
{
    private const int Calls = 200;

    /// <summary>Calls of a command that looks at a great part of the value.</summary>
    private const int FewCalls = 5;

    /// <summary>A value's space counts as given back when its files are down to this part of what they were.</summary>
    private const double GivenBack = 0.1;

    private static readonly TimeSpan MostPatience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(100);

    /// <summary>Measures values of so many elements on a server with these options, and prints a table for each type that is a collection.</summary>
    public static async Task Measure(int elements, CostType[] types, string[] options)
    {
        using var server = await BenchServer.Start("Pika", BenchServer.PikaExecutable(), options);
        using var connection = new RespConnection(server.Port);
        foreach (var type in types.Where(type => type.IsCollection))
        {
            await Measure(server, connection, type, new CostKey(type.Name, elements));
        }
    }

    private static async Task Measure(BenchServer server, RespConnection connection, CostType type, CostKey key)
    {
        long before = FilesOf(server);
        using var neighbour = new Neighbour(server.Port);
        var clock = Stopwatch.StartNew();
        type.Fill(connection, key);
        var (filling, whileFilling) = (clock.Elapsed, neighbour.TakeSlowest());

        var table = new Table()
            .Title($"{type.Name} of {Number(key.Size)}")
            .AddColumns("command", "median, us", "1st call, us", "slowest other, us", "another client, us");
        foreach (var each in type.Cases.Where(each => each.Before is null))
        {
            int calls = each.Growth == Growth.Linear ? FewCalls : Calls;
            AddRow(table, each.Name, [.. Enumerable.Range(0, calls).Select(call => connection.Ask(each.Request(key, call)))], neighbour);
        }

        long full = FilesOf(server);
        AddRow(table, "DEL", [connection.Ask(["DEL", key.Name])], neighbour);
        clock.Restart();
        while (FilesOf(server) > before + ((full - before) * GivenBack) && clock.Elapsed < MostPatience)
        {
            await Task.Delay(Glance);
        }

        AnsiConsole.Write(table);
        Console.WriteLine(
            $"filled in {filling.TotalSeconds:F0} s, another client waited {whileFilling.TotalMilliseconds:F1} ms at most; "
                + $"files {Megabytes(before)} before, {Megabytes(full)} full, {Megabytes(FilesOf(server))} {clock.Elapsed.TotalSeconds:F1} s after DEL, "
                + $"another client waited {neighbour.TakeSlowest().TotalMilliseconds:F1} ms at most; process of {Megabytes(server.ResidentBytes)}"
        );
    }

    private static void AddRow(Table table, string name, List<TimeSpan> times, Neighbour neighbour)
    {
        var first = times[0];
        var others = times.Skip(1).Order().ToList();
        table.AddRow(
            name,
            others.Count == 0 ? "" : Number(others[others.Count / 2].TotalMicroseconds),
            Number(first.TotalMicroseconds),
            others.Count == 0 ? "" : Number(others[^1].TotalMicroseconds),
            Number(neighbour.TakeSlowest().TotalMicroseconds)
        );
    }

    // Files that a compaction removes may go between being listed and being measured.
    private static long FilesOf(BenchServer server) =>
        new DirectoryInfo(Path.Combine(server.Folder, "db")).EnumerateFiles("*.sst").Sum(file => file.Exists ? file.Length : 0);

    private static string Megabytes(long bytes) => $"{Number(bytes / 1e6)} MB";

    private static string Number(double value) => value.ToString("F0", CultureInfo.InvariantCulture);
}
