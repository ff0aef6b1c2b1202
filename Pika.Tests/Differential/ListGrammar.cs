namespace Pika.Tests.Differential;

/// <summary>The commands on lists.</summary>
internal sealed class ListGrammar : Grammar
{
    protected override string[] Command(Chance c) =>
        c.Between(0, 25) switch
        {
            0 or 1 or 2 => [c.WordOf("LPUSH", "RPUSH"), c.Key(), .. Elements(c, 6)],
            3 when c.Once(8) => [c.WordOf("LPUSH", "RPUSH"), c.Key(), .. Elements(c, 900)],
            3 => [c.WordOf("LPUSHX", "RPUSHX"), c.Key(), .. Elements(c, 3)],
            4 => [c.WordOf("LPOP", "RPOP"), c.Key()],
            5 => [c.WordOf("LPOP", "RPOP"), c.Key(), c.Integer(-1, 6)],
            6 when c.Once(40) => ["SET", c.Key(), "text"],
            6 or 7 => ["LLEN", c.Key()],
            8 or 9 => ["LRANGE", c.Key(), Index(c), Index(c)],
            10 or 11 => ["LINDEX", c.Key(), Index(c)],
            12 when c.Once(8) => ["DEL", c.Key()],
            13 => ["LSET", c.Key(), Index(c), Element(c)],
            14 or 15 => ["LINSERT", c.Key(), c.WordOf("BEFORE", "AFTER"), Element(c), Element(c)],
            16 => ["LREM", c.Key(), c.Integer(-3, 3), Element(c)],
            17 when c.Once(3) => ["LTRIM", c.Key(), Index(c), Index(c)],
            18 or 19 => ["LPOS", c.Key(), Element(c), .. Search(c)],
            20 => ["LMOVE", c.Key(), c.Key(), End(c), End(c)],
            21 => ["RPOPLPUSH", c.Key(), c.Key()],
            22 => MultiPop(c),
            23 when c.Once(4) => ["COPY", c.Key(), c.Key(), "REPLACE"],
            24 => ["OBJECT", "ENCODING", c.Key()],
            _ => ["LRANGE", c.Key(), "0", "-1"],
        };

    private static string[] MultiPop(Chance c)
    {
        var keys = c.KeyList(3);
        var count = c.Once(8) ? c.Integer(-1, 4) : $"{keys.Length}";
        return [c.Word("LMPOP"), count, .. keys, End(c), .. c.Some([c.Word("COUNT"), c.Integer(0, 5)], c.Once(8) ? ["COUNT"] : [])];
    }

    private static string[] Search(Chance c) =>
        c.Some(
            [c.Word("RANK"), c.Integer(-3, 3)],
            [c.Word("COUNT"), c.Integer(-1, 3)],
            [c.Word("MAXLEN"), c.Integer(-1, 9)],
            c.Once(8) ? ["RANK"] : []
        );

    private static string End(Chance c) => c.WordOf("LEFT", "RIGHT");

    private static string[] Elements(Chance c, int most) => [.. Enumerable.Range(0, c.Between(1, most)).Select(_ => Element(c))];

    private static string Element(Chance c) => c.Once(6) ? c.Bytes(c.Of(3, 70, 300)) : c.Of("a", "b", "c", "d", "12", "-7", "");

    private static string Index(Chance c) => c.Once(4) ? c.Integer(-1200, 1200) : c.Integer(-9, 9);
}
