using Pika.Storage.Rdb;
using Pika.Tests.Storage.Rdb;

namespace Pika.Tests.Differential;

/// <summary>RESTORE with payloads sound and damaged, and what shows that the value is there.</summary>
internal sealed class DumpGrammar : Grammar
{
    protected override string[] Command(Chance c) =>
        c.Between(0, 9) switch
        {
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
        var payload = c.Between(0, 9) switch
        {
            0 or 1 => Payload.Of(RdbType.String, Payload.Text(c.Bytes(30)), c.Of(0, 1, 6, 9, 10, 10, 12, 300)),
            2 => Payload.Of(RdbType.String, "\xc0" + (char)c.Between(0, 255)),
            3 => Payload.Of(RdbType.List, $"{(char)c.Of(0, 2, 2, 3)}{Payload.Text("a")}{Payload.Text("b")}"),
            4 => Payload.Of(RdbType.Set, $"{(char)c.Of(0, 2, 2, 3)}{Payload.Text("a")}{Payload.Text(c.Of("a", "b"))}"),
            5 => Payload.Of(RdbType.Hash, $"{(char)c.Between(0, 2)}{Payload.Text("a")}{Payload.Text(c.Bytes(4))}"),
            6 => Payload.Of(RdbType.ListZiplist, Payload.Text(Payload.Ziplist("a", "b", "#\xf3", "#\xfe\x90"))),
            7 => Payload.Of(RdbType.HashZiplist, Payload.Text(Payload.Ziplist("a", "#\xf3", "b", c.Of("c", "bc")))),
            8 => "x" + c.Bytes(12),
            _ => Payload.Of(c.Of(RdbType.ModulePreGa, (RdbType)8, (RdbType)22), Payload.Text("a")),
        };
        return c.Once(20) ? payload[..^1] + "x" : payload;
    }
}
