namespace Pika.Benchmarks.Costs;

/// <summary>A data type under measurement.</summary>
/// <param name="Name">What its keys are called.</param>
/// <param name="IsCollection">Whether a size is one of elements that are looked up; else of bytes or of entries in the order of their coming.</param>
/// <param name="Cases">Its commands.</param>
/// <param name="Fill">Makes a value.</param>
internal sealed record CostType(string Name, bool IsCollection, CostCase[] Cases, Action<RespConnection, CostKey> Fill)
{
    public static readonly CostType[] All =
    [
        new("hash", true, CostCases.Hashes, (server, key) => CostFill.Elements(server, "HSET", key, i => [$"e:{i}", "v"])),
        new("list", true, CostCases.Lists, (server, key) => CostFill.Elements(server, "RPUSH", key, i => [$"e:{i}"])),
        new("set", true, CostCases.Sets, (server, key) => CostFill.Elements(server, "SADD", key, i => [$"e:{i}"])),
        new("zset", true, CostCases.SortedSets, (server, key) => CostFill.Elements(server, "ZADD", key, i => [$"{i}", $"e:{i}"])),
        new("stream", false, CostCases.Streams, CostFill.Stream),
        new("string", false, CostCases.Strings, CostFill.String),
    ];
}
