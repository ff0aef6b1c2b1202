namespace Pika.Tests.Differential;

/// <summary>
/// The commands on streams. Ids are explicit, since those of a server's clock are its own. A trim with a tilde is of everything or of nothing: between them Redis
/// counts in nodes, and we in hundreds.
/// </summary>
internal sealed class StreamGrammar : Grammar
{
    protected override string[] Command(Chance c) =>
        c.Between(0, 19) switch
        {
            < 7 => ["XADD", c.Key(), .. AddOptions(c), NewId(c), .. Fields(c)],
            7 => ["XLEN", c.Key()],
            8 or 9 => ["XRANGE", c.Key(), Bound(c, "-"), Bound(c, "+"), .. Count(c)],
            10 or 11 => ["XREVRANGE", c.Key(), Bound(c, "+"), Bound(c, "-"), .. Count(c)],
            12 or 13 or 14 => ["XDEL", c.Key(), .. Ids(c)],
            15 => ["XTRIM", c.Key(), .. Trim(c), .. c.Once(20) ? Trim(c) : []],
            16 => c.Once(3) ? ["SET", c.Key(), "x"] : ["OBJECT", "ENCODING", "nosuch"],
            17 => c.Of<string[]>(["COPY", c.Key(), c.Key()], ["RENAME", c.Key(), c.Key()], ["TYPE", c.Key()]),
            18 => c.Once(2) ? ["DEL", c.Key()] : ["XLEN", c.Key()],
            _ => ["XADD", c.Key(), NewId(c), .. Fields(c)],
        };

    private string[] AddOptions(Chance c) =>
        c.Between(0, 5) switch
        {
            0 => [c.Word("NOMKSTREAM")],
            1 => Trim(c),
            2 when c.Once(4) => [.. Trim(c), .. c.Some([c.Word("NOMKSTREAM")], Trim(c), [c.Word("LIMIT"), c.Integer(-1, 5)])],
            _ => [],
        };

    private string[] Trim(Chance c) =>
        c.Between(0, 7) switch
        {
            0 or 1 => [c.Word("MAXLEN"), c.Integer(0, 12)],
            2 => [c.Word("MAXLEN"), "=", c.Integer(0, 12)],
            3 or 4 => [c.Word("MINID"), .. c.Some(["="]), Id(c)],
            5 => [c.Word("MAXLEN"), "~", c.Of("100000", "100000", "0"), .. c.Some([c.Word("LIMIT"), c.Of("0", "1000000", "x", "-1")])],
            6 => [c.Word("MINID"), "~", "0"],
            _ => [c.Word("MAXLEN"), c.Integer(-1, 3), c.Word("LIMIT"), c.Integer(-1, 3)],
        };

    private static string[] Fields(Chance c) =>
        [.. Enumerable.Range(0, c.Between(1, 3)).SelectMany(_ => new[] { c.Of("a", "f", ""), Value(c) })];

    private static string Value(Chance c) =>
        c.Once(40) ? c.Bytes(3000)
        : c.Once(3) ? c.Integer(-5, 70000)
        : c.Bytes(12);

    // Mostly such as grow: an id below the last one is refused.
    private string NewId(Chance c) =>
        c.Between(0, 9) switch
        {
            0 => Id(c),
            1 => $"{_last}-*",
            2 => $"{_last}-{c.Between(0, 9)}",
            _ => $"{_last += c.Between(0, 1)}-{_seq++}",
        };

    private int _last = 1;
    private int _seq;

    private string[] Ids(Chance c) => [.. Enumerable.Range(0, c.Between(1, 4)).Select(_ => Id(c))];

    private string Bound(Chance c, string end) =>
        c.Between(0, 3) switch
        {
            0 or 1 => end,
            2 => Id(c),
            _ => "(" + Id(c),
        };

    private string Id(Chance c) =>
        c.Between(0, 24) switch
        {
            0 => c.Of("18446744073709551615-18446744073709551615", "18446744073709551615", "18446744073709551616", "0-0", "-", "+"),
            1 => c.Of(" 1", "+1-1", "1--1", "1-", "-1", "1-x", "", "1-*", "$", ">", "01-01", "1-1\0x", "(1", "1-1-1", " \t1-\n2"),
            2 or 3 => $"{Math.Max(0, _last - c.Between(0, 20))}",
            4 => $"{c.Between(0, _last)}-{c.Between(0, _seq)}",
            _ => Recent(c),
        };

    // Ids as NewId makes them; which of them a key has is a matter of chance.
    private string Recent(Chance c)
    {
        var back = c.Between(0, 40);
        return $"{Math.Max(0, _last - (back / 2))}-{Math.Max(0, _seq - back)}";
    }

    private static string[] Count(Chance c) => c.Once(3) ? [c.Word("COUNT"), c.Integer(-1, 6)] : [];
}
