namespace Pika.Tests.Differential;

/// <summary>The commands on bitmaps.</summary>
internal sealed class BitmapGrammar : Grammar
{
    protected override string[] Command(Chance c) =>
        c.Between(0, 13) switch
        {
            0 or 1 => ["SETBIT", c.Key(), Offset(c), c.Integer(-1, 2)],
            2 => ["SETBIT", c.Key(), Offset(c), c.Of("0", "1")],
            3 => ["GETBIT", c.Key(), Offset(c)],
            4 or 5 => ["BITCOUNT", c.Key(), .. Range(c)],
            6 or 7 => ["BITPOS", c.Key(), c.Integer(-1, 2), .. Range(c)],
            8 or 9 => BitOp(c),
            10 => ["BITFIELD_RO", c.Key(), .. Steps(c, writes: c.Once(10))],
            11 => ["SET", c.Key(), c.Bytes(c.Of(8, 40, 9000))],
            _ => ["BITFIELD", c.Key(), .. Steps(c, writes: true)],
        };

    private static string[] BitOp(Chance c)
    {
        var operation = c.WordOf("AND", "OR", "XOR", "NOT", "NAND");
        var single = operation.StartsWith("NOT", StringComparison.OrdinalIgnoreCase) && !c.Once(4);
        return ["BITOP", operation, c.Key(), .. c.KeyList(single ? 1 : 4)];
    }

    private static string[] Range(Chance c) =>
        c.Between(0, 4) switch
        {
            0 => [],
            1 => [Index(c)],
            2 => [Index(c), Index(c)],
            _ => [Index(c), Index(c), c.WordOf("BIT", "BYTE")],
        };

    private static string[] Steps(Chance c, bool writes) => [.. Enumerable.Range(0, c.Between(0, 4)).SelectMany(_ => Step(c, writes))];

    private static string[] Step(Chance c, bool writes) =>
        (writes ? c.Between(0, 5) : 0) switch
        {
            0 or 1 => [c.Word("GET"), Type(c), FieldOffset(c)],
            2 => [c.Word("SET"), Type(c), FieldOffset(c), Operand(c)],
            3 or 4 => [c.Word("INCRBY"), Type(c), FieldOffset(c), Operand(c)],
            _ => [c.Word("OVERFLOW"), c.WordOf("WRAP", "SAT", "FAIL")],
        };

    private static string Type(Chance c) =>
        c.Once(20) ? c.Of("u64", "i65", "i0", "u", "x8", "") : c.Of("u", "i") + c.Of(1, 2, 5, 7, 8, 16, 31, 32, 33, 62, 63);

    private static string Operand(Chance c) =>
        c.Once(4)
            ? c.Of("9223372036854775807", "-9223372036854775808", "9223372036854775680", "-9223372036854775681", "4294967296")
            : c.Integer(-300, 300);

    private static string FieldOffset(Chance c) => c.Once(3) ? $"#{c.Integer(0, 9)}" : Offset(c);

    private static string Offset(Chance c) =>
        c.Between(0, 9) switch
        {
            0 => c.Integer(-5, 200_000),
            1 => $"{32768 + c.Between(-9, 9)}",
            2 when c.Once(10) => "4294967296",
            _ => c.Integer(0, 100),
        };

    private static string Index(Chance c) => c.Once(3) ? c.Integer(-80_000, 80_000) : c.Integer(-20, 20);
}
