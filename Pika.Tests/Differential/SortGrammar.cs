namespace Pika.Tests.Differential;

/// <summary>
/// SORT and SORT_RO over lists, sets and sorted sets. No set is left in its own order, and texts that are found by a pattern differ, since the order of equal
/// ones is the server's own. No weight is out of range: Redis then refuses later ones too, since it does not forget the error.
/// </summary>
internal sealed class SortGrammar : Grammar
{
    protected override string[] Command(Chance c) =>
        c.Between(0, 13) switch
        {
            0 => ["RPUSH", c.Of("l", "m", c.Key()), .. Elements(c)],
            1 => ["SADD", c.Of("s", c.Key()), .. Elements(c)],
            2 => ["ZADD", c.Of("z", c.Key()), c.Integer(-5, 5), Element(c), c.Integer(-5, 5), Element(c)],
            3 => ["SET", $"w_{Element(c)}", c.Once(30) ? "x" : $"{c.Of("", "-1.5", "1e3")}{c.Between(0, 9)}"],
            4 => ["HSET", $"h_{Element(c)}", "f", c.Integer(-9, 9)],
            5 => ["DEL", c.Of("l", "s", "z", "d", c.Key())],
            6 when c.Once(4) => ["SET", c.Key(), "text"],
            7 => ["LRANGE", c.Of("d", "e"), "0", "-1"],
            8 => [c.Word("SORT_RO"), Source(c), .. Options(c)],
            _ => [c.Word("SORT"), Source(c), .. Options(c), .. c.Once(3) ? [c.Word("STORE"), c.Of("d", "e")] : Array.Empty<string>()],
        };

    private static string Source(Chance c) => c.Of("l", "m", "s", "z", "d", c.Key());

    private static string[] Elements(Chance c) => [.. Enumerable.Range(0, c.Between(1, 5)).Select(_ => Element(c))];

    private static string Element(Chance c) => c.Once(60) ? c.Of("a", "b", "") : $"{c.Between(-9, 12)}";

    private static string[] Options(Chance c) =>
        [
            .. c.Once(4) ? [c.Word("BY"), c.Of("w_*", "h_*->f", "w_*->", "none_*", "*")]
            : c.Once(3) ? [c.Word("ALPHA")]
            : Array.Empty<string>(),
            .. c.Some(
                [c.Word("LIMIT"), c.Integer(-2, 5), c.Integer(-2, 5)],
                [c.WordOf("ASC", "DESC")],
                [c.Word("GET"), c.Of("#", "w_*", "h_*->f", "h_*", "w_1")],
                [c.Word("GET"), c.Of("#", "w_*", "h_*->f", "h_*->g")],
                c.Once(20) ? ["LIMIT", "0"] : []
            ),
        ];
}
