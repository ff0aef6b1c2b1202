namespace Pika.Tests.Differential;

/// <summary>The commands on HyperLogLogs, and GET, which shows their bytes.</summary>
internal sealed class HyperLogLogGrammar : Grammar
{
    private const string SparseHeader = "HYLL\x01\0\0\0\0\0\0\0\0\0\0\x80";
    private const string DenseHeader = "HYLL\0\0\0\0\0\0\0\0\0\0\0\x80";

    protected override string[] Command(Chance c) =>
        c.Between(0, 19) switch
        {
            0 or 1 or 2 or 3 => ["PFADD", c.Key(), .. Elements(c)],
            4 or 5 => ["PFCOUNT", c.Key()],
            6 => ["PFCOUNT", .. c.KeyList(4)],
            7 or 8 => ["PFMERGE", .. c.KeyList(4)],
            9 => ["PFDEBUG", c.WordOf("DECODE", "ENCODING", "TODENSE", "NOSUCH"), c.Key()],
            10 when c.Once(8) => ["PFDEBUG", "GETREG", c.Key()],
            11 => ["SET", c.Key(), Value(c), .. c.Some([c.Word("KEEPTTL")])],
            12 when c.Once(4) => ["SETRANGE", c.Key(), $"{c.Between(0, 13)}", c.Bytes(3)],
            13 => ["DEL", c.Key()],
            14 => ["COPY", c.Key(), c.Key(), .. c.Some([c.Word("REPLACE")])],
            15 when c.Once(10) => ["APPEND", c.Key(), "\x80"],
            _ => ["GET", c.Key()],
        };

    /// <summary>A few elements, or so many that sparse ones come close to their limit and beyond.</summary>
    private static string[] Elements(Chance c)
    {
        var count = c.Once(4) ? c.Between(0, 900) : c.Between(0, 4);
        var range = c.Of(20, 3000, 1_000_000);
        return [.. Enumerable.Range(0, count).Select(_ => c.Once(10) ? c.Bytes(20) : $"e{c.Between(0, range)}")];
    }

    /// <summary>
    /// Sound ones with unusual runs, damaged ones, and other strings. None ends in the midst of a run: of such Redis reads, and changes, a byte
    /// behind the end.
    /// </summary>
    private static string Value(Chance c) =>
        c.Between(0, 9) switch
        {
            0 => SparseHeader + "\x7f\xff",
            1 => SparseHeader + "\x7f\xfe\x3f",
            2 => SparseHeader + c.Bytes(12) + "\x80\x80",
            3 => SparseHeader + "\x80" + "\x7f\xfe",
            4 => SparseHeader + "\xff\x87\x93\x7f\xf3\x83" + "\x3f\x7f\xb6",
            5 => DenseHeader + new string(c.Of('\0', '\xff', '\x41'), 12288),
            6 => DenseHeader + c.Bytes(20),
            7 => c.Bytes(20),
            8 => "HYLL\x02" + c.Bytes(40),
            _ => SparseHeader[..c.Between(0, 16)],
        };
}
