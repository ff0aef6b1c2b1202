using System.Text;
using Pika.Actors.Configuration;
using Pika.Storage.Rdb;
using Pika.Tests.Actors.Support;
using Pika.Tests.Storage.Rdb;
using static Pika.Tests.Storage.Rdb.StreamPayload;

namespace Pika.Tests.Actors.Commands;

/// <summary>DUMP and RESTORE of streams; <see cref="Pika.Tests.Differential.StreamTransferTests"/> compares them with redis-server's.</summary>
public sealed class StreamDumpTests : NodeTestBase
{
    private const string BadData = "-ERR Bad data format\r\n";

    /// <summary>Three entries of which the second has the names of the first, a group, a consumer, a pending entry: as redis-server 7.0.15 dumps it.</summary>
    private const string Golden =
        "13011000000000000000050000000000000001406b6b00000019000301000102018161028162020001020100010001a87878787878787878787878787878787878787878"
        + "787878787878787878787878787878787878787829f290eefe040501020100010101817902c0c802050100010101dfff020101816302817a020601ff030600050100"
        + "00030101670501010100000000000000050000000000000001e803000000000000070103636f6e61d1c8fca1010000010000000000000005000000000000000"
        + "10a00901ae6bbd9251887";

    /// <summary>A node of four entries with the ids 1-1 to 1-4, of which the third is deleted and the last has names of its own.</summary>
    private static readonly string[] Elements =
    [
        .. new[] { "3", "1", "1", "f", "0" },
        .. new[] { "2", "0", "0", "v", "4" },
        .. new[] { "2", "0", "1", "w", "4" },
        .. new[] { "3", "0", "2", "x", "4" },
        .. new[] { "0", "0", "3", "1", "g", "y", "6" },
    ];

    private static readonly string Four = NodeOf((1, 1), Elements);

    private static readonly StreamPayload Sound = new()
    {
        Nodes = [Four],
        Length = 3,
        FirstId = (1, 1),
        MaxDeletedId = (1, 3),
        Groups =
        [
            Group(
                "g",
                (1, 2),
                2,
                [Pending((1, 1), 1000, 3), Pending((1, 3), 2000, 1)],
                Consumer("c", 5000, (1, 1)),
                Consumer("d", 6000, (1, 3))
            ),
            Group("h", (9, 9), -1, [], Consumer("c", 7000)),
        ],
    };

    /// <summary>Each is <see cref="Sound"/> but for one thing.</summary>
    public static TheoryData<string, string> Damaged
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var (name, payload) in Damages())
                data.Add(name, $"{payload}");

            return data;
        }
    }

    [Fact]
    public async Task A_stream_of_redis_is_restored_with_its_groups()
    {
        (await Client.Ask("RESTORE", "k", "0", Latin1(Golden))).ShouldBe("+OK\r\n");
        (await Full("k")).ShouldBe(
            "length 3 radix-tree-keys 1 radix-tree-nodes 2 last-generated-id 6-0 max-deleted-entry-id 0-0 entries-added 3 recorded-first-entry-id 5-1 "
                + "entries 5-1 a xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx b -70000 5-2 a y b 200 6-0 c z "
                + "groups name g last-delivered-id 5-1 entries-read 1 lag 2 pel-count 1 pending 5-1 con 1000 7 "
                + "consumers name con seen-time 1795242381665 pel-count 1 pending 5-1 1000 7"
        );
    }

    /// <summary>But for two lengths, which are written in a wider form, and so for the checksum.</summary>
    [Fact]
    public async Task The_bytes_are_those_of_redis_without_compression()
    {
        await Client.Ask("RESTORE", "k", "0", Latin1(Golden));
        var dump = await Client.Ask("DUMP", "k");
        var hex = Convert.ToHexStringLower(Encoding.Latin1.GetBytes(dump[(dump.IndexOf('\n') + 1)..^2]));
        hex.ShouldStartWith("138000000001" + Golden[4..38].Replace("406b", "", StringComparison.Ordinal) + "800000006b");
        hex[..^16].Replace("8000000001", "01").Replace("800000006b", "406b").ShouldBe(Golden[..^16]);
    }

    [Fact]
    public async Task All_parts_are_read_and_what_is_deleted_is_left_out()
    {
        (await Client.Ask("RESTORE", "k", "0", $"{Sound}")).ShouldBe("+OK\r\n");
        (await Full("k")).ShouldBe(
            "length 3 radix-tree-keys 1 radix-tree-nodes 2 last-generated-id 9-9 max-deleted-entry-id 1-3 entries-added 5 recorded-first-entry-id 1-1 "
                + "entries 1-1 f v 1-2 f w 1-4 g y "
                + "groups name g last-delivered-id 1-2 entries-read 2 lag nil pel-count 2 pending 1-1 c 1000 3 1-3 d 2000 1 "
                + "consumers name c seen-time 5000 pel-count 1 pending 1-1 1000 3 name d seen-time 6000 pel-count 1 pending 1-3 2000 1 "
                + "name h last-delivered-id 9-9 entries-read nil lag 0 pel-count 0 pending consumers name c seen-time 7000 pel-count 0 pending"
        );
    }

    /// <summary>Redis takes what it can tell from the two ends.</summary>
    [Theory]
    [InlineData(0, 0, "0 lag 3")]
    [InlineData(1, 1, "1 lag 2")]
    [InlineData(1, 2, "nil lag nil")]
    [InlineData(9, 9, "3 lag 0")]
    [InlineData(9, 10, "nil lag nil")]
    public async Task A_stream_of_redis_5_does_not_say_how_much_a_group_has_read(long ms, long sequence, string read)
    {
        var old = new StreamPayload
        {
            Type = RdbType.StreamListpacks,
            Version = 9,
            Nodes = [Four],
            Length = 3,
            Groups = [Group("g", (ms, sequence), null, [], Consumer("c", 5000))],
        };
        (await Client.Ask("RESTORE", "k", "0", $"{old}")).ShouldBe("+OK\r\n");
        (await Full("k")).ShouldContain("max-deleted-entry-id 0-0 entries-added 3 recorded-first-entry-id 1-1");
        (await Full("k")).ShouldContain($"entries-read {read} pel-count");
    }

    [Fact]
    public async Task A_stream_without_entries_is_a_key_with_groups()
    {
        await Client.Pipeline("XADD k 5-5 a b", "XGROUP CREATE k g 0", "XREADGROUP GROUP g c STREAMS k >", "XDEL k 5-5");
        var whole = await Full("k");
        await Copy("k", "other");
        (await Full("other")).ShouldBe(whole);
        (await Client.Pipeline("XLEN other", "XPENDING other g - + 1")).ShouldStartWith(":0\r\n*1\r\n*4\r\n$3\r\n5-5\r\n");
        (await Client.Ask("XADD", "other", "5-5", "a", "b")).ShouldStartWith("-ERR The ID specified in XADD is equal or smaller");
    }

    /// <summary>More than a command may work through where it holds others up.</summary>
    [Fact]
    public async Task A_long_stream_is_dumped_and_restored_whole()
    {
        await Client.Pipeline([
            .. Enumerable.Range(1, 3000).Select(i => $"XADD k {i}-0 n {i} text {new string((char)('a' + (i % 26)), 1000)}"),
        ]);
        await Client.Pipeline(
            "XGROUP CREATE k g 0",
            "XREADGROUP GROUP g c COUNT 2000 STREAMS k >",
            "XREADGROUP GROUP g d COUNT 900 STREAMS k >"
        );
        var whole = await Full("k");
        await Copy("k", "copy");
        (await Full("copy")).ShouldBe(whole);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(11)]
    public async Task A_stream_of_redis_7_2_is_refused(int version)
    {
        var newer = new StreamPayload { Type = RdbType.StreamListpacks3, Version = version };
        (await Client.Ask("RESTORE", "k", "0", $"{newer}")).ShouldBe(BadData);
    }

    [Theory]
    [MemberData(nameof(Damaged))]
    public async Task Damage_is_refused_and_leaves_what_was_there(string damage, string payload)
    {
        await Client.Pipeline("XADD k 1-1 f v", "XGROUP CREATE k g 0", "XREADGROUP GROUP g c STREAMS k >");
        var (digest, whole) = (await Client.Ask("DEBUG", "DIGEST"), await Full("k"));
        (await Client.Ask("RESTORE", "k", "0", payload, "REPLACE")).ShouldBe(BadData, damage);
        (await Client.Ask("RESTORE", "new", "0", payload)).ShouldBe(BadData, damage);
        (await Client.Ask("DEBUG", "DIGEST")).ShouldBe(digest, damage);
        (await Full("k")).ShouldBe(whole, damage);
        (await Client.Ask("DBSIZE")).ShouldBe(":1\r\n", damage);
    }

    /// <summary>Whatever bytes come: they are refused, or there is a stream that can be read to its end, goes on, and is dumped and restored as it is.</summary>
    [Fact]
    public async Task No_damage_does_harm()
    {
        var random = new Random(20260607);
        var taken = 0;
        for (var i = 0; i < 6000; i++)
        {
            var bytes = Encoding.Latin1.GetBytes(random.Next(2) == 0 ? Latin1(Golden) : $"{Sound}");
            for (var changes = random.Next(1, 4); changes > 0; changes--)
                bytes[random.Next(1, bytes.Length - 10)] = random.Next(3) == 0 ? (byte)random.Next(256) : bytes[random.Next(bytes.Length)];

            var payload = Payload.Sealed(Encoding.Latin1.GetString(bytes));
            var reply = await Client.Ask("RESTORE", "k", "0", payload, "REPLACE");
            reply.ShouldBeOneOf("+OK\r\n", BadData);
            if (reply == BadData)
                continue;

            taken++;
            var whole = await Full("k");
            whole.ShouldStartWith("length ", customMessage: Convert.ToHexString(bytes));
            await Copy("k", "copy");
            (await Full("copy")).ShouldBe(whole, Convert.ToHexString(bytes));
            await Client.Pipeline("XAUTOCLAIM k g c 0 -", "XREADGROUP GROUP g c STREAMS k >", "XTRIM k MAXLEN 1");
            (await Client.Ask("XLEN", "k")).ShouldBeOneOf(":0\r\n", ":1\r\n");
        }

        taken.ShouldBeInRange(100, 5900);
        (await Client.Ask("DEBUG", "DIGEST")).ShouldStartWith("+");
    }

    /// <summary>The replies are those of redis-server 7.0.15.</summary>
    [Theory]
    [InlineData("XREAD BLOCK 0 STREAMS k 0", "*1\r\n*2\r\n$1\r\nk\r\n*3\r\n")]
    [InlineData("XREADGROUP GROUP h c BLOCK 0 STREAMS k >", "*1\r\n*2\r\n$1\r\nk\r\n*3\r\n")]
    [InlineData("XREADGROUP GROUP x c BLOCK 0 STREAMS k >", "-NOGROUP the consumer group this client was blocked on no longer exists\r\n")]
    public async Task Who_waits_for_entries_gets_those_of_a_stream_that_is_restored(string command, string reply)
    {
        await Client.Pipeline("XGROUP CREATE k h $ MKSTREAM", "XGROUP CREATE k x $");
        var waiter = await Waiter.Begin(Node, command);
        var stream = Sound with { Groups = [Group("h", (0, 0), 0, [])] };
        (await Client.Ask("RESTORE", "k", "0", $"{stream}", "REPLACE")).ShouldBe("+OK\r\n");
        (await waiter.Reply).ShouldStartWith(reply);
    }

    /// <summary>Entries that have the one long name of their node: seventy kilobytes that would become as many megabytes.</summary>
    [Fact]
    public async Task A_stream_that_becomes_very_much_more_than_its_payload_is_refused()
    {
        (await Client.Ask("RESTORE", "some", "0", WithLongName(entries: 100))).ShouldBe("+OK\r\n");
        (await Client.Ask("RESTORE", "many", "0", WithLongName(entries: 1100))).ShouldBe(BadData);
        (await Client.Pipeline("XLEN some", "EXISTS many")).ShouldBe(":100\r\n:0\r\n");
    }

    private static string WithLongName(int entries)
    {
        using var writer = new RdbWriter();
        writer.Type(RdbType.StreamListpacks2);
        writer.Number(1);
        writer.StringRoom(RdbStreamId.Size).Clear();
        var node = new ListpackWriter(writer);
        Array.ForEach([entries, 0, 1], number => node.Integer(number));
        node.Text(Encoding.Latin1.GetBytes(new string('n', 65_000)));
        node.Integer(0);
        for (var i = 1; i <= entries; i++)
            Array.ForEach([2, i, 0, 7, 4], number => node.Integer(number));

        // Length, last id, first id, largest deleted id, entries added, groups.
        node.End();
        Array.ForEach([entries, entries, 0, 1, 0, 0, 0, entries, 0], number => writer.Number((ulong)number));
        return Encoding.Latin1.GetString(writer.Seal());
    }

    private static IEnumerable<(string, StreamPayload)> Damages()
    {
        yield return ("a stream of no known form", Sound with { Type = (RdbType)22 });
        yield return ("more nodes than there are", Sound with { Nodes = ["", .. Sound.Nodes] });
        yield return ("a key that is no id", Sound with { Nodes = [Payload.Text("x") + Payload.Text(Payload.Listpack(Elements))] });
        yield return ("a node twice", Sound with { Nodes = [Four, Four], Length = 6 });
        yield return ("a node without elements", Sound with { Nodes = [Four, NodeOf((2, 0))] });
        yield return ("a node that does not end", Sound with { Nodes = [Four[..^1] + "\0"] });
        yield return ("fewer live entries than it says", Other(0, "4"));
        yield return ("more deleted entries than it says", Other(1, "0"));
        yield return ("live entries below zero", Other(0, "#\xdf\xff"));
        yield return ("names below zero", Other(2, "#\xdf\xff"));
        yield return ("more names than there are elements", Other(2, "100"));
        yield return ("names that do not end", Other(4, "1"));
        yield return ("flags that are no number", Other(5, "x"));
        yield return ("an id below the one before", Other(12, "0"));
        yield return ("an entry that is longer than it says", Other(9, "5"));
        yield return ("an entry with fewer fields than elements", Other(23, "0"));
        yield return ("an entry with fields below zero", Other(23, "#\xdf\xff"));
        yield return ("an entry with two thousand million fields", Other(23, "#\xf3\xff\xff\xff\x7f"));
        yield return ("a node that ends in the midst of an entry", Sound with { Nodes = [NodeOf((1, 1), Elements[..^1])] });
        yield return ("another length", Sound with { Length = 4 });
        yield return ("a last id before the last entry", Sound with { LastId = (1, 3) });
        yield return ("another first id", Sound with { FirstId = (1, 2) });
        yield return ("bytes behind the value", Sound with { Behind = "\0" });
        yield return ("more groups than there are", Sound with { Groups = [.. Sound.Groups, ""] });
        yield return ("a group twice", Sound with { Groups = [Sound.Groups[1], Sound.Groups[1]] });
        yield return ("a consumer twice", WithGroup([], Consumer("c", 1), Consumer("c", 1)));
        yield return (
            "pending entries out of order",
            WithGroup([Pending((2, 0), 1, 1), Pending((1, 0), 1, 1)], Consumer("c", 1, (1, 0), (2, 0)))
        );
        yield return ("a pending entry twice", WithGroup([Pending((1, 0), 1, 1), Pending((1, 0), 1, 1)], Consumer("c", 1, (1, 0), (1, 0))));
        yield return ("a pending entry of no consumer", WithGroup([Pending((1, 0), 1, 1)], Consumer("c", 1)));
        yield return (
            "a pending entry of two consumers",
            WithGroup([Pending((1, 0), 1, 1)], Consumer("c", 1, (1, 0)), Consumer("d", 1, (1, 0)))
        );
        yield return ("a consumer's pending entry that the group has not", WithGroup([], Consumer("c", 1, (1, 0))));
        yield return ("more pending entries than there can be", Sound with { Groups = ["\x01g\x01\x01\x01\x81\0\0\0\0\x7f\xff\xff\xff"] });
        yield return ("more consumers than there can be", Sound with { Groups = ["\x01g\x01\x01\x01\0\x80\xff\xff\xff\xff"] });
    }

    private static StreamPayload Other(int at, string element) =>
        Sound with
        {
            Nodes = [NodeOf((1, 1), [.. Elements[..at], element, .. Elements[(at + 1)..]])],
        };

    private static StreamPayload WithGroup(string[] pending, params string[] consumers) =>
        Sound with
        {
            Groups = [Group("g", (1, 2), 2, pending, consumers)],
        };

    private protected override Task<TestNode> OpenNode() => TestNode.OpenAsync(config => config.EnableDebugCommand = DebugAccess.Yes);

    private async Task Copy(string key, string copy)
    {
        var dump = await Client.Ask("DUMP", key);
        (await Client.Ask("RESTORE", copy, "0", dump[(dump.IndexOf('\n') + 1)..^2], "REPLACE")).ShouldBe("+OK\r\n");
    }

    /// <summary>XINFO STREAM FULL in words, without what tells how they are nested.</summary>
    private async Task<string> Full(string key)
    {
        var reply = await Client.Ask("XINFO", "STREAM", key, "FULL", "COUNT", "0");
        var lines = reply.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        return string.Join(
            ' ',
            lines.Where(line => line is "$-1" or [not ('*' or '$'), ..]).Select(line => line == "$-1" ? "nil" : line.TrimStart(':'))
        );
    }

    private static string Latin1(string hex) => Encoding.Latin1.GetString(Convert.FromHexString(hex));
}
