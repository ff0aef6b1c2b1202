namespace Pika.Tests.Differential;

/// <summary>The commands on strings.</summary>
internal sealed class StringGrammar : Grammar
{
    protected override string[] Command(Chance c) =>
        c.Between(0, 25) switch
        {
            0 => ["APPEND", c.Key(), Value(c)],
            1 => ["DECR", c.Key()],
            2 => ["DECRBY", c.Key(), c.Integer(-20, 20)],
            3 => ["GET", c.Key()],
            4 => ["GETDEL", c.Key()],
            5 =>
            [
                "GETEX",
                c.Key(),
                .. c.Some(Time(c, "EX"), Time(c, "PX"), Time(c, "EXAT"), Time(c, "PXAT"), [c.WordOf("PERSIST", "KEEPTTL")]),
            ],
            6 => ["GETRANGE", c.Key(), Index(c), Index(c)],
            7 => ["GETSET", c.Key(), Value(c)],
            8 => ["INCR", c.Key()],
            9 => ["INCRBY", c.Key(), c.Integer(-20, 20)],
            10 => ["INCRBYFLOAT", c.Key(), Float(c)],
            11 when c.Once(2) => Lcs(c),
            12 => ["MGET", .. c.KeyList(5)],
            13 => [c.Of("MSET", "MSET", "MSETNX"), .. c.KeyList(4).SelectMany(key => new[] { key, Value(c) })],
            14 => ["PSETEX", c.Key(), Span(c, 1000), Value(c)],
            15 or 16 or 17 => Set(c),
            18 => ["SETEX", c.Key(), Span(c, 1), Value(c)],
            19 => ["SETNX", c.Key(), Value(c)],
            20 => ["SETRANGE", c.Key(), c.Once(3) ? c.Integer(-2, 20000) : c.Integer(0, 40), Value(c)],
            21 => ["STRLEN", c.Key()],
            22 => ["SUBSTR", c.Key(), Index(c), Index(c)],
            23 => ["SET", c.Key(), Number(c)],
            24 => ["GETDEL", c.Key()],
            _ => ["SET", c.Key(), Value(c)],
        };

    private static string[] Set(Chance c) =>
        [
            "SET",
            c.Key(),
            Value(c),
            .. c.Some(
                [c.Word("NX")],
                [c.Word("XX")],
                [c.Word("GET")],
                [c.Word("KEEPTTL")],
                Time(c, "EX"),
                Time(c, "PX"),
                Time(c, "EXAT"),
                Time(c, "PXAT")
            ),
        ];

    private static string[] Lcs(Chance c) =>
        [
            "LCS",
            c.Key(),
            c.Key(),
            .. c.Some([c.Word("LEN")], [c.Word("IDX")], [c.Word("WITHMATCHLEN")], [c.Word("MINMATCHLEN"), c.Integer(-1, 5)]),
        ];

    /// <summary>Mostly short; some around the size from which a value is stored in chunks, and some of several chunks.</summary>
    private static string Value(Chance c) =>
        c.Between(0, 9) switch
        {
            0 when c.Once(2) => c.Bytes(9_000),
            1 => c.Once(20) ? c.Bytes(70_000) : c.Bytes(4096 + 8),
            2 => Number(c),
            3 => new string(c.Of('a', 'b', '\0'), c.Between(4090, 4100)),
            4 => string.Concat(Enumerable.Range(0, c.Between(0, 30)).Select(_ => c.Of('a', 'b', 'c'))),
            _ => c.Bytes(20),
        };

    private static string Number(Chance c) => c.Once(3) ? Float(c) : c.Integer(-1000, 1000);

    private static string Float(Chance c) =>
        c.Of(
            "0.1",
            "-0.1",
            "3",
            "1e3",
            "1.7976931348623157e308",
            "1e4930",
            "-1e4930",
            "5e-324",
            "inf",
            "-inf",
            "nan",
            "0x1p4",
            "1.0000000000000000001",
            "-0.0",
            ".5",
            "1.",
            "1e",
            " 1",
            "1 ",
            "",
            "10.50",
            $"{c.Between(-9999, 9999)}.{c.Between(0, 99999)}"
        );

    private static string Index(Chance c) => c.Once(3) ? c.Integer(-13_000, 13_000) : c.Integer(-12, 12);

    private static string[] Time(Chance c, string option) =>
        option switch
        {
            "EX" => [c.Word(option), Span(c, 1)],
            "PX" => [c.Word(option), Span(c, 1000)],
            "EXAT" => [c.Word(option), Moment(c, 1)],
            _ => [c.Word(option), Moment(c, 1000)],
        };

    /// <summary>Far enough that nothing expires while a test runs.</summary>
    private static string Span(Chance c, int unit) => c.Once(4) ? c.Integer(-2, 0) : $"{c.Between(10_000, 100_000) * (long)unit}";

    /// <summary>Long ago or far ahead.</summary>
    private static string Moment(Chance c, int unit) =>
        c.Once(2) ? c.Integer(-2, 1000) : $"{c.Between(2_000_000_000, 2_100_000_000) * (long)unit}";
}
