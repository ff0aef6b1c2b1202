using Pika.Storage.Rdb;
using Pika.Tests.Storage.Rdb;

namespace Pika.Tests.Differential;

/// <summary>RESTORE with payloads sound and damaged, and what shows that the value is there.</summary>
internal sealed class DumpGrammar : Grammar
{
    protected override string[] Command(Chance c) =>
        c.Between(0, 14) switch
        {
            10 => ["XINFO", "STREAM", c.Key(), "FULL"],
            11 => ["XACK", c.Key(), "g", $"{3 * c.Between(1, 6)}-{c.Between(1, 3)}"],
            12 => ["XADD", c.Key(), $"{c.Between(50, 90)}-1", "a", c.Bytes(3)],
            13 => ["XDEL", c.Key(), $"{c.Between(1, 40)}-{c.Between(1, 3)}"],
            14 => ["RESTORE", c.Key(), "0", Stream(c), c.Word("REPLACE")],
            0 => ["DEL", c.Key()],
            1 => ["TYPE", c.Key()],
            2 => ["GET", c.Key()],
            3 => ["LRANGE", c.Key(), "0", "-1"],
            4 => ["HGET", c.Key(), "a"],
            _ => ["RESTORE", c.Key(), Ttl(c), Value(c), .. Options(c)],
        };

    private static string[] Options(Chance c) =>
        c.Some(
            [c.Word("REPLACE")],
            [c.Word("REPLACE")],
            [c.Word("ABSTTL")],
            [c.Word("IDLETIME"), c.Integer(-1, 100)],
            [c.Word("FREQ"), c.Integer(-1, 300)]
        );

    /// <summary>Never so short that it matters how fast the servers are.</summary>
    private static string Ttl(Chance c) => c.Once(3) ? c.Of("-1", "x", "2000000000000", "9000000") : "0";

    /// <summary>
    /// Each is as long as it says, or clearly longer: Redis reads a short one on into version and checksum, and does not look at what stands
    /// behind a value.
    /// </summary>
    private static string Value(Chance c)
    {
        var payload = c.Between(0, 12) switch
        {
            > 9 => Stream(c),
            0 or 1 => Payload.Of(RdbType.String, Payload.Text(c.Bytes(30)), c.Of(0, 1, 6, 9, 10, 10, 12, 300)),
            2 => Payload.Of(RdbType.String, "\xc0" + (char)c.Between(0, 255)),
            3 => Payload.Of(RdbType.List, $"{(char)c.Of(0, 2, 2, 3)}{Payload.Text("a")}{Payload.Text("b")}"),
            4 => Payload.Of(RdbType.Set, $"{(char)c.Of(0, 2, 2, 3)}{Payload.Text("a")}{Payload.Text(c.Of("a", "b"))}"),
            5 => Payload.Of(RdbType.Hash, $"{(char)c.Between(0, 2)}{Payload.Text("a")}{Payload.Text(c.Bytes(4))}"),
            6 => Payload.Of(RdbType.ListZiplist, Payload.Text(Payload.Ziplist("a", "b", "#\xf3", "#\xfe\x90"))),
            7 => Payload.Of(RdbType.HashZiplist, Payload.Text(Payload.Ziplist("a", "#\xf3", "b", c.Of("c", "bc")))),
            8 => "x" + c.Bytes(12),
            _ => Payload.Of(c.Of(RdbType.ModulePreGa, (RdbType)8, RdbType.StreamListpacks3, (RdbType)22), Payload.Text("a")),
        };
        return c.Once(20) ? payload[..^1] + "x" : payload;
    }

    /// <summary>One node at most, so that XINFO tells the same of the radix tree, and damage only of the kind that Redis looks for.</summary>
    private static string Stream(Chance c)
    {
        (long Ms, long Sequence)[] ids = [.. Enumerable.Range(1, c.Between(0, 6)).Select(i => ((long)i * 3, (long)c.Between(1, 3)))];
        var elements = new List<string> { $"{ids.Length}", "0", "1", "a", "0" };
        foreach (var (ms, sequence) in ids)
        {
            string[] own = c.Once(3) ? ["2", "b", "1", "a", c.Of("x", "7"), "8"] : [];
            elements.AddRange([own.Length > 0 ? "0" : "2", $"{ms}", $"{sequence}"]);
            elements.AddRange(own.Length > 0 ? own : [c.Of("7", "text", ""), "4"]);
        }

        var isOld = c.Once(4);
        (long, long) first = ids.Length > 0 ? ids[0] : (0, 0);
        return new StreamPayload
        {
            Type = isOld ? RdbType.StreamListpacks : RdbType.StreamListpacks2,
            Nodes = ids.Length > 0 ? [StreamPayload.NodeOf((0, 0), [.. elements])] : [],
            Length = ids.Length,
            LastId = c.Of<(long, long)>((18, 3), (18, 3), (18, 5), (40, 1)),
            FirstId = first,
            MaxDeletedId = c.Of<(long, long)>((0, 0), (0, 0), (2, 1), (7, 1)),
            EntriesAdded = c.Of(ids.Length, ids.Length, ids.Length + 3),
            Groups = c.Between(0, 5) switch
            {
                0 => [],
                1 => [StreamGroup(c, "g", ids, isOld), StreamGroup(c, c.Of("g", "h", ""), ids, isOld)],
                _ => [StreamGroup(c, "g", ids, isOld)],
            },
        }.ToString();
    }

    private static string StreamGroup(Chance c, string name, (long, long)[] ids, bool isOld)
    {
        (long, long)[] pending = [.. ids.Where(_ => c.Once(2)), .. c.Once(4) ? [(19L, 19L)] : Array.Empty<(long, long)>()];
        var split = c.Between(0, pending.Length);
        (long, long)[] strange = c.Once(12) ? [(30, 30)] : [];
        return StreamPayload.Group(
            name,
            ids.Length > 0 && c.Once(2) ? c.Of(ids) : c.Of<(long, long)>((0, 0), (18, 3), (40, 1), (50, 0)),
            isOld ? null : c.Of(-1, 0, 2, 300),
            [.. pending.Select(id => StreamPayload.Pending(id, c.Between(0, 5000), c.Between(1, 9)))],
            StreamPayload.Consumer("c", c.Between(0, 5000), pending[..split]),
            StreamPayload.Consumer(c.Of("d", "d", "d", "c", ""), c.Between(0, 5000), [.. pending[split..], .. strange])
        );
    }
}
