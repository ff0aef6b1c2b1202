using System.Text;
using Pika.Storage.Keyspace;
using Pika.Storage.Store;
using Pika.Storage.Store.Memory;
using Pika.Tests.Actors.Support;
using Pika.Tests.Protocol.Support;
using Pika.Tests.Storage.Binlog;

namespace Pika.Tests.Actors.Commands;

public sealed class KeyScanCommandsTests : IAsyncLifetime
{
    private readonly MemoryStore _store = new();
    private readonly MemoryFileSystem _disk = new();
    private TestNode _node = null!;
    private TestClient _client = null!;

    public Task InitializeAsync() => OpenAsync(_store);

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Theory]
    [InlineData("")]
    [InlineData("{one slot}")]
    public async Task A_scan_of_a_database_at_rest_finds_every_key_once(string tag)
    {
        var keys = await Fill(500, tag);
        var (found, calls) = await ScanAll("COUNT", "7");
        found.Order().ShouldBe(keys.Order());
        calls.ShouldBe(1 + (500 / 7));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{one slot}")]
    public async Task Keys_that_stay_are_found_while_others_come_and_go(string tag)
    {
        var stay = await Fill(300, tag + "stay:");
        var random = new Random(17);
        var found = new HashSet<string>();
        var cursor = "0";
        do
        {
            // What goes is often the very key at which the scan is to go on.
            for (var i = 0; i < 20; i++)
                await _client.Ask(random.Next(3) == 0 ? "DEL" : "APPEND", $"{tag}{random.Next(400)}", "x");

            (cursor, var keys) = await Scan(cursor, "COUNT", "3");
            found.UnionWith(keys);
        } while (cursor != "0");

        found.IsSupersetOf(stay).ShouldBeTrue();
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("{one slot}", false)]
    [InlineData("{one slot}", true)]
    public async Task A_scan_goes_on_after_a_restart(string tag, bool nextKeyGoes)
    {
        var keys = await Fill(200, tag);
        var found = new List<string>();
        var cursor = "0";
        for (var i = 0; i < 5; i++)
        {
            (cursor, var some) = await Scan(cursor, "COUNT", "20");
            found.AddRange(some);
        }

        if (nextKeyGoes)
        {
            var next = keys.Single(key => ScanCursor.Of(Encoding.Latin1.GetBytes(key)).ToString() == cursor);
            await _client.Ask("DEL", next);
            keys.Remove(next);
        }

        await _node.DisposeAsync();
        await OpenAsync(_store.Crash());
        while (cursor != "0")
        {
            (cursor, var some) = await Scan(cursor, "COUNT", "20");
            found.AddRange(some);
        }

        found.Distinct().Order().ShouldBe(keys.Order());
        found.Count.ShouldBe(nextKeyGoes ? found.Count : 200);
    }

    [Fact]
    public async Task Patterns_and_types_leave_keys_out_of_the_reply_but_not_of_the_count()
    {
        await Fill(100, "");
        (await ScanAll("MATCH", "1?")).Found.Order().ShouldBe(Enumerable.Range(10, 10).Select(i => $"{i}"));
        (await ScanAll("TYPE", "STRING", "MATCH", "*9")).Found.Count.ShouldBe(10);
        var (none, calls) = await ScanAll("TYPE", "list", "COUNT", "10");
        (none.Count, calls).ShouldBe((0, 10));
    }

    [Fact]
    public async Task A_scan_answers_with_integers_that_a_double_holds()
    {
        await Fill(1000, "");
        var cursor = "0";
        do
        {
            (cursor, _) = await Scan(cursor, "COUNT", "1");
            long.Parse(cursor).ShouldBeLessThan(1L << 53);
        } while (cursor != "0");
    }

    [Fact]
    public async Task Expired_keys_are_not_found_and_are_removed_by_a_scan()
    {
        _node.Node.ActiveExpire = false;
        await _client.Pipeline("SET a 1 PX 10", "SET b 1", "SET c 1 PX 10");
        _node.Time.Advance(TimeSpan.FromMilliseconds(10));
        (await _client.Pipeline("KEYS *", "DBSIZE")).ShouldBe("*1\r\n$1\r\nb\r\n:3\r\n");
        (await _client.Pipeline("SCAN 0", "DBSIZE")).ShouldBe("*2\r\n$1\r\n0\r\n*1\r\n$1\r\nb\r\n:1\r\n");
    }

    [Fact]
    public async Task A_transaction_scans_what_it_has_written()
    {
        await _client.Pipeline("SET a 1", "SET b 1", "MULTI", "DEL a", "SET c 1", "KEYS *", "SCAN 0 COUNT 5000", "RANDOMKEY", "DEL b");
        var replies = RespTree.Parse(await _client.Ask("EXEC"));
        replies[2].Items.Select(key => key.Text).Order().ShouldBe(["b", "c"]);
        replies[3][1].Items.Select(key => key.Text).Order().ShouldBe(["b", "c"]);
        replies[4].Text.ShouldBeOneOf("b", "c");
    }

    [Fact]
    public async Task Keys_answers_those_that_match()
    {
        await Fill(30, "k");
        RespTree.Parse(await _client.Ask("KEYS", "k[12]?")).Items.Count.ShouldBe(20);
        RespTree.Parse(await _client.Ask("KEYS", "*")).Items.Count.ShouldBe(30);
        (await _client.Ask("KEYS", "x*")).ShouldBe("*0\r\n");
    }

    [Fact]
    public async Task Randomkey_gives_each_of_few_keys_as_often()
    {
        (await _client.Ask("RANDOMKEY")).ShouldBe("$-1\r\n");
        var keys = await Fill(10, "");
        var counts = keys.ToDictionary(key => key, _ => 0);
        for (var i = 0; i < 2000; i++)
            counts[RespTree.Parse(await _client.Ask("RANDOMKEY")).Text!]++;

        // 200 expected of each; 100 is 7 standard deviations away.
        counts.Values.ShouldAllBe(count => count > 100 && count < 300);
    }

    [Fact]
    public async Task Randomkey_skips_expired_keys_and_removes_them()
    {
        _node.Node.ActiveExpire = false;
        for (var i = 0; i < 50; i++)
            await _client.Ask("SET", $"{i}", "v", "PX", "10");

        await _client.Ask("SET", "live", "v");
        _node.Time.Advance(TimeSpan.FromMilliseconds(10));
        for (var i = 0; i < 20; i++)
            (await _client.Ask("RANDOMKEY")).ShouldBe("$4\r\nlive\r\n");

        await _client.Ask("DEL", "live");
        (await _client.Ask("RANDOMKEY")).ShouldBe("$-1\r\n");
    }

    [Fact]
    public async Task Big_scans_and_cold_caches_go_to_the_pool_with_the_same_outcome()
    {
        await _node.DisposeAsync();
        var cold = new ColdStore(_store.Crash(), seed: 3, misses: 0.3);
        await OpenAsync(cold);
        var keys = await Fill(3000, "{t}");
        (await ScanAll("COUNT", "100000")).Found.Order().ShouldBe(keys.Order());
        (await ScanAll("COUNT", "900")).Found.Order().ShouldBe(keys.Order());
        cold.Stopped.ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("SCAN x", "-ERR invalid cursor\r\n")]
    [InlineData("SCAN 18446744073709551616", "-ERR invalid cursor\r\n")]
    [InlineData("SCAN 0 COUNT 0", "-ERR syntax error\r\n")]
    [InlineData("SCAN 0 COUNT x", "-ERR value is not an integer or out of range\r\n")]
    [InlineData("SCAN 0 COUNT", "-ERR syntax error\r\n")]
    [InlineData("SCAN 0 FOO 1", "-ERR syntax error\r\n")]
    [InlineData("SCAN -1", "*2\r\n$1\r\n0\r\n*0\r\n")]
    public async Task Arguments_are_read_as_Redis_does(string command, string expected)
    {
        (await _client.Pipeline(command)).ShouldBe(expected);
    }

    private async Task OpenAsync(IStore store)
    {
        _node = await TestNode.OpenAsync(store: store, files: _disk);
        _client = _node.Connect();
    }

    private async Task<List<string>> Fill(int count, string prefix)
    {
        List<string> keys = [.. Enumerable.Range(0, count).Select(i => $"{prefix}{i}")];
        foreach (var some in keys.Chunk(100))
            await _client.Ask(["MSET", .. some.SelectMany(key => new[] { key, "v" })]);

        return keys;
    }

    private async Task<(List<string> Found, int Calls)> ScanAll(params string[] options)
    {
        var found = new List<string>();
        var (cursor, calls) = ("0", 0);
        do
        {
            (cursor, var keys) = await Scan(cursor, options);
            found.AddRange(keys);
            calls++;
        } while (cursor != "0");

        return (found, calls);
    }

    private async Task<(string Cursor, IEnumerable<string> Keys)> Scan(string cursor, params string[] options)
    {
        var reply = RespTree.Parse(await _client.Ask(["SCAN", cursor, .. options]));
        return (reply[0].Text!, reply[1].Items.Select(key => key.Text!));
    }
}
