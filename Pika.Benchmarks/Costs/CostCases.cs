using System.Globalization;
using static Pika.Benchmarks.Costs.Growth;

namespace Pika.Benchmarks.Costs;

/// <summary>
/// The commands of each type, in the order in which they are measured: those that change a value's size take a small part of it, and those that
/// cut the middle of a list come after those that are to find it whole.
/// </summary>
internal static class CostCases
{
    public static readonly CostCase[] Hashes =
    [
        new("HGET", Constant, (key, i) => ["HGET", key.Name, Any(key, i)]),
        new("HSET of a field that is there", Constant, (key, i) => ["HSET", key.Name, Any(key, i), "w"]),
        new("HSET of a new field", Constant, (key, i) => ["HSET", key.Name, New(i), "w"]),
        new("HDEL", Constant, (key, i) => ["HDEL", key.Name, New(i)]),
        new("HLEN", Constant, (key, _) => ["HLEN", key.Name]),
        new("HSCAN, COUNT 10", Constant, (key, i) => ["HSCAN", key.Name, Cursor(i), "COUNT", "10"]),
        new("HRANDFIELD", Constant, (key, _) => ["HRANDFIELD", key.Name]),
        new("HRANDFIELD 10", Constant, (key, _) => ["HRANDFIELD", key.Name, "10"]),
        Delete,
    ];

    public static readonly CostCase[] Lists =
    [
        new("LLEN", Constant, (key, _) => ["LLEN", key.Name]),
        new("LINDEX at the ends", Constant, (key, i) => ["LINDEX", key.Name, Text(i % 2 == 0 ? i : -i)]),
        new("LINDEX in the middle", Constant, (key, i) => ["LINDEX", key.Name, Text(Place(key, i))]),
        new("LSET in the middle", Constant, (key, i) => ["LSET", key.Name, Text((key.Size / 2) + i), "w"]),
        new("LRANGE of 100, head", Constant, (key, _) => ["LRANGE", key.Name, "0", "99"]),
        new("LRANGE of 100, tail", Constant, (key, _) => ["LRANGE", key.Name, "-100", "-1"]),
        new("LRANGE of 100, middle", Constant, (key, i) => ["LRANGE", key.Name, Text(Place(key, i)), Text(Place(key, i) + 99)]),
        new("LPUSH", Constant, (key, _) => ["LPUSH", key.Name, "w"]),
        new("RPUSH", Constant, (key, _) => ["RPUSH", key.Name, "w"]),
        new("LPOP", Constant, (key, _) => ["LPOP", key.Name]),
        new("RPOP", Constant, (key, _) => ["RPOP", key.Name]),
        new("LINSERT near the head", Constant, (key, _) => ["LINSERT", key.Name, "BEFORE", "e:100", "w"]),
        new("LREM near the head", Constant, (key, i) => ["LREM", key.Name, "1", Element(101 + i)]),
        new("LREM near the tail", Constant, (key, i) => ["LREM", key.Name, "-1", Element(key.Size - 101 - i)]),
        new("LINSERT in the middle", Linear, (key, i) => ["LINSERT", key.Name, "AFTER", Element((key.Size / 2) - 10 - i), "w"]),
        new("LREM in the middle", Linear, (key, i) => ["LREM", key.Name, "1", Element((key.Size / 2) - 2000 - i)]),
        new("LINDEX in the middle, cut", Constant, (key, i) => ["LINDEX", key.Name, Text((key.Size / 2) + i)]),
        new(
            "LRANGE of 100, middle, cut",
            Constant,
            (key, i) => ["LRANGE", key.Name, Text((key.Size / 2) + i), Text((key.Size / 2) + i + 99)]
        ),
        new("LTRIM of 10", Constant, (key, _) => ["LTRIM", key.Name, "5", "-6"]),
        Delete,
    ];

    public static readonly CostCase[] Sets =
    [
        new("SISMEMBER", Constant, (key, i) => ["SISMEMBER", key.Name, Any(key, i)]),
        new("SADD of a new member", Constant, (key, i) => ["SADD", key.Name, New(i)]),
        new("SREM", Constant, (key, i) => ["SREM", key.Name, New(i)]),
        new("SCARD", Constant, (key, _) => ["SCARD", key.Name]),
        new("SSCAN, COUNT 10", Constant, (key, i) => ["SSCAN", key.Name, Cursor(i), "COUNT", "10"]),
        new("SRANDMEMBER", Constant, (key, _) => ["SRANDMEMBER", key.Name]),
        new("SRANDMEMBER 10", Constant, (key, _) => ["SRANDMEMBER", key.Name, "10"]),
        new("SPOP", Constant, (key, _) => ["SPOP", key.Name]),
        new("SPOP 10", Constant, (key, _) => ["SPOP", key.Name, "10"]),
        Delete,
    ];

    public static readonly CostCase[] SortedSets =
    [
        new("ZSCORE", Constant, (key, i) => ["ZSCORE", key.Name, Any(key, i)]),
        new("ZADD of a new member", Logarithmic, (key, i) => ["ZADD", key.Name, Text(Place(key, i)), New(i)]),
        new("ZADD of another score", Logarithmic, (key, i) => ["ZADD", key.Name, Text(Place(key, i)), New(i)]),
        new("ZREM", Logarithmic, (key, i) => ["ZREM", key.Name, New(i)]),
        new("ZCARD", Constant, (key, _) => ["ZCARD", key.Name]),
        new("ZRANK", Logarithmic, (key, i) => ["ZRANK", key.Name, Any(key, i)]),
        new("ZRANGE of 10 by rank, middle", Logarithmic, (key, i) => ["ZRANGE", key.Name, Text(Place(key, i)), Text(Place(key, i) + 9)]),
        new("ZRANGE of 10 by score, middle", Logarithmic, (key, i) => Scores("ZRANGEBYSCORE", key, i, 9)),
        new("ZCOUNT of half", Logarithmic, (key, i) => Scores("ZCOUNT", key, i, key.Size / 2)),
        new("ZSCAN, COUNT 10", Constant, (key, i) => ["ZSCAN", key.Name, Cursor(i), "COUNT", "10"]),
        new("ZRANDMEMBER", Logarithmic, (key, _) => ["ZRANDMEMBER", key.Name]),
        new("ZPOPMIN", Logarithmic, (key, _) => ["ZPOPMIN", key.Name]),
        new("ZPOPMAX", Logarithmic, (key, _) => ["ZPOPMAX", key.Name]),
        new("ZREMRANGEBYRANK of 10", Logarithmic, (key, i) => ["ZREMRANGEBYRANK", key.Name, Text(key.Size / 2), Text((key.Size / 2) + 9)]),
        Delete,
    ];

    public static readonly CostCase[] Streams =
    [
        new("XLEN", Constant, (key, _) => ["XLEN", key.Name]),
        new("XADD", Constant, (key, i) => ["XADD", key.Name, "*", "field", "w"]),
        new("XRANGE of 10, middle", Constant, (key, i) => ["XRANGE", key.Name, Text(Place(key, i) + 1), "+", "COUNT", "10"]),
        new("XREAD of 10, middle", Constant, (key, i) => ["XREAD", "COUNT", "10", "STREAMS", key.Name, Text(Place(key, i) + 1)]),
        new("XREAD that finds nothing", Constant, (key, _) => ["XREAD", "STREAMS", key.Name, "$"]),
        new("XREVRANGE of 10, tail", Constant, (key, _) => ["XREVRANGE", key.Name, "+", "-", "COUNT", "10"]),
        new("XDEL in the middle", Constant, (key, i) => ["XDEL", key.Name, Text(Place(key, i) + 1)]),
        Delete,
    ];

    public static readonly CostCase[] Strings =
    [
        new("STRLEN", Constant, (key, _) => ["STRLEN", key.Name]),
        new("GETRANGE of 100, middle", Constant, (key, i) => ["GETRANGE", key.Name, Text(Place(key, i)), Text(Place(key, i) + 99)]),
        new("SETRANGE of 100, middle", Constant, (key, i) => ["SETRANGE", key.Name, Text(Place(key, i) - 100), Hundred]),
        new("APPEND of 100", Constant, (key, _) => ["APPEND", key.Name, Hundred]),
        new("SETBIT", Constant, (key, i) => ["SETBIT", key.Name, Text(Place(key, i)), "1"]),
        new("GETBIT", Constant, (key, i) => ["GETBIT", key.Name, Text(Place(key, i))]),
        new("BITCOUNT", Linear, (key, _) => ["BITCOUNT", key.Name]),
        new("GET", Linear, (key, _) => ["GET", key.Name]),
        Delete,
    ];

    private const string Hundred =
        "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMN" + "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMN";

    private static CostCase Delete =>
        new("DEL", Constant, (key, _) => ["DEL", $"{key.Name}:copy"]) { Before = key => ["COPY", key.Name, $"{key.Name}:copy"] };

    // The middle half, in jumps by a prime, so that calls do not find their neighbourhood in a cache.
    private static int Place(CostKey key, int call) => (key.Size / 4) + (int)(call * 7919L % (key.Size / 2));

    private static string Any(CostKey key, int call) => Element(Place(key, call));

    private static string Element(int number) => $"e:{Text(number)}";

    private static string New(int number) => $"new:{Text(number)}";

    // Cursors are hashes of 32 bits.
    private static string Cursor(int call) => Text((int)(1 + (call * 7_654_321L % int.MaxValue)));

    private static string[] Scores(string command, CostKey key, int call, int width) =>
        [command, key.Name, Text((key.Size / 4) + call), Text((key.Size / 4) + call + width)];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
