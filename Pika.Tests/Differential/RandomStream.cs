namespace Pika.Tests.Differential;

/// <summary>
/// Commands that make one stream: entries of all shapes, deleted ones among them and before them, groups with consumers and pending entries. Some commands may be refused;
/// the stream is there in the end.
/// </summary>
internal sealed class RandomStream(Chance chance, string key)
{
    private static readonly string[] Groups = ["g", "group-with-a-longer-name", "12", ""];
    private static readonly string[] Consumers = ["c", "another consumer", "-7", "c\0\xff"];

    private readonly List<string> _ids = [];
    private ulong _ms = 1;
    private ulong _seq;

    public IEnumerable<string[]> Commands()
    {
        var groups = chance.Of(0, 1, 2, 4);
        yield return ["XGROUP", "CREATE", key, "gone", "$", "MKSTREAM"];
        for (var i = 0; i < groups; i++)
            yield return ["XGROUP", "CREATE", key, Groups[i], chance.Of("$", "0", "1-3"), .. chance.Some(["ENTRIESREAD", "3"])];

        // Around the hundred entries of a node, and several nodes.
        for (var left = chance.Of(0, 1, 5, 99, 100, 101, 350); left > 0; left--)
        {
            yield return ["XADD", key, NextId(), .. Fields()];
            if (groups > 0 && chance.Once(8))
                yield return Group(Groups[chance.Between(0, groups - 1)]);

            if (_ids.Count > 0 && chance.Once(10))
                yield return ["XDEL", key, .. Ids(20)];
        }

        if (chance.Once(3))
            yield return ["XTRIM", key, "MAXLEN", chance.Of("0", "1", "60")];

        if (chance.Once(4))
            yield return ["XSETID", key, "18446744073709551615-5", "ENTRIESADDED", "5000000000", "MAXDELETEDID", "7-7"];

        yield return ["XGROUP", "DESTROY", key, "gone"];
    }

    /// <summary>What can be asked of any stream, whatever is in it.</summary>
    public static IEnumerable<string[]> More(string key) =>
        [
            ["XLEN", key],
            ["XADD", key, "18446744073709551615-18446744073709551614", "f", "v"],
            ["XGROUP", "CREATE", key, "new", "0"],
            ["XREADGROUP", "GROUP", "new", "c", "COUNT", "3", "STREAMS", key, ">"],
            ["XREADGROUP", "GROUP", "g", "a new one", "COUNT", "3", "STREAMS", key, ">"],
            ["XREADGROUP", "GROUP", "g", "c", "COUNT", "3", "STREAMS", key, "0"],
            ["XACK", key, "g", "1-1", "1-2"],
            ["XAUTOCLAIM", key, "g", "heir", "0", "-", "COUNT", "5", "JUSTID"],
            ["XPENDING", key, "g"],
            ["XINFO", "GROUPS", key],
            ["XREVRANGE", key, "+", "-", "COUNT", "5"],
        ];

    private string[] Group(string group)
    {
        var consumer = chance.Of(Consumers);
        return chance.Between(0, 9) switch
        {
            0 => ["XGROUP", "CREATECONSUMER", key, group, consumer],
            1 => ["XGROUP", "DELCONSUMER", key, group, consumer],
            2 => ["XGROUP", "SETID", key, group, chance.Of("0", "$", chance.Of(_ids.ToArray())), .. chance.Some(["ENTRIESREAD", "9"])],
            3 => ["XACK", key, group, .. Ids(5)],
            4 =>
            [
                "XCLAIM",
                key,
                group,
                consumer,
                "0",
                .. Ids(5),
                .. chance.Some(["FORCE"], ["JUSTID"], ["RETRYCOUNT", "70000"], ["TIME", "1000"]),
            ],
            5 => ["XREADGROUP", "GROUP", group, consumer, "NOACK", "COUNT", "5", "STREAMS", key, ">"],
            _ => ["XREADGROUP", "GROUP", group, consumer, "COUNT", $"{chance.Between(1, 80)}", "STREAMS", key, ">"],
        };
    }

    private string[] Ids(int most) => [.. Enumerable.Range(0, chance.Between(1, most)).Select(_ => chance.Of(_ids.ToArray()))];

    // Both numbers as small, as usual and as large as they can be, so that their differences are of all widths.
    private string NextId()
    {
        (_ms, _seq) = chance.Between(0, 9) switch
        {
            0 => (_ms + 1, 0UL),
            1 => (_ms + (ulong)chance.Between(1, 100_000), (ulong)chance.Between(0, 1000)),
            2 => (_ms, _seq + 70_000),
            3 when chance.Once(20) => (_ms + (1UL << 40), ulong.MaxValue),
            _ => _seq < ulong.MaxValue - 100_000 ? (_ms, _seq + 1) : (_ms + 1, 0UL),
        };
        _ids.Add($"{_ms}-{_seq}");
        return _ids[^1];
    }

    private string[] Fields() =>
        chance.Between(0, 5) switch
        {
            0 => [.. Enumerable.Range(0, chance.Between(1, 40)).SelectMany(i => new[] { $"f{i}", $"{i}" })],
            1 => [Value(), Value()],
            2 => ["same", "v", "other", Value()],
            _ => ["same", Value(), "names", Value()],
        };

    private string Value() =>
        chance.Between(0, 12) switch
        {
            0 => chance.Of("", "0", "-1", "01", "-0", "127", "128", "4095", "4096", "-4096", "-4097", "32768", "-32769"),
            1 => chance.Of(
                "8388607",
                "8388608",
                "-8388609",
                "2147483648",
                "-9223372036854775808",
                "9223372036854775807",
                "9223372036854775808"
            ),
            2 => new string('x', chance.Of(63, 64, 126, 127, 4095, 4096, 20_000)),
            3 => chance.Bytes(300),
            _ => chance.Bytes(10),
        };
}
