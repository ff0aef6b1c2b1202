namespace Pika.Benchmarks.Servers;

/// <summary>One test of redis-benchmark, and what has to be there before it.</summary>
/// <param name="Name">The name that its option -t knows, or <c>xadd</c>, which it lacks.</param>
internal sealed record BenchTest(string Name)
{
    /// <summary>The keys of collections that redis-benchmark works on.</summary>
    public static readonly string[] Collections = ["mylist", "myset", "myzset", "myhash", "mystream"];

    /// <summary>The test that fills what this one empties: a pop from nothing measures nothing. Null: none is needed.</summary>
    public BenchTest? Fill =>
        Name switch
        {
            "lpop" or "rpop" => new BenchTest("lpush"),
            "spop" => new BenchTest("sadd"),
            "zpopmin" => new BenchTest("zadd"),
            _ => null,
        };

    /// <summary>The end of redis-benchmark's command line that runs it.</summary>
    public string[] Arguments(int valueSize) =>
        Name == "xadd" ? ["--csv", "XADD", "mystream", "*", "field", new string('x', valueSize)] : ["--csv", "-t", Name];
}
