using System.Diagnostics;
using System.Globalization;
using Pika.Benchmarks.Servers;
using Spectre.Console;

namespace Pika.Benchmarks.Replication;

/// <summary>
/// Compares a master with one replica with redis-server with one: how long it takes to get it and how late it is, and what it costs the master. Each
/// product by itself, in turn, as two servers and the load share the machine.
/// </summary>
internal static class ReplicationCommand
{
    private const int Probes = 500;

    private static readonly string[] RedisOptions = ["--appendonly", "yes", "--appendfsync", "everysec", "--save", ""];

    /// <summary>Runs the comparison and prints its table; 0 if all of it ran.</summary>
    public static async Task<int> Run(string[] words)
    {
        if (BenchOptions.Parse(words) is not { } options)
            return 2;

        var found = new List<Dictionary<string, double>[]>();
        for (int round = 0; round < options.Rounds; round++)
        {
            var redis = await Measure("Redis", "redis-server", RedisOptions, options);
            var pika = await Measure("Pika", BenchServer.PikaExecutable(), options.Directives, options);
            found.Add([redis, pika]);
        }

        Print(found, options);
        return 0;
    }

    private static async Task<Dictionary<string, double>> Measure(
        string name,
        string program,
        IReadOnlyList<string> arguments,
        BenchOptions options
    )
    {
        var figures = new Dictionary<string, double>();
        await MeasureDelays(figures, name, program, arguments, options);
        await MeasureCost(figures, name, program, arguments, options with { Place = Placement.AllButLast });
        return figures;
    }

    private static async Task MeasureDelays(
        Dictionary<string, double> figures,
        string name,
        string program,
        IReadOnlyList<string> arguments,
        BenchOptions options
    )
    {
        using var master = await BenchServer.Start(name, program, arguments);
        using var replica = await BenchServer.Start(name + " replica", program, arguments);
        await RedisBenchmark.Run(master.Port, new BenchTest("set"), options.Keys * 2, pipeline: 64, options);
        figures["full sync, ms"] = await Attach(master, replica);
        using var probe = new LagProbe(master.Port, replica.Port);
        Note(figures, "idle", await probe.Measure(Probes, CancellationToken.None));
        foreach (int pipeline in options.Pipelines)
            await UnderLoad(figures, master, probe, pipeline, options);
    }

    private static async Task UnderLoad(
        Dictionary<string, double> figures,
        BenchServer master,
        LagProbe probe,
        int pipeline,
        BenchOptions options
    )
    {
        using var ended = new CancellationTokenSource();
        var lags = Task.Run(() => probe.Measure(int.MaxValue, ended.Token));
        await RedisBenchmark.Run(master.Port, new BenchTest("set"), Requests(pipeline, options), pipeline, options);
        long end = Stopwatch.GetTimestamp();
        await ended.CancelAsync();
        Note(figures, $"SET -P {pipeline}", await lags);

        // Its last probe has ended: all that came before it is there.
        await probe.Measure(1, CancellationToken.None);
        figures[$"caught up after SET -P {pipeline}, ms"] = Stopwatch.GetElapsedTime(end).TotalMilliseconds;
    }

    // The replica has a processor for itself, as it has a machine for itself elsewhere: what a master and the load do with theirs, beside one that is alone, is what it costs.
    private static async Task MeasureCost(
        Dictionary<string, double> figures,
        string name,
        string program,
        IReadOnlyList<string> arguments,
        BenchOptions options
    )
    {
        using var alone = await BenchServer.Start(name, program, arguments, options.Place);
        using var master = await BenchServer.Start(name, program, arguments, options.Place);
        using var replica = await BenchServer.Start(name + " replica", program, arguments, Placement.Last);
        await Attach(master, replica);

        // What has to do with replicas is compiled by then, as the rest is.
        foreach (var server in (BenchServer[])[alone, master])
            await RedisBenchmark.Run(server.Port, new BenchTest("set"), options.Keys * 2, pipeline: 64, options);

        foreach (int pipeline in options.Pipelines)
        {
            await Load(figures, "without", alone, pipeline, options);
            await Load(figures, "with", master, pipeline, options);
            figures[$"SET -P {pipeline}, with to without"] =
                figures[$"SET -P {pipeline} with replica, 1/s"] / figures[$"SET -P {pipeline} without replica, 1/s"];
        }
    }

    private static async Task Load(
        Dictionary<string, double> figures,
        string replica,
        BenchServer master,
        int pipeline,
        BenchOptions options
    )
    {
        int requests = Requests(pipeline, options);
        var before = master.ProcessorTime;
        var result = await RedisBenchmark.Run(master.Port, new BenchTest("set"), requests, pipeline, options);
        figures[$"SET -P {pipeline} {replica} replica, 1/s"] = result.RequestsPerSecond;
        figures[$"SET -P {pipeline} {replica} replica, master's us"] = (master.ProcessorTime - before).TotalMicroseconds / requests;
    }

    private static int Requests(int pipeline, BenchOptions options) => pipeline == 1 ? options.Requests : options.Requests * 3;

    private static async Task<double> Attach(BenchServer master, BenchServer replica)
    {
        long begin = Stopwatch.GetTimestamp();
        await replica.Call("REPLICAOF", "127.0.0.1", master.Port.ToString(CultureInfo.InvariantCulture));
        while (!await IsUp(replica))
            await Task.Delay(5);

        return Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
    }

    // While it loads, or restarts, it answers otherwise or not at all.
    private static async Task<bool> IsUp(BenchServer replica)
    {
        try
        {
            return (await replica.CallWhole("INFO", "replication")).Contains("master_link_status:up", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static void Note(Dictionary<string, double> figures, string when, double[] lags)
    {
        Console.Error.WriteLine($"lag {when}: {lags.Length} probes, median {lags[lags.Length / 2]:F3} ms, most {lags[^1]:F3} ms");
        figures[$"lag {when}, p50 ms"] = lags[lags.Length / 2];
        figures[$"lag {when}, p99 ms"] = lags[(int)(lags.Length * 0.99)];
    }

    private static void Print(List<Dictionary<string, double>[]> found, BenchOptions options)
    {
        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 120);
        var table = new Table().AddColumns("", "Redis", "Pika", "Pika / Redis");
        foreach (string figure in found[0][0].Keys)
        {
            double redis = Median(found.Select(round => round[0][figure])),
                pika = Median(found.Select(round => round[1][figure]));
            table.AddRow(figure, Text(redis), Text(pika), Text(pika / redis));
        }

        AnsiConsole.Write(table);
        Console.WriteLine(
            $"{options.Clients} clients, {options.ValueSize}-byte values, {options.Keys} keys, medians of {options.Rounds} rounds; {Environment.ProcessorCount} cores, shared by all for the delays; for the throughput the replica has one for itself"
        );
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    private static string Text(double value) => value.ToString(value >= 1000 ? "F0" : "F3", CultureInfo.InvariantCulture);
}
