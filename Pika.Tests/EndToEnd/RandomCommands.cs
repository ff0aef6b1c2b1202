namespace Pika.Tests.EndToEnd;

/// <summary>
/// Commands drawn at random over a handful of keys, so that they meet: right ones and wrong ones. Nothing that depends on the moment
/// or on chance: expiries lie far away or in the past, and since Redis counts what has expired until it comes across it, nothing counts keys.
/// </summary>
internal sealed class RandomCommands(int seed)
{
    private readonly Random _random = new(seed);
    private bool _inTransaction;

    public string[] Next()
    {
        var command = _random.Next(12) switch
        {
            < 5 => String(),
            < 7 => Bits(),
            < 11 => Key(),
            _ => Transaction(),
        };
        // Now and then a word too many or too few.
        return _random.Next(60) switch
        {
            0 => [.. command, "extra"],
            1 => command[..^1] is { Length: > 0 } shorter ? shorter : command,
            _ => command,
        };
    }

    private string[] String() =>
        _random.Next(22) switch
        {
            0 or 1 => ["SET", K(), V()],
            2 => ["SET", K(), V(), Pick("NX", "XX", "GET", "KEEPTTL", "EX", "nonsense")],
            3 =>
            [
                "SET",
                K(),
                V(),
                Pick("EX", "PX", "EXAT", "PXAT"),
                Pick("100000", "0", "-1", "9999999999999", "99999999999999999", "x"),
                Pick("NX", "XX", "GET", "KEEPTTL"),
            ],
            4 => ["GET", K()],
            5 => ["GETSET", K(), V()],
            6 => ["GETDEL", K()],
            7 => _random.Next(2) == 0 ? ["GETEX", K(), "PERSIST"] : ["GETEX", K(), Pick("EX", "PX"), Pick("100000000", "0", "x")],
            8 => ["APPEND", K(), V()],
            9 => ["STRLEN", K()],
            10 => [Pick("INCR", "DECR"), K()],
            11 => [Pick("INCRBY", "DECRBY"), K(), N()],
            12 => ["INCRBYFLOAT", K(), Pick("1.5", "-0.25", "1e3", "3.0e-2", "nan", "inf", "x", "0.1")],
            13 => ["SETRANGE", K(), Pick("0", "3", "10", "-1", "536870912", "x"), V()],
            14 => [Pick("GETRANGE", "SUBSTR"), K(), Pick("0", "-3", "2", "100", "-100"), Pick("-1", "0", "5", "-2", "1000")],
            15 => ["MSET", K(), V(), K(), V()],
            16 => ["MSETNX", K(), V(), K(), V()],
            17 => ["MGET", K(), K(), K()],
            18 => ["SETNX", K(), V()],
            19 => [Pick("SETEX", "PSETEX"), K(), Pick("100000000", "0", "-5", "x"), V()],
            20 => ["LCS", K(), K(), .. Some("LEN", "IDX", "WITHMATCHLEN")],
            _ => ["STRLEN", K()],
        };

    private string[] Bits() =>
        _random.Next(8) switch
        {
            0 => ["SETBIT", K(), Pick("0", "7", "100", "4294967296", "-1"), Pick("0", "1", "2")],
            1 => ["GETBIT", K(), Pick("0", "7", "100", "100000", "-1")],
            2 => ["BITCOUNT", K()],
            3 => ["BITCOUNT", K(), Pick("0", "-2", "1"), Pick("-1", "0", "5"), Pick("BYTE", "BIT", "bit", "x")],
            4 => ["BITPOS", K(), Pick("0", "1", "2"), .. Some("0", "-1", "BIT")],
            5 => ["BITOP", Pick("AND", "OR", "XOR", "NOT"), K(), K(), .. _random.Next(2) == 0 ? (string[])[] : [K()]],
            6 =>
            [
                "BITFIELD",
                K(),
                "SET",
                Pick("u8", "i5", "u64", "i64"),
                Pick("0", "#1", "3"),
                N(),
                "GET",
                "u4",
                "2",
                "OVERFLOW",
                Pick("WRAP", "SAT", "FAIL"),
                "INCRBY",
                "i8",
                "4",
                N(),
            ],
            _ => ["BITFIELD_RO", K(), "GET", Pick("u8", "i16", "u63"), Pick("0", "#2", "-1")],
        };

    private string[] Key() =>
        _random.Next(20) switch
        {
            0 => [Pick("DEL", "UNLINK", "EXISTS", "TOUCH"), K(), K()],
            1 => ["TYPE", K()],
            2 => ["EXPIRE", K(), Pick("100000000", "-1", "0", "9223372036854775807", "x"), .. Some("NX", "XX", "GT", "LT")],
            3 => ["PEXPIREAT", K(), Pick("9999999999999", "1", "8888888888888"), .. Some("NX", "XX", "GT", "LT")],
            4 => ["EXPIREAT", K(), Pick("9999999999", "1", "8888888888")],
            5 => ["PEXPIRE", K(), Pick("-5", "0")],
            6 => [Pick("EXPIRETIME", "PEXPIRETIME"), "expiring"],
            7 => ["PERSIST", K()],
            8 => ["RENAME", K(), K()],
            9 => ["RENAMENX", K(), K()],
            10 => ["COPY", K(), K(), .. Some("REPLACE")],
            11 => ["COPY", K(), K(), "DB", Pick("1", "0", "99", "x"), .. Some("REPLACE")],
            12 => ["MOVE", K(), Pick("1", "0", "99")],
            13 => ["RANDOMKEY", "extra"],
            14 => ["EXISTS", K(), K(), K()],
            15 => ["SELECT", Pick("0", "1", "0", "0", "16", "x")],
            16 => ["OBJECT", Pick("ENCODING", "REFCOUNT"), "no such key"],
            17 => ["SWAPDB", "0", Pick("1", "0", "1", "99")],
            18 => _random.Next(20) == 0 ? ["FLUSHDB", .. Some("ASYNC", "SYNC")] : ["EXISTS", K()],
            _ => ["SET", "expiring", V(), "PXAT", "7777777777777"],
        };

    private string[] Transaction()
    {
        var command = _inTransaction
            ? Pick("EXEC", "EXEC", "DISCARD", "MULTI", "WATCH")
            : Pick("MULTI", "MULTI", "EXEC", "DISCARD", "UNWATCH", "WATCH");
        _inTransaction = command == "MULTI" || (_inTransaction && command == "WATCH");
        return command == "WATCH" ? [command, K()] : [command];
    }

    private string K() => Pick("a", "b", "c", "d", "e", "{a}f", "");

    private string V() =>
        _random.Next(6) switch
        {
            0 => N(),
            1 => "",
            2 => new string((char)_random.Next(256), _random.Next(40)),
            3 => "text with \r\n and \0",
            4 => Pick("3.5", " 1", "1 ", "+1", "01", "1e2", "9223372036854775807", "-9223372036854775808"),
            _ => "value" + _random.Next(5),
        };

    private string N() =>
        Pick("1", "-1", "0", "10", "255", "-300", "9223372036854775807", "-9223372036854775808", "9223372036854775808", "x", "");

    private string Pick(params string[] choices) => choices[_random.Next(choices.Length)];

    private string[] Some(params string[] choices) => _random.Next(2) == 0 ? [] : [Pick(choices)];
}
