using Pika.Storage.Store;
using Pika.Storage.Store.Memory;
using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Commands;

public sealed class DatabaseCommandsTests : IAsyncLifetime
{
    private TestNode _node = null!;
    private TestClient _zero = null!;
    private TestClient _one = null!;

    public Task InitializeAsync() => OpenAsync(new MemoryStore());

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public async Task FlushDb_empties_one_database_and_FlushAll_all()
    {
        await _zero.Pipeline("SET a 1", "SET b 1 PX 5000");
        await _one.Pipeline("SET a 1", "SET c 1");
        (await _zero.Pipeline("FLUSHDB", "DBSIZE", "EXISTS a", "SET d 1", "DBSIZE")).ShouldBe("+OK\r\n:0\r\n:0\r\n+OK\r\n:1\r\n");
        (await _one.Pipeline("DBSIZE", "FLUSHALL ASYNC", "DBSIZE", "FLUSHDB sync")).ShouldBe(":2\r\n+OK\r\n:0\r\n+OK\r\n");
        (await _zero.Pipeline("DBSIZE", "KEYS *")).ShouldBe(":0\r\n*0\r\n");
        (await _zero.Pipeline("FLUSHALL now", "FLUSHDB ASYNC SYNC")).ShouldBe("-ERR syntax error\r\n-ERR syntax error\r\n");
    }

    [Fact]
    public async Task SwapDb_exchanges_what_the_clients_of_both_see()
    {
        await _zero.Pipeline("SET a zero", "SET b zero");
        await _one.Pipeline("SET a one");
        (await _zero.Pipeline("SWAPDB 0 1", "GET a", "DBSIZE")).ShouldBe("+OK\r\n$3\r\none\r\n:1\r\n");
        (await _one.Pipeline("GET a", "DBSIZE", "SET c 1")).ShouldBe("$4\r\nzero\r\n:2\r\n+OK\r\n");
        (await _zero.Pipeline("SWAPDB 1 0", "DBSIZE", "SWAPDB 0 0")).ShouldBe("+OK\r\n:3\r\n+OK\r\n");
    }

    [Theory]
    [InlineData("SWAPDB x 99", "-ERR invalid first DB index\r\n")]
    [InlineData("SWAPDB 99 x", "-ERR invalid second DB index\r\n")]
    [InlineData("SWAPDB 99 9999999999", "-ERR invalid second DB index\r\n")]
    [InlineData("SWAPDB 0 16", "-ERR DB index is out of range\r\n")]
    [InlineData("SWAPDB -1 0", "-ERR DB index is out of range\r\n")]
    public async Task Indexes_are_checked_as_Redis_does(string command, string expected)
    {
        (await _zero.Pipeline(command)).ShouldBe(expected);
    }

    [Fact]
    public async Task A_flush_or_a_swap_is_a_change_of_the_watched_keys_that_are_there()
    {
        await _zero.Ask("SET", "a", "1");
        (await Watched("a", "FLUSHALL")).ShouldBe("*-1\r\n");
        (await Watched("a", "FLUSHALL")).ShouldBe("*1\r\n+PONG\r\n");
        (await Watched("a", "SWAPDB 0 1")).ShouldBe("*1\r\n+PONG\r\n");
        await _one.Ask("SET", "a", "1");
        (await Watched("b", "SWAPDB 0 1")).ShouldBe("*1\r\n+PONG\r\n");
        (await Watched("a", "SWAPDB 0 1")).ShouldBe("*-1\r\n");
    }

    [Fact]
    public async Task A_transaction_flushes_and_swaps_at_once()
    {
        await _zero.Pipeline("SET a 1", "SET b 1");
        await _zero.Pipeline("MULTI", "FLUSHDB", "DBSIZE", "SET c 1", "SWAPDB 0 1", "DBSIZE", "SET d 1", "DBSIZE");
        (await _zero.Ask("EXEC")).ShouldBe("*7\r\n+OK\r\n:0\r\n+OK\r\n+OK\r\n:0\r\n+OK\r\n:1\r\n");
        (await _one.Pipeline("DBSIZE", "EXISTS c")).ShouldBe(":1\r\n:1\r\n");
        (await _zero.Pipeline("DBSIZE", "EXISTS d")).ShouldBe(":1\r\n:1\r\n");
    }

    [Fact]
    public async Task Flushes_and_swaps_with_a_cold_cache_have_the_same_outcome()
    {
        await _node.DisposeAsync();
        var cold = new ColdStore(new MemoryStore(), seed: 5, misses: 0.5);
        await OpenAsync(cold);
        for (var i = 0; i < 20; i++)
        {
            await _zero.Pipeline("SET a 1", "SET b 1");
            (await Watched("a", "FLUSHALL", "WATCH b", "WATCH c")).ShouldBe("*-1\r\n");
        }

        cold.Stopped.ShouldBeGreaterThan(0);
    }

    private async Task OpenAsync(IStore store)
    {
        _node = await TestNode.OpenAsync(store: store);
        _zero = _node.Connect();
        _one = _node.Connect();
        await _one.Ask("SELECT", "1");
    }

    // What EXEC answers to a client that watches a key while another one changes something.
    private async Task<string> Watched(string key, string change, params string[] more)
    {
        await _zero.Pipeline([$"WATCH {key}", .. more]);
        await _one.Pipeline(change);
        return (await _zero.Pipeline("MULTI", "PING", "EXEC"))["+OK\r\n+QUEUED\r\n".Length..];
    }
}
