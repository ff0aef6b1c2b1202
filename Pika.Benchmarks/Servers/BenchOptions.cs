using System.Globalization;

namespace Pika.Benchmarks.Servers;

/// <summary>What is measured, and how long.</summary>
internal sealed record BenchOptions
{
    /// <summary>Names of <see cref="BenchTest"/>.</summary>
    public IReadOnlyList<string> Tests { get; init; } =
    ["set", "get", "incr", "mset", "lpush", "rpush", "lpop", "lrange_100", "lrange_600", "hset", "sadd", "spop", "zadd", "zpopmin", "xadd"];

    /// <summary>Commands in flight on each connection.</summary>
    public IReadOnlyList<int> Pipelines { get; init; } = [1, 16];

    /// <summary>How often each test is run on each server; the median counts.</summary>
    public int Rounds { get; init; } = 3;

    /// <summary>Requests of one run without pipelining; with it, three times as many, so that a run takes some seconds either way.</summary>
    public int Requests { get; init; } = 500_000;

    /// <summary>Keys that the requests choose from.</summary>
    public int Keys { get; init; } = 1_000_000;

    /// <summary>Bytes of a value.</summary>
    public int ValueSize { get; init; } = 128;

    /// <summary>Connections.</summary>
    public int Clients { get; init; } = 50;

    /// <summary>Where the load runs.</summary>
    public Placement Place { get; init; } = Placement.Anywhere;

    /// <summary>Settings of the server, as on its command line.</summary>
    public IReadOnlyList<string> Directives { get; init; } = ["--appendfsync", "everysec"];

    /// <summary>Reads the command line; null after a message if it makes no sense.</summary>
    public static BenchOptions? Parse(string[] words)
    {
        var options = new BenchOptions();
        for (var i = 0; i < words.Length; i++)
        {
            if (words[i] == "--quick")
            {
                options = options with { Rounds = 1, Requests = 100_000, Keys = 100_000 };
                continue;
            }

            if (words[i] == "--")
                return options with { Directives = words[(i + 1)..] };
            if (i + 1 >= words.Length || Set(options, words[i], words[++i]) is not { } changed)
            {
                Console.Error.WriteLine(
                    "bench [--quick] [--tests set,get,incr,...] [--pipelines 1,16] [--rounds 3] [--requests N] [--keys N] [--size N] [--clients N] [-- options of pika]"
                );
                return null;
            }

            options = changed;
        }

        return options;
    }

    private static BenchOptions? Set(BenchOptions options, string name, string value) =>
        name switch
        {
            "--tests" => options with { Tests = value.Split(',') },
            "--pipelines" => options with { Pipelines = [.. value.Split(',').Select(Number)] },
            "--rounds" => options with { Rounds = Number(value) },
            "--requests" => options with { Requests = Number(value) },
            "--keys" => options with { Keys = Number(value) },
            "--size" => options with { ValueSize = Number(value) },
            "--clients" => options with { Clients = Number(value) },
            _ => null,
        };

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
