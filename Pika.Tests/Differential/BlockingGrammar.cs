namespace Pika.Tests.Differential;

/// <summary>
/// Commands that block, for ever, and commands that bring or take what others wait for, on few keys. No key is waited on for a list and for a sorted set: redis-server
/// puts those who wait for the other type behind the rest, so that with it who came first is not always served first.
/// </summary>
internal sealed class BlockingGrammar : Grammar
{
    private int _last;

    /// <summary>A command that may block.</summary>
    public string[] Blocking(Chance c) =>
        c.Between(0, 8) switch
        {
            0 or 1 => [c.WordOf("BLPOP", "BRPOP"), .. Lists(c), "0"],
            2 or 3 => ["BLMOVE", List(c), List(c), c.WordOf("LEFT", "RIGHT"), c.WordOf("LEFT", "RIGHT"), "0"],
            4 => ["BRPOPLPUSH", List(c), List(c), "0"],
            5 => ["BLMPOP", "0", .. Counted(Lists(c)), c.WordOf("LEFT", "RIGHT"), .. c.Some(["COUNT", $"{c.Between(1, 3)}"])],
            6 or 7 => [c.WordOf("BZPOPMIN", "BZPOPMAX"), .. SortedSets(c), "0"],
            _ => ["BZMPOP", "0", .. Counted(SortedSets(c)), c.WordOf("MIN", "MAX"), .. c.Some(["COUNT", $"{c.Between(1, 3)}"])],
        };

    protected override string[] Command(Chance c) =>
        c.Between(0, 19) switch
        {
            < 7 => [c.Of("RPUSH", "LPUSH"), Key(c), .. Enumerable.Range(0, c.Between(1, 4)).Select(_ => $"{++_last}")],
            7 or 8 => [c.Of("LPOP", "RPOP"), Key(c)],
            9 or 10 => ["DEL", Key(c)],
            11 => [c.Of("RENAME", "RENAMENX"), Key(c), Key(c)],
            12 => ["COPY", Key(c), Key(c), .. c.Some(["REPLACE"])],
            13 => ["SET", Key(c), "text"],
            14 => ["LRANGE", Key(c), "0", "-1"],
            15 => c.Once(4) ? ["FLUSHDB"] : ["EXISTS", Key(c)],
            16 => ["ZREM", Key(c), c.Of("x", "y", "z")],
            _ =>
            [
                "ZADD",
                Key(c),
                .. Enumerable.Range(0, c.Between(1, 3)).SelectMany(_ => new[] { $"{c.Between(0, 3)}", c.Of("x", "y", "z") }),
            ],
        };

    private static string Key(Chance c) => c.Of("a", "b", "c", "y", "z");

    private static string List(Chance c) => c.Of("a", "b", "c");

    private static string[] Lists(Chance c) => [.. Enumerable.Range(0, c.Between(1, 3)).Select(_ => List(c))];

    private static string[] SortedSets(Chance c) => [.. Enumerable.Range(0, c.Between(1, 3)).Select(_ => c.Of("y", "z"))];

    private static string[] Counted(string[] keys) => [$"{keys.Length}", .. keys];
}
