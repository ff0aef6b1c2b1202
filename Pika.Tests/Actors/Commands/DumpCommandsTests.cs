using System.Text;
using Pika.Storage.Rdb;
using Pika.Tests.Actors.Support;
using Pika.Tests.Storage.Rdb;

namespace Pika.Tests.Actors.Commands;

public sealed class DumpCommandsTests : IAsyncLifetime
{
    private const string BadData = "-ERR Bad data format\r\n";
    private const string BadPayload = "-ERR DUMP payload version or checksum are wrong\r\n";

    /// <summary>"hello", as redis-server 7.0.15 dumps it.</summary>
    private const string Hello = "000568656c6c6f0a006372df766534200a";

    private TestNode _node = null!;
    private TestClient _client = null!;

    public async Task InitializeAsync()
    {
        _node = await TestNode.OpenAsync(config => config.EnableDebugCommand = Pika.Actors.Configuration.DebugAccess.Yes);
        _client = _node.Connect();
    }

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Theory]
    [InlineData("hello", Hello)]
    [InlineData("12345", "00c139300a009d94ea2793fc08b9")]
    public async Task Short_strings_are_dumped_as_redis_dumps_them(string value, string payload)
    {
        await _client.Ask("SET", "k", value);
        (await _client.Ask("DUMP", "k")).ShouldBe($"${payload.Length / 2}\r\n{Bytes(payload)}\r\n");
    }

    [Fact]
    public async Task A_key_that_is_not_there_has_no_dump() => (await _client.Ask("DUMP", "k")).ShouldBe("$-1\r\n");

    /// <summary>The payloads are those of redis-server 7.0.15.</summary>
    [Theory]
    [InlineData(Hello, "GET k", "$5\r\nhello\r\n")]
    [InlineData("00c139300a009d94ea2793fc08b9", "GET k", "$5\r\n12345\r\n")]
    [InlineData("00c3094040016161e033000161620a006abfc118e7c9ab5b", "STRLEN k", ":64\r\n")]
    [InlineData(
        "1201022c2c00000008008161020101dffb02c12c02f270110104f400f2052a0100000009f34e61bc00058361626304ff0a00e678cb7a15fdab30",
        "LRANGE k 1 6",
        "*6\r\n$1\r\n1\r\n$2\r\n-5\r\n$3\r\n300\r\n$5\r\n70000\r\n$10\r\n5000000000\r\n$8\r\n12345678\r\n"
    )]
    [InlineData("0b1404000000030000000100000002000000e09304000a00742f3348486c6a39", "SISMEMBER k 300000", ":1\r\n")]
    [InlineData("0202016101620a00fe642125eb033d0d", "SCARD k", ":2\r\n")]
    [InlineData("101111000000040081660281760201010201ff0a001a4df2175e0bff9b", "HMGET k f 1", "*2\r\n$1\r\nv\r\n$1\r\n2\r\n")]
    [InlineData(
        "1202020d0d0000000200816102816202ff020d0d0000000200816302816402ff0a006cd1688d5899b533",
        "LRANGE k 0 -1",
        "*4\r\n$1\r\na\r\n$1\r\nb\r\n$1\r\nc\r\n$1\r\nd\r\n"
    )]
    [InlineData("0202c002c0010a000b850052aea91fa1", "SMISMEMBER k 1 2 3", "*3\r\n:1\r\n:1\r\n:0\r\n")]
    [InlineData("040201670177016601760a004a88c4610eed3c4e", "HMGET k f g", "*2\r\n$1\r\nv\r\n$1\r\nw\r\n")]
    [InlineData("111c1c0000000600816102010181620283322e350481630283696e6604ff0a006b1ddedce8e2c399", "ZRANK k c", ":2\r\n")]
    [InlineData("0502016200000000000004400161000000000000f03f0a00f46eb73919767291", "ZRANGE k 0 -1", "*2\r\n$1\r\na\r\n$1\r\nb\r\n")]
    public async Task What_redis_dumps_is_restored(string payload, string command, string reply)
    {
        (await _client.Ask("RESTORE", "k", "0", Bytes(payload))).ShouldBe("+OK\r\n");
        (await _client.Pipeline(command)).ShouldBe(reply);
        (await _client.Pipeline("DEL k", "DBSIZE")).ShouldBe(":1\r\n:0\r\n");
    }

    [Fact]
    public async Task A_key_that_is_there_is_replaced_only_if_asked()
    {
        await _client.Ask("RPUSH", "k", "a");
        (await _client.Ask("RESTORE", "k", "x", Bytes(Hello))).ShouldBe("-BUSYKEY Target key name already exists.\r\n");
        (await _client.Ask("RESTORE", "k", "0", Bytes(Hello), "replace")).ShouldBe("+OK\r\n");
        (await _client.Pipeline("GET k", "DBSIZE")).ShouldBe("$5\r\nhello\r\n:1\r\n");
    }

    [Fact]
    public async Task The_time_to_live_counts_from_now_or_is_a_point_in_time()
    {
        var at = _node.Time.GetUtcNow().ToUnixTimeMilliseconds() + 5000;
        await _client.Ask("RESTORE", "a", "5000", Bytes(Hello));
        await _client.Ask("RESTORE", "b", $"{at}", Bytes(Hello), "ABSTTL");
        await _client.Ask("RESTORE", "c", "5000", Bytes("0202016101620a00fe642125eb033d0d"));
        (await _client.Pipeline("PEXPIRETIME a", "PEXPIRETIME b", "PEXPIRETIME c")).ShouldBe($":{at}\r\n:{at}\r\n:{at}\r\n");
    }

    [Fact]
    public async Task What_has_expired_already_takes_the_old_value_away()
    {
        await _client.Ask("SET", "k", "v");
        (await _client.Ask("RESTORE", "k", "1", Bytes(Hello), "ABSTTL", "REPLACE")).ShouldBe("+OK\r\n");
        (await _client.Pipeline("EXISTS k", "DBSIZE")).ShouldBe(":0\r\n:0\r\n");
    }

    [Theory]
    [InlineData("RESTORE k -1 x", "-ERR Invalid TTL value, must be >= 0\r\n")]
    [InlineData("RESTORE k x x", "-ERR value is not an integer or out of range\r\n")]
    [InlineData("RESTORE k 0 x", BadPayload)]
    [InlineData("RESTORE k 0 x FREQ 256", "-ERR Invalid FREQ value, must be >= 0 and <= 255\r\n")]
    [InlineData("RESTORE k 0 x IDLETIME -1", "-ERR Invalid IDLETIME value, must be >= 0\r\n")]
    [InlineData("RESTORE k 0 x IDLETIME 1 FREQ 1", "-ERR syntax error\r\n")]
    [InlineData("RESTORE k 0 x IDLETIME", "-ERR syntax error\r\n")]
    public async Task Bad_arguments_get_the_errors_of_redis(string command, string reply) =>
        (await _client.Pipeline(command)).ShouldBe(reply);

    [Fact]
    public async Task Another_checksum_or_a_newer_version_is_refused()
    {
        var payload = Bytes(Hello);
        (await _client.Ask("RESTORE", "k", "0", payload[..^1] + "x")).ShouldBe(BadPayload);
        (await _client.Ask("RESTORE", "k", "0", Payload.Of(RdbType.String, "\x05hello", version: 12))).ShouldBe(BadPayload);
        (await _client.Ask("RESTORE", "k", "0", Payload.Of(RdbType.String, "\x05hello", version: 1))).ShouldBe("+OK\r\n");
    }

    [Theory]
    [InlineData(RdbType.String, "\x06hello")]
    [InlineData(RdbType.String, "\x04hello")]
    [InlineData(RdbType.String, "\xc4hello")]
    [InlineData(RdbType.String, "\x81\x7f\xff\xff\xff\xff\xff\xff\xff")]
    [InlineData(RdbType.String, "\xc3\x01\xbf\xff\x00")]
    [InlineData(RdbType.List, "\x00")]
    [InlineData(RdbType.List, "\x81\x7f\xff\xff\xff\xff\xff\xff\xff\x01x")]
    [InlineData(RdbType.Set, "\x02\x01x\x01x")]
    [InlineData(RdbType.Hash, "\x02\x01x\x01y\x01x\x01z")]
    [InlineData(RdbType.Hash, "\x01\x01x")]
    [InlineData(RdbType.Module2, "\x01\x01x")]
    [InlineData(RdbType.ModulePreGa, "\x01\x01x")]
    [InlineData((RdbType)8, "\x01\x01x")]
    [InlineData((RdbType)99, "\x01\x01x")]
    [InlineData(RdbType.SetIntset, "\x0a\x02\0\0\0\x01\0\0\0\x01")]
    [InlineData(RdbType.SetIntset, "\x0c\x02\0\0\0\x02\0\0\0\x02\0\x01\0")]
    [InlineData(RdbType.HashZipmap, "\x07\x02\x01x\x01\0y\xff")]
    [InlineData(RdbType.HashListpack, "\x0a\x0a\0\0\0\x01\0\x81x\x02\xff")]
    [InlineData(RdbType.HashListpack, "\x07\x07\0\0\0\0\0\xff")]
    [InlineData(RdbType.ListQuicklist2, "\x01\x03\x01x")]
    public async Task Damage_is_refused_and_leaves_what_was_there(RdbType type, string value)
    {
        await _client.Ask("RPUSH", "k", "a", "b");
        var before = await _client.Ask("DEBUG", "DIGEST");
        (await _client.Ask("RESTORE", "k", "0", Payload.Of(type, value), "REPLACE")).ShouldBe(BadData);
        (await _client.Ask("RESTORE", "new", "0", Payload.Of(type, value))).ShouldBe(BadData);
        (await _client.Ask("DEBUG", "DIGEST")).ShouldBe(before);
        (await _client.Ask("DBSIZE")).ShouldBe(":1\r\n");
    }

    [Fact]
    public async Task The_encodings_of_old_versions_are_read()
    {
        var integers = new[]
        {
            "#\xfe\x85",
            "#\xc0\x2c\x01",
            "#\xf0\x70\x11\x01",
            "#\xd0\0\xca\x9a\x3b",
            "#\xe0\0\xf2\x05\x2a\x01\0\0\0",
            "#\xf1",
            "#\xfd",
        };
        var ziplist = Payload.Text(Payload.Ziplist(["a", .. integers]));
        await _client.Ask("RESTORE", "list", "0", Payload.Of(RdbType.ListZiplist, ziplist));
        await _client.Ask("RESTORE", "quick", "0", Payload.Of(RdbType.ListQuicklist, "\x01" + ziplist));
        var elements =
            "*8\r\n$1\r\na\r\n$4\r\n-123\r\n$3\r\n300\r\n$5\r\n70000\r\n$10\r\n1000000000\r\n$10\r\n5000000000\r\n$1\r\n0\r\n$2\r\n12\r\n";
        (await _client.Pipeline("LRANGE list 0 -1", "LRANGE quick 0 -1")).ShouldBe(elements + elements);

        await _client.Ask("RESTORE", "hash", "0", Payload.Of(RdbType.HashZiplist, Payload.Text(Payload.Ziplist("f", "v", "g", "#\xf2"))));
        await _client.Ask(
            "RESTORE",
            "map",
            "0",
            Payload.Of(RdbType.HashZipmap, Payload.Text("\x02\x01" + "f\x01\0v\x01g\x01\x02" + "1zz\xff"))
        );
        (await _client.Pipeline("HMGET hash f g", "HMGET map f g")).ShouldBe("*2\r\n$1\r\nv\r\n$1\r\n1\r\n*2\r\n$1\r\nv\r\n$1\r\n1\r\n");
    }

    /// <summary>Whatever bytes come, the reply is OK or one error, and what is then there can be read.</summary>
    [Fact]
    public async Task No_damage_does_harm()
    {
        string[] samples =
        [
            "000568656c6c6f0a006372df766534200a",
            "00c3094040016161e033000161620a006abfc118e7c9ab5b",
            "1201022c2c00000008008161020101dffb02c12c02f270110104f400f2052a0100000009f34e61bc00058361626304ff0a00e678cb7a15fdab30",
            "0b1404000000030000000100000002000000e09304000a00742f3348486c6a39",
            "111c1c0000000600816102010181620283322e350481630283696e6604ff0a006b1ddedce8e2c399",
            "101111000000040081660281760201010201ff0a001a4df2175e0bff9b",
            "13011000000000000000010000000000000001c32f3507350000001600020140000781610200010201002001040101040103600700022009400f40030781620202010601ff0202010101010203010167010181ffffffffffffffff0100000000000000010000000000000001376443fca101000001010163376443fca101000001000000000000000100000000000000010a001babb3841f4962af",
        ];
        var random = new Random(20240607);
        for (var i = 0; i < 4000; i++)
        {
            var bytes = Convert.FromHexString(samples[random.Next(samples.Length)]);
            for (var changes = random.Next(1, 4); changes > 0; changes--)
                bytes[random.Next(bytes.Length - 10)] =
                    random.Next(3) == 0 ? (byte)random.Next(256) : (byte)(bytes[random.Next(bytes.Length)] ^ (1 << random.Next(8)));

            var payload = Payload.Sealed(Encoding.Latin1.GetString(bytes));
            var reply = await _client.Ask("RESTORE", "k", "0", payload, "REPLACE");
            reply.ShouldBeOneOf("+OK\r\n", BadData);
        }

        (await _client.Ask("DEBUG", "DIGEST")).ShouldStartWith("+");
    }

    private static string Bytes(string hex) => Encoding.Latin1.GetString(Convert.FromHexString(hex));
}
