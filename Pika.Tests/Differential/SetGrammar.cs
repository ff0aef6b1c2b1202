namespace Pika.Tests.Differential;

/// <summary>The commands on sets. Those that answer by chance are asked for everything, or for nothing, or wrongly.</summary>
internal sealed class SetGrammar : ElementGrammar
{
    protected override string[] Command(Chance c) =>
        c.Between(0, 27) switch
        {
            0 or 1 or 2 or 3 => ["SADD", Key(c), .. Members(c, 6)],
            4 when c.Once(6) => ["SADD", c.Key(), .. Many(c, c.Between(100, 700))],
            4 or 5 => ["SREM", Key(c), .. Members(c, 4)],
            6 => ["SISMEMBER", c.Key(), Member(c)],
            7 => ["SMISMEMBER", c.Key(), .. Members(c, 4)],
            8 => ["SCARD", c.Key()],
            9 => ["SMEMBERS", c.Key()],
            10 or 11 => ["SMOVE", c.Key(), c.Key(), Member(c)],
            12 => ["SPOP", c.Key(), c.Once(3) ? "100000" : c.Of("0", "-1", "x", "9223372036854775808", "0")],
            13 => ["SPOP", "nosuch"],
            14 => ["SRANDMEMBER", c.Key(), c.Once(2) ? "100000" : c.Of("0", "-9223372036854775808", "x", "9223372036854775808")],
            15 => ["SRANDMEMBER", "nosuch", .. c.Some(["-7"], ["3"])],
            16 or 17 or 18 => [c.WordOf("SINTER", "SUNION", "SDIFF"), .. c.KeyList(4)],
            19 or 20 or 21 => [c.WordOf("SINTERSTORE", "SUNIONSTORE", "SDIFFSTORE"), c.Key(), .. c.KeyList(4)],
            22 => InterCard(c),
            23 => Scan(c, "SSCAN", "set", "*", "7*", "[a-c]", "nosuch"),
            24 => c.Once(4) ? ["SET", c.Key(), "text"] : ["DEL", c.Key()],
            25 => ["TYPE", c.Key()],
            26 => Move(c),
            _ => ["SADD", c.Key(), Member(c), Member(c)],
        };

    private static string[] InterCard(Chance c)
    {
        var keys = c.KeyList(4);
        var count = c.Once(4) ? c.Integer(-1, 5) : $"{keys.Length}";
        return ["SINTERCARD", count, .. keys, .. c.Some([c.Word("LIMIT"), c.Integer(-1, 9)], [c.Word("LIMIT"), "2"], ["LIMIT"])];
    }

    private static string[] Members(Chance c, int most) => [.. Enumerable.Range(0, c.Between(1, most)).Select(_ => Member(c))];

    private static string[] Many(Chance c, int count)
    {
        var from = c.Between(0, 300);
        return [.. Enumerable.Range(from, count).Select(i => $"{i}")];
    }

    private static string Member(Chance c) => c.Once(8) ? c.Bytes(c.Of(2, 40, 300)) : c.Of("a", "b", "c", "1", "2", "77", "400", "");
}
