namespace Pika.Tests.Differential;

/// <summary>
/// The commands on streams. Ids are explicit, since those of a server's clock are its own. A trim with a tilde is of everything or of nothing: between them Redis
/// counts in nodes, and we in hundreds.
/// </summary>
internal sealed class StreamGrammar : Grammar
{
    // Enough groups and consumers to meet, too few to miss.
    private static readonly string[] Groups = ["g", "g", "g", "h", ""];

    protected override string[] Command(Chance c) => c.Once(2) ? Group(c) : Entries(c);

    private string[] Group(Chance c) =>
        c.Between(0, 22) switch
        {
            0 or 1 or 2 =>
            [
                "XGROUP",
                c.Word("CREATE"),
                c.Key(),
                c.Of(Groups),
                c.Once(2) ? c.Of("$", "0", "-") : Id(c),
                .. c.Some([c.Word("MKSTREAM")], [c.Word("ENTRIESREAD"), c.Integer(-2, 20)]),
            ],
            3 =>
            [
                "XGROUP",
                "SETID",
                c.Key(),
                c.Of(Groups),
                c.Of("$", "0", "-", Id(c)),
                .. c.Some([c.Word("ENTRIESREAD"), c.Integer(-2, 20)]),
            ],
            4 => c.Once(4) ? ["XGROUP", c.Word("DESTROY"), c.Key(), c.Of(Groups)] : ["XINFO", "GROUPS", c.Key()],
            5 => ["XGROUP", c.WordOf("CREATECONSUMER", "DELCONSUMER"), c.Key(), c.Of(Groups), Consumer(c)],
            6 or 7 or 8 or 9 => ReadGroup(c, ">"),
            10 => ReadGroup(c, c.Once(2) ? "0" : Id(c)),
            11 or 12 => ["XACK", c.Key(), c.Of(Groups), .. Ids(c)],
            13 => ["XPENDING", c.Key(), c.Of(Groups)],
            14 => ["XPENDING", c.Key(), c.Of(Groups), c.Word("IDLE"), "9000000000", Bound(c, "-"), Bound(c, "+"), c.Integer(-1, 5)],
            15 or 16 => Claim(c),
            17 => AutoClaim(c),
            18 => ["XSETID", c.Key(), Id(c), .. c.Some([c.Word("ENTRIESADDED"), c.Integer(-1, 30)], [c.Word("MAXDELETEDID"), Id(c)])],
            19 => ["XINFO", "GROUPS", c.Key()],
            20 => ["XINFO", c.WordOf("STREAM", "CONSUMERS"), c.Of("nosuch", "text"), "FULL"],
            21 => ["XREAD", .. Count(c), c.Word("STREAMS"), c.Key(), c.Key(), Start(c), Start(c)],
            _ => ["XREAD", .. Count(c), "STREAMS", c.Key(), Start(c)],
        };

    private static string Consumer(Chance c) => c.Of("c", "d", "");

    private string Start(Chance c) => c.Once(3) ? c.Of("0", "$", ">") : Id(c);

    private string[] ReadGroup(Chance c, string id) =>
        [
            "XREADGROUP",
            c.Word("GROUP"),
            c.Of(Groups),
            Consumer(c),
            .. Count(c),
            .. c.Once(5) ? [c.Word("NOACK")] : Array.Empty<string>(),
            c.Word("STREAMS"),
            c.Key(),
            id,
        ];

    private string[] Claim(Chance c) =>
        [
            "XCLAIM",
            c.Key(),
            c.Of(Groups),
            Consumer(c),
            c.Of("0", "0", "-1", "9000000000", "x"),
            .. Ids(c),
            .. c.Some(
                [c.Word("FORCE")],
                [c.Word("JUSTID")],
                [c.Word("IDLE"), "0"],
                [c.Word("TIME"), c.Integer(0, 1000)],
                [c.Word("RETRYCOUNT"), c.Integer(-1, 5)],
                [c.Word("LASTID"), Id(c)]
            ),
        ];

    private string[] AutoClaim(Chance c) =>
        [
            "XAUTOCLAIM",
            c.Key(),
            c.Of(Groups),
            Consumer(c),
            c.Of("0", "0", "-1", "9000000000", "x"),
            c.Once(2) ? "0" : Bound(c, "-"),
            .. c.Some([c.Word("COUNT"), $"{c.Between(0, 5)}"], [c.Word("JUSTID")]),
        ];

    private string[] Entries(Chance c) =>
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
