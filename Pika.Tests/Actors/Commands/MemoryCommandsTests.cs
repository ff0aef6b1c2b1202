using Pika.Storage.Store;
using Pika.Storage.Store.Memory;
using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Commands;

public sealed class MemoryCommandsTests : IAsyncLifetime
{
    /// <summary>What MEMORY USAGE counts for a row beside its key and value.</summary>
    private const int RowCost = 11;

    private readonly MemoryStore _store = new();
    private TestNode _node = null!;
    private TestClient _client = null!;

    public async Task InitializeAsync()
    {
        _node = await TestNode.OpenAsync(store: _store);
        _client = _node.Connect();
    }

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Theory]
    [InlineData(10)]
    [InlineData(300_000)]
    public async Task Usage_is_a_little_more_than_key_and_value(int length)
    {
        await _client.Ask("SET", "key", new string('x', length));

        (await Usage("key", "SAMPLES", "5")).ShouldBeInRange(length + 3, length + 100 + (length / 100));
    }

    [Theory]
    [InlineData("SET s {0}x", 1)]
    [InlineData("SET s {0}x EX 1000", 1)]
    [InlineData("APPEND s some-more-of-the-same-{0}", 3000)]
    [InlineData("HSET h field:{0} a-value-that-grows-a-little:{0}", 3000)]
    [InlineData("SADD s member:{0}", 3000)]
    [InlineData("RPUSH l element:{0}", 3000)]
    [InlineData("ZADD z {0} member:{0}", 3000)]
    [InlineData("XADD x 1-{0} field value:{0}", 3000)]
    public async Task Usage_with_all_samples_is_that_of_all_rows_and_by_default_close_to_it(string command, int times)
    {
        for (var i = 1; i <= times; i++)
            await _client.Ask(string.Format(command, i).Split(' '));

        var key = command.Split(' ')[1];
        var all = BytesOfRows();
        (await Usage(key, "SAMPLES", "0")).ShouldBeInRange(all - (all / 200), all + (all / 200));
        (await Usage(key, "SAMPLES", "1000000")).ShouldBe(await Usage(key, "SAMPLES", "0"));
        (await Usage(key)).ShouldBeInRange(all * 3 / 4, all * 5 / 4);
    }

    [Fact]
    public async Task Usage_of_a_hash_with_some_big_fields_is_found_by_many_samples()
    {
        for (var i = 0; i < 5000; i++)
            await _client.Ask("HSET", "h", $"f{i}", i % 10 == 0 ? new string('x', 2000) : "y");

        var all = BytesOfRows();
        (await Usage("h", "SAMPLES", "1000")).ShouldBeInRange(all * 3 / 4, all * 5 / 4);
    }

    [Fact]
    public async Task Usage_of_a_list_counts_both_of_its_ends()
    {
        for (var i = 0; i < 2000; i++)
            await _client.Ask("RPUSH", "l", i < 1000 ? "y" : new string('x', 1000));

        var all = BytesOfRows();
        (await Usage("l", "SAMPLES", "20")).ShouldBeInRange(all * 3 / 4, all * 5 / 4);
    }

    [Fact]
    public async Task Holes_in_a_string_take_nothing()
    {
        await _client.Ask("SETRANGE", "s", "10000000", "end");

        (await Usage("s", "SAMPLES", "0")).ShouldBeLessThan(10_000);
        (await Usage("s")).ShouldBeLessThan(10_000);
    }

    [Fact]
    public async Task Usage_of_a_stream_counts_groups_consumers_and_pending_entries()
    {
        for (var i = 1; i <= 1000; i++)
            await _client.Ask("XADD", "x", $"{i}-0", "f", "v");
        for (var group = 0; group < 3; group++)
        {
            await _client.Ask("XGROUP", "CREATE", "x", $"group{group}", "0");
            for (var consumer = 0; consumer < 10; consumer++)
                await _client.Ask("XREADGROUP", "GROUP", $"group{group}", $"consumer{consumer}", "COUNT", "50", "STREAMS", "x", ">");
        }

        var all = BytesOfRows();
        (await Usage("x", "SAMPLES", "0")).ShouldBe(all);
        (await Usage("x")).ShouldBeInRange(all * 3 / 4, all * 5 / 4);
    }

    [Theory]
    [InlineData("k SAMPLES", "-ERR syntax error\r\n")]
    [InlineData("k SAMPLES -1", "-ERR syntax error\r\n")]
    [InlineData("k SAMPLES x", "-ERR value is not an integer or out of range\r\n")]
    [InlineData("nothing SAMPLES x", "-ERR value is not an integer or out of range\r\n")]
    [InlineData("k SAMPLES 1 SAMPLES", "-ERR syntax error\r\n")]
    [InlineData("k SOMETHING 1", "-ERR syntax error\r\n")]
    [InlineData("nothing SAMPLES 1 SAMPLES 0", "$-1\r\n")]
    public async Task Arguments_of_usage_are_read_as_by_Redis(string arguments, string reply)
    {
        await _client.Ask("SET", "k", "v");

        (await _client.Ask(["MEMORY", "USAGE", .. arguments.Split(' ')])).ShouldBe(reply);
    }

    [Fact]
    public async Task Usage_of_nothing_is_null() => (await _client.Ask("MEMORY", "USAGE", "nothing")).ShouldBe("$-1\r\n");

    [Fact]
    public async Task Stats_count_all_keys()
    {
        await _client.Pipeline("SET a 1", "SELECT 1", "SET b 1");

        (await _client.Ask("MEMORY", "STATS")).ShouldContain("$10\r\nkeys.count\r\n:2\r\n");
    }

    [Fact]
    public async Task Purge_gives_memory_back() => (await _client.Ask("MEMORY", "PURGE")).ShouldBe("+OK\r\n");

    private async Task<long> Usage(params string[] arguments) => long.Parse((await _client.Ask(["MEMORY", "USAGE", .. arguments]))[1..^2]);

    private long BytesOfRows()
    {
        long bytes = 0;
        foreach (var family in (Family[])[Family.Meta, Family.Data, Family.Score, Family.Expire])
        {
            using var rows = _store.Iterate(family, default, default, ReadTier.All, null);
            for (rows.SeekToFirst(); rows.Valid; rows.Next())
                bytes += rows.Key.Length + rows.Value.Length + RowCost;
        }

        return bytes;
    }
}
