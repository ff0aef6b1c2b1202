namespace Pika.Tests.Differential;

/// <summary>
/// The commands on sorted sets, and on sets where sorted sets may be. Those that answer by chance are asked for everything, or for nothing, or wrongly.
/// </summary>
internal sealed class ZsetGrammar : Grammar
{
    protected override string[] Command(Chance c) =>
        c.Between(0, 34) switch
        {
            0 or 1 or 2 or 3 or 4 => Add(c),
            5 when c.Once(6) => ["ZADD", c.Key(), .. Many(c)],
            5 or 6 => ["ZINCRBY", c.Key(), Score(c), Member(c)],
            7 or 8 => ["ZREM", c.Key(), .. Members(c, 5)],
            9 => ["ZCARD", c.Key()],
            10 => ["ZSCORE", c.Key(), Member(c)],
            11 => ["ZMSCORE", c.Key(), .. Members(c, 4)],
            12 or 13 => [c.WordOf("ZRANK", "ZREVRANK"), c.Key(), Member(c)],
            14 => ["ZCOUNT", c.Key(), .. Scores(c)],
            15 => ["ZLEXCOUNT", LexKey(c), .. Lexes(c)],
            16 or 17 or 18 => Range(c, "ZRANGE"),
            19 => [c.Word("ZRANGESTORE"), c.Key(), .. Range(c, "ZRANGE")[1..]],
            20 => [c.Word("ZREVRANGE"), c.Key(), .. Ranks(c), .. c.Some([c.Word("WITHSCORES")])],
            21 => [c.WordOf("ZRANGEBYSCORE", "ZREVRANGEBYSCORE"), c.Key(), .. Scores(c), .. c.Some(["WITHSCORES"], Limit(c))],
            22 => [c.WordOf("ZRANGEBYLEX", "ZREVRANGEBYLEX"), LexKey(c), .. Lexes(c), .. c.Some(Limit(c))],
            23 => Removal(c),
            24 or 25 => [c.WordOf("ZPOPMIN", "ZPOPMAX"), c.Key(), .. c.Once(2) ? [] : new[] { c.Integer(-1, 9) }],
            26 => ["ZMPOP", .. Keys(c), c.WordOf("MIN", "MAX"), .. c.Some([c.Word("COUNT"), c.Integer(0, 9)])],
            27 => ["ZRANDMEMBER", .. RandomCount(c)],
            28 => ["ZSCAN", c.Key(), c.Once(9) ? c.Of("x", "-", "18446744073709551616") : "0", .. ScanOptions(c)],
            29 => [c.WordOf("ZUNION", "ZINTER"), .. Keys(c), .. Weights(c), .. c.Some(["WITHSCORES"])],
            30 => [c.WordOf("ZUNIONSTORE", "ZINTERSTORE"), c.Key(), .. Keys(c), .. Weights(c)],
            31 => Difference(c),
            32 or 33 => c.Once(2) ? ["SADD", c.Key(), .. Members(c, 4)] : AddLex(c),
            _ => Other(c),
        };

    private static string[] Other(Chance c) =>
        c.Between(0, 9) switch
        {
            0 => ["RENAME", c.Key(), c.Key()],
            1 => ["COPY", c.Key(), c.Key(), .. c.Some(["REPLACE"], ["DB", "1"])],
            2 => ["MOVE", c.Key(), "1"],
            3 => ["PEXPIREAT", c.Key(), "2100000000000"],
            4 => ["PEXPIRETIME", c.Key()],
            5 => ["ZRANGE", c.Key(), "0", "-1", "WITHSCORES"],
            6 => ["SET", c.Key(), "text"],
            7 => ["TYPE", c.Key()],
            8 => ["ZRANDMEMBER", c.Of("nosuch", "none")],
            _ => ["DEL", c.Key()],
        };

    private static string[] Add(Chance c) =>
        [
            c.Word("ZADD"),
            c.Key(),
            .. c.Some([c.WordOf("NX", "XX")], [c.WordOf("GT", "LT", "NX")], [c.Word("CH")], [c.Once(3) ? c.Word("INCR") : "CH"]),
            .. Enumerable.Range(0, c.Once(2) ? 1 : c.Between(1, 5)).SelectMany(_ => new[] { Score(c), Member(c) }),
        ];

    // Ranges of members mean something where all scores are equal; of a skip list of mixed ones Redis answers by chance.
    private static string LexKey(Chance c) => c.Once(9) ? c.Of("nosuch", "s") : c.Of("lex", "mixed");

    private static string[] AddLex(Chance c) =>
        c.Between(0, 6) switch
        {
            0 => ["SET", "s", "text"],
            1 => ["ZADD", "lex", .. Enumerable.Range(0, c.Between(1, 700)).SelectMany(_ => new[] { "0", $"m{c.Between(0, 2000)}" })],
            2 or 3 => ["ZADD", "lex", "0", Member(c), "0", Member(c)],
            _ => ["ZADD", "mixed", $"{c.Between(0, 5)}", c.Of("a", "b", "c", "", "ab"), $"{c.Between(0, 5)}", c.Of("m7", "m123", "aa")],
        };

    // More than a listpack holds, and now and then more than a rank block does.
    private static string[] Many(Chance c)
    {
        var (count, spread) = (c.Once(3) ? c.Between(500, 1500) : c.Between(100, 200), c.Of(1, 10, 10_000));
        return [.. Enumerable.Range(0, count).SelectMany(_ => new[] { $"{c.Between(0, spread)}", $"m{c.Between(0, 2000)}" })];
    }

    private static string[] Range(Chance c, string name) =>
        c.Between(0, 3) switch
        {
            0 or 1 => [c.Word(name), c.Key(), .. Ranks(c), .. c.Some([c.Word("REV")], ["WITHSCORES"], Limit(c))],
            2 => [c.Word(name), c.Key(), .. Scores(c), .. c.Some([c.Word("REV")], ["WITHSCORES"], Limit(c)), c.Word("BYSCORE")],
            _ => [c.Word(name), LexKey(c), .. Lexes(c), c.Word("BYLEX"), .. c.Some([c.Word("REV")], Limit(c), ["WITHSCORES"], ["BYLEX"])],
        };

    private static string[] Removal(Chance c) =>
        c.Between(0, 2) switch
        {
            0 => [c.Word("ZREMRANGEBYRANK"), c.Key(), .. Ranks(c)],
            1 => [c.Word("ZREMRANGEBYSCORE"), c.Key(), .. Scores(c)],
            _ => [c.Word("ZREMRANGEBYLEX"), LexKey(c), .. Lexes(c)],
        };

    private static string[] Difference(Chance c) =>
        c.Between(0, 2) switch
        {
            0 => ["ZDIFF", .. Keys(c), .. c.Some([c.Word("WITHSCORES")])],
            1 => ["ZDIFFSTORE", c.Key(), .. Keys(c)],
            _ => ["ZINTERCARD", .. Keys(c), .. c.Some([c.Word("LIMIT"), c.Integer(-1, 4)])],
        };

    private static string[] Keys(Chance c)
    {
        var keys = c.KeyList(3);
        return [c.Once(12) ? c.Integer(-1, 5) : $"{keys.Length}", .. keys];
    }

    private static string[] Weights(Chance c) =>
        c.Some(
            [c.Word("WEIGHTS"), .. Enumerable.Range(0, c.Between(1, 3)).Select(_ => Score(c))],
            [c.Word("AGGREGATE"), c.WordOf("SUM", "MIN", "MAX")]
        );

    private static string[] Limit(Chance c) => [c.Word("LIMIT"), c.Once(9) ? c.Integer(200, 900) : c.Integer(-1, 4), c.Integer(-1, 9)];

    private static string[] Ranks(Chance c) =>
        c.Once(4) ? [c.Integer(-900, 900), c.Integer(-900, 900)] : [c.Integer(-6, 6), c.Integer(-6, 6)];

    private static string[] Scores(Chance c) =>
        c.Once(2) ? [c.Of("", "(") + c.Between(-5, 3), c.Of("", "(") + c.Between(-1, 9)] : [Bound(c), Bound(c)];

    private static string Bound(Chance c) =>
        c.Once(2) ? c.Of("", "(") + Score(c) : c.Of("-inf", "+inf", "(inf", "(-inf", "inf", "(", "", " 1", "1 ", "nan", "1e999", "2\0x");

    private static string[] Lexes(Chance c) => [Lex(c), Lex(c)];

    private static string Lex(Chance c) => c.Once(2) ? c.Of("-", "+", "[", "(", "x", "", "-x", "+\0x") : c.Of("[", "(") + Member(c);

    private static string[] RandomCount(Chance c) =>
        c.Between(0, 4) switch
        {
            0 => [c.Key(), "0"],
            1 => [c.Key(), "5000", c.Word("WITHSCORES")],
            2 => [c.Key(), c.Of("x", "1.5", "9223372036854775808", "-9223372036854775808")],
            3 => [c.Key(), "9223372036854775807", "WITHSCORES"],
            _ => [c.Key(), "5000"],
        };

    // A big one is answered in another order, and what is left after the first call differs.
    private static string[] ScanOptions(Chance c) =>
        [.. c.Some(["MATCH", c.Of("a*", "m?", "*")], ["x"]), .. c.Once(9) ? ["COUNT", c.Of("0", "x")] : new[] { "COUNT", "5000" }];

    private static string[] Members(Chance c, int most) => [.. Enumerable.Range(0, c.Between(1, most)).Select(_ => Member(c))];

    private static string Member(Chance c) =>
        c.Once(9) ? c.Bytes(c.Of(2, 40, 100)) : c.Of("a", "b", "c", "d", "1", "m7", "", "ab", "m123", "m1000", "aa");

    private static string Score(Chance c) =>
        c.Between(0, 3) switch
        {
            0 => c.Of("0", "-0", "inf", "-inf", "+inf", "nan", "1e400", "0x1p3", "1e17", "123456789012345678", " 1", "", "x", "1e-320"),
            1 => $"{c.Between(-99, 99)}.{c.Between(0, 999)}",
            _ => $"{c.Between(-3, 5)}",
        };
}
