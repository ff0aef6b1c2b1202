namespace Pika.Tests.Differential;

/// <summary>The commands on keys of any type, over two databases. Those whose replies have an order or a place of the server's own are left out.</summary>
/// <param name="whole">
/// Whether to ask for what depends on all keys. A SET with a time in the past leaves a key in Redis until somebody looks, and none here.
/// </param>
internal sealed class KeyGrammar(bool whole) : Grammar
{
    protected override string[] Command(Chance c) =>
        c.Between(0, 28) switch
        {
            0 => ["DEL", .. c.KeyList(4)],
            1 => ["UNLINK", .. c.KeyList(4)],
            2 => ["EXISTS", .. c.KeyList(5)],
            3 => ["TOUCH", .. c.KeyList(5)],
            4 => ["TYPE", c.Key()],
            5 or 6 => [c.Word(c.Of("EXPIRE", "PEXPIRE")), .. c.Once(3) ? [c.Key(), c.Integer(-2, 0)] : Ahead(c), .. Conditions(c)],
            7 or 8 => [c.Word(c.Of("EXPIREAT", "PEXPIREAT")), c.Of("dated", "dated", c.Key()), Moment(c), .. Conditions(c)],
            9 => [c.Of("EXPIRETIME", "PEXPIRETIME"), "dated"],
            10 => ["PERSIST", c.Of("dated", c.Key())],
            11 or 12 => ["RENAME", c.Key(), c.Key()],
            13 => ["RENAMENX", c.Key(), c.Key()],
            14 or 15 =>
            [
                "COPY",
                c.Key(),
                c.Key(),
                .. c.Some([c.Word("REPLACE")], [c.Word("DB"), Database(c)], [c.Word("DB"), Database(c)]),
            ],
            16 => ["MOVE", c.Key(), Database(c)],
            17 => ["SELECT", c.Of("0", "0", "1")],
            18 => c.Of<string[]>(DbSize(c), ["SET", c.Of("clock", "dated"), "0"], ["PERSIST", "clock"], ["COPY", c.Key(), "clock"]),
            19 => ["OBJECT", c.WordOf("FREQ", "NOSUCH"), c.Key()],
            20 => ["SCAN", c.Of("0", "+", "-", "x", "1x", " 1", "18446744073709551616", "0\0x"), .. ScanOptions(c)],
            21 => c.Once(4) ? ["FLUSHALL", .. c.Some(["ASYNC"], ["SYNC"])] : DbSize(c),
            22 => c.Once(3) ? ["FLUSHDB", .. c.Some(["ASYNC"], ["SYNC"])] : [c.Of("TTL", "PTTL"), "nosuch"],
            23 => ["SWAPDB", Database(c), Database(c)],
            24 => ["DEBUG", .. Debug(c)],
            25 => ["GETDEL", c.Key()],
            26 => ["SET", c.Key(), c.Bytes(c.Of(9, 40, 4100, 9000)), "PXAT", $"{c.Between(2_000_000_000, 2_100_000_000) * 1000L}"],
            27 => ["SETRANGE", c.Key(), $"{c.Between(5_000, 20_000)}", c.Bytes(40)],
            _ => ["SET", c.Key(), c.Bytes(c.Of(9, 40, 4100, 9000))],
        };

    private static string Database(Chance c) => c.Once(4) ? c.Integer(-1, 20) : c.Of("0", "1");

    // "clock" expires in some time from now, "dated" at a certain time: only that can be asked for.
    private static string[] Ahead(Chance c) => ["clock", $"{c.Between(10, 1000) * 100_000_000L}"];

    private static string Moment(Chance c) => c.Once(4) ? c.Integer(-2, 1000) : $"{c.Between(20, 21) * 100_000_000_000L}";

    private static string[] Conditions(Chance c) => c.Some([c.Word("NX")], [c.Word("XX")], [c.Word("GT")], [c.Word("LT")]);

    // Either everything in one call, and nothing found, or wrong.
    private static string[] ScanOptions(Chance c) =>
        [
            "MATCH",
            "nosuch",
            "COUNT",
            "1000",
            .. c.Some([c.Word("TYPE"), c.Of("string", "LIST", "nosuch")], [c.Word("COUNT"), c.Integer(0, 0)], ["MATCH"], ["x", "y"]),
        ];

    private string[] Debug(Chance c) =>
        c.Between(0, 4) switch
        {
            0 => whole ? [c.Word("DIGEST-VALUE"), .. c.KeyList(3)] : ["HELPX"],
            1 => [c.Word("OBJECT"), "nosuch"],
            2 => [c.Word("SLEEP"), c.Of("0", "x")],
            3 => ["RELOAD", .. c.Some(["x"])],
            _ => whole ? [c.Word("DIGEST")] : ["HELPX"],
        };

    private string[] DbSize(Chance c) => whole ? ["DBSIZE"] : ["EXISTS", c.Key()];
}
