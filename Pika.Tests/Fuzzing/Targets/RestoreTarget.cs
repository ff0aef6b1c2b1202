using System.Buffers.Binary;
using Pika.Actors.Configuration;
using Pika.Storage;
using Pika.Storage.Rdb;
using Pika.Tests.Actors.Support;
using Pika.Tests.Storage.Rdb;

namespace Pika.Tests.Fuzzing.Targets;

/// <summary>
/// What RESTORE takes. A payload that is taken is a value like any other: its own dump makes an equal one. And the two who read values, one to find their end only, agree on it.
/// </summary>
internal sealed class RestoreTarget : FuzzTarget
{
    /// <summary>Cases that one node serves: its log is in memory.</summary>
    private const int CasesPerNode = 5000;

    private static readonly string[] Fillings =
    [
        "SET k 12345",
        "RPUSH k a 1 -1 300 70000 5000000000 bcd",
        "SADD k a b c 1 2",
        "HSET k f v g 1",
        "ZADD k 1.5 a -inf b 3 c",
        "XADD k 1-1 f v g w",
        "PFADD k a b c",
    ];

    /// <summary>Payloads of redis-server 7.0.15, one for each encoding that it writes.</summary>
    private static readonly string[] OfRedis =
    [
        "000568656c6c6f0a006372df766534200a",
        "00c139300a009d94ea2793fc08b9",
        "00c3094040016161e033000161620a006abfc118e7c9ab5b",
        "1201022c2c00000008008161020101dffb02c12c02f270110104f400f2052a0100000009f34e61bc00058361626304ff0a00e678cb7a15fdab30",
        "0b1404000000030000000100000002000000e09304000a00742f3348486c6a39",
        "0202016101620a00fe642125eb033d0d",
        "101111000000040081660281760201010201ff0a001a4df2175e0bff9b",
        "1202020d0d0000000200816102816202ff020d0d0000000200816302816402ff0a006cd1688d5899b533",
        "0202c002c0010a000b850052aea91fa1",
        "040201670177016601760a004a88c4610eed3c4e",
        "111c1c0000000600816102010181620283322e350481630283696e6604ff0a006b1ddedce8e2c399",
        "0502016200000000000004400161000000000000f03f0a00f46eb73919767291",
    ];

    private TestNode _node = null!;
    private TestClient _client = null!;
    private int _cases;

    public RestoreTarget()
    {
        Open();
        Seeds = [.. OfRedis.Select(Convert.FromHexString), .. Fillings.Select(Dump), .. ByHand().Select(Bytes)];
    }

    public override IReadOnlyList<byte[]> Seeds { get; }

    public override IReadOnlyList<byte[]> Words { get; } =
    [
        [0x80, 0xff, 0xff, 0xff, 0xff],
        [0x81, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
        [0xc3],
        [0xff],
        [0xf0],
        [0xf4],
        [15],
        [19],
    ];

    /// <summary>A stream of few bytes may become one of 64 MB, since its entries do not repeat their names.</summary>
    public override long MayAllocate(int length) => (300 << 20) + (1024L * length);

    public override byte[] Reseal(byte[] input)
    {
        if (input.Length >= DumpPayload.Overhead)
        {
            (input[^10], input[^9]) = (10, 0);
            BinaryPrimitives.WriteUInt64LittleEndian(input.AsSpan(input.Length - 8), Crc64.Append(0, input.AsSpan(0, input.Length - 8)));
        }

        return input;
    }

    public override string Run(byte[] input, Pieces pieces)
    {
        CompareReaders(input);
        if (++_cases % CasesPerNode == 0)
        {
            Dispose();
            Open();
        }

        string reply = Ask("RESTORE", "k", "0", Text(input), "REPLACE");
        if (reply != "+OK\r\n")
            return reply is "-ERR Bad data format\r\n" or "-ERR DUMP payload version or checksum are wrong\r\n"
                ? Refused + reply
                : throw new InvalidOperationException(reply);

        string dump = Ask("DUMP", "k");
        Ask("RESTORE", "l", "0", dump[(dump.IndexOf('\n') + 1)..^2], "REPLACE").ShouldBe("+OK\r\n");
        string[] digests = Ask("DEBUG", "DIGEST-VALUE", "k", "l").Split("\r\n");
        digests[1].ShouldBe(digests[2]);
        Ask("DEL", "k", "l").ShouldBe(":2\r\n");
        return digests[1];
    }

    public override void Dispose() => _node.DisposeAsync().AsTask().GetAwaiter().GetResult();

    private static void CompareReaders(byte[] input)
    {
        if (!DumpPayload.TryOpen(input, out var type, out var value))
            return;

        using var reader = new RdbValueReader();
        var whole = new RdbInput(value);
        var skipped = new RdbInput(value);
        var visitor = new Nobody();
        try
        {
            reader.Read(ref whole, type, ref visitor);
        }
        catch (RdbException)
        {
            return;
        }

        RdbValueSkipper.Skip(ref skipped, type);
        skipped.Position.ShouldBe(whole.Position);
    }

    private static IEnumerable<string> ByHand()
    {
        yield return Payload.Of(RdbType.HashZiplist, Payload.Text(Payload.Ziplist("f", "v", "g", "#\xfe\x05")));
        yield return Payload.Of(RdbType.ListZiplist, Payload.Text(Payload.Ziplist("a", "#\xc0\x01\x02", "#\xf1", "bcd")));
        yield return Payload.Of(RdbType.ZsetZiplist, Payload.Text(Payload.Ziplist("a", "1.5", "b", "#\xfe\x05")));
        yield return Payload.Of(RdbType.HashZipmap, Payload.Text("\x02\x01" + "f\x01\0v\x01" + "g\x02\x01ww \xff"));
        yield return Payload.Of(RdbType.SetListpack, Payload.Text(Payload.Listpack("a", "b", "1")));
        yield return Payload.Of(RdbType.Zset, "\x02\x01" + "a\x03" + "1.5\x01" + "b\xfe");
        yield return new StreamPayload
        {
            Nodes = [StreamPayload.NodeOf((1, 1), "1", "0", "1", "f", "0", "2", "0", "0", "v", "4")],
            Length = 1,
            FirstId = (1, 1),
            Groups =
            [
                StreamPayload.Group(
                    "g",
                    (1, 1),
                    1,
                    [StreamPayload.Pending((1, 1), 1000, 1)],
                    StreamPayload.Consumer("c", 1000, (1, 1)),
                    StreamPayload.Consumer("d", 1000)
                ),
            ],
        }.ToString();
    }

    private byte[] Dump(string filling)
    {
        _client.Pipeline("DEL k", filling).GetAwaiter().GetResult();
        string dump = Ask("DUMP", "k");
        return Bytes(dump[(dump.IndexOf('\n') + 1)..^2]);
    }

    private void Open()
    {
        _node = TestNode.OpenAsync(config => config.EnableDebugCommand = DebugAccess.Yes).GetAwaiter().GetResult();
        _client = _node.Connect();
    }

    private string Ask(params string[] words) => _client.Ask(words).GetAwaiter().GetResult();

    /// <summary>Whoever reads a value and does not care for it.</summary>
    private struct Nobody : IRdbVisitor
    {
        public readonly void String(scoped ReadOnlySpan<byte> value) { }

        public readonly void Begin(RdbKind kind) { }

        public readonly void Element(scoped ReadOnlySpan<byte> element) { }

        public readonly void Member(scoped ReadOnlySpan<byte> member) { }

        public readonly void Field(scoped ReadOnlySpan<byte> field, scoped ReadOnlySpan<byte> value) { }

        public readonly void Score(scoped ReadOnlySpan<byte> member, double score) { }

        public readonly void Entry(RdbStreamId id, int fields) { }

        public readonly void EntryField(scoped ReadOnlySpan<byte> field, scoped ReadOnlySpan<byte> value) { }

        public readonly void EndEntries(in RdbStreamTail tail) { }

        public readonly void Group(scoped ReadOnlySpan<byte> name, RdbStreamId lastId, long? entriesRead) { }

        public readonly void Consumer(scoped ReadOnlySpan<byte> name, long seenMs) { }

        public readonly void Pending(RdbStreamId id, long deliveredMs, long deliveries) { }
    }
}
