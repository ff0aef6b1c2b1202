namespace Pika.Tests.Differential;

/// <summary>The commands on hashes. Those that answer by chance are asked for everything, or for nothing, or wrongly.</summary>
internal sealed class HashGrammar : ElementGrammar
{
    protected override string[] Command(Chance c) =>
        c.Between(0, 26) switch
        {
            0 or 1 or 2 or 3 => [c.WordOf("HSET", "HSET", "HSET", "HMSET"), Key(c), .. Pairs(c, 4)],
            4 when c.Once(10) => ["HSET", c.Key(), .. Many(c.Between(100, 600))],
            4 or 5 => ["HSETNX", c.Key(), Field(c), Value(c)],
            6 or 7 => ["HGET", c.Key(), Field(c)],
            8 => ["HMGET", c.Key(), .. Fields(c, 4)],
            9 or 10 or 11 => ["HDEL", Key(c), .. Fields(c, 5)],
            12 => ["HEXISTS", c.Key(), Field(c)],
            13 => ["HLEN", c.Key()],
            14 => ["HSTRLEN", c.Key(), Field(c)],
            15 => [c.WordOf("HKEYS", "HVALS"), c.Key()],
            16 => ["HGETALL", c.Key()],
            17 or 18 => ["HINCRBY", c.Key(), Field(c), c.Integer(-20, 20)],
            19 => ["HINCRBYFLOAT", c.Key(), Field(c), Float(c)],
            20 => Scan(c, "HSCAN", "hash", "*", "f1*", "[a-c]", "nosuch"),
            21 or 22 => ["HRANDFIELD", c.Key(), .. RandomCount(c)],
            23 => ["HRANDFIELD", c.Of("nosuch", "nosuch", "nosuch")],
            24 => c.Once(4) ? ["SET", c.Key(), "text"] : ["DEL", c.Key()],
            25 => ["TYPE", c.Key()],
            _ => Move(c),
        };

    private static string[] Fields(Chance c, int most) => [.. Enumerable.Range(0, c.Between(1, most)).Select(_ => Field(c))];

    private static string[] Pairs(Chance c, int most) =>
        [.. Enumerable.Range(0, c.Between(1, most)).SelectMany(_ => new[] { Field(c), Value(c) })];

    private static string[] Many(int count) => [.. Enumerable.Range(0, count).SelectMany(i => new[] { $"f{i}", $"{i}" })];

    private static string Field(Chance c) => c.Once(8) ? c.Bytes(c.Of(2, 40, 300)) : c.Of("a", "b", "c", "d", "1", "f7", "");

    private static string Value(Chance c) =>
        c.Between(0, 5) switch
        {
            0 => c.Bytes(c.Of(9, 100, 9000)),
            1 => Float(c),
            _ => c.Integer(-1000, 1000),
        };

    private static string Float(Chance c) =>
        c.Of(
            "0.1",
            "-3",
            "1e3",
            "1e4930",
            "-1e4930",
            "inf",
            "-inf",
            "nan",
            "10.50",
            " 1",
            "",
            "x",
            $"{c.Between(-99, 99)}.{c.Between(0, 999)}"
        );

    private static string[] RandomCount(Chance c) =>
        [
            c.Between(0, 7) switch
            {
                0 => "0",
                1 => c.Of("-9223372036854775808", "9223372036854775808", "x", "1.5"),
                _ => c.Of("100000", "4611686018427387903"),
            },
            .. c.Some([c.Word("WITHVALUES")], [c.Word("WITHVALUES"), "x"]),
        ];
}
