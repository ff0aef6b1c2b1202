using Pika.Storage.Store;
using Pika.Storage.Store.Memory;
using Pika.Tests.Actors.Support;
using Pika.Tests.Support;

namespace Pika.Tests.Actors.Blocking;

/// <summary>Who is served, with what, and in which order.</summary>
public sealed class TurnBlockingSpecs
{
    [Fact]
    public async Task Who_waits_longer_is_served_first()
    {
        await using var node = await TestNode.OpenAsync();
        var client = node.Connect();
        var first = await Waiter.Begin(node, "BLPOP k 0");
        var second = await Waiter.Begin(node, "BRPOP k 0");
        var third = await Waiter.Begin(node, "BLPOP k 0");

        await client.Ask("RPUSH", "k", "a", "b");

        (await first.Reply).ShouldEndWith("$1\r\na\r\n");
        (await second.Reply).ShouldEndWith("$1\r\nb\r\n");
        third.ShouldWait();
        (await client.Ask("EXISTS", "k")).ShouldBe(":0\r\n");
        node.Node.Blocked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_push_of_many_elements_serves_many()
    {
        await using var node = await TestNode.OpenAsync();
        var client = node.Connect();
        var waiters = new List<Waiter>();
        for (var i = 0; i < 20; i++)
            waiters.Add(await Waiter.Begin(node, "BLPOP k 0"));

        await client.Ask(["RPUSH", "k", .. Enumerable.Range(0, 20).Select(i => $"{i:D2}")]);

        for (var i = 0; i < 20; i++)
            (await waiters[i].Reply).ShouldBe($"*2\r\n$1\r\nk\r\n$2\r\n{i:D2}\r\n");
    }

    [Fact]
    public async Task The_next_command_of_a_pipeline_does_not_see_what_a_waiter_has_taken()
    {
        await using var node = await TestNode.OpenAsync();
        var client = node.Connect();
        var waiter = await Waiter.Begin(node, "BLPOP k 0");

        (await client.Pipeline("RPUSH k a", "RPUSH k b", "LLEN k", "LPOP k")).ShouldBe(":1\r\n:1\r\n:1\r\n$1\r\nb\r\n");

        (await waiter.Reply).ShouldEndWith("$1\r\na\r\n");
    }

    [Fact]
    public async Task A_transaction_serves_when_it_is_over()
    {
        await using var node = await TestNode.OpenAsync();
        var client = node.Connect();
        var gone = await Waiter.Begin(node, "BLPOP gone 0");
        var waiter = await Waiter.Begin(node, "BLPOP k 0");

        (await client.Pipeline("MULTI", "RPUSH k a", "RPUSH gone a", "LLEN k", "LPUSH k b", "DEL gone", "EXEC")).ShouldEndWith(
            "*5\r\n:1\r\n:1\r\n:1\r\n:2\r\n:1\r\n"
        );

        (await waiter.Reply).ShouldEndWith("$1\r\nb\r\n");
        gone.ShouldWait();
    }

    [Fact]
    public async Task Of_several_keys_the_one_touched_first_counts()
    {
        await using var node = await TestNode.OpenAsync();
        var client = node.Connect();
        var waiter = await Waiter.Begin(node, "BLPOP k1 k2 0");

        await client.Pipeline("MULTI", "RPUSH k2 b", "RPUSH k1 a", "EXEC");

        (await waiter.Reply).ShouldBe("*2\r\n$2\r\nk2\r\n$1\r\nb\r\n");
        (await client.Ask("LLEN", "k1")).ShouldBe(":1\r\n");
    }

    [Fact]
    public async Task Another_type_at_the_key_is_ignored()
    {
        await using var node = await TestNode.OpenAsync();
        var client = node.Connect();
        var waiter = await Waiter.Begin(node, "BLPOP k 0");

        await client.Pipeline("SET k 1", "APPEND k 2", "DEL k", "SETBIT k 7 1");
        waiter.ShouldWait();
        await client.Pipeline("DEL k", "RPUSH k x");

        (await waiter.Reply).ShouldEndWith("$1\r\nx\r\n");
    }

    [Theory]
    [InlineData("RENAME l k")]
    [InlineData("RENAMENX l k")]
    [InlineData("COPY l k")]
    public async Task A_list_that_comes_in_another_way_wakes_as_well(string command)
    {
        await using var node = await TestNode.OpenAsync();
        var client = node.Connect();
        await client.Ask("RPUSH", "l", "x");
        var waiter = await Waiter.Begin(node, "BLPOP k 0");

        await client.Ask(command.Split(' '));

        (await waiter.Reply).ShouldBe("*2\r\n$1\r\nk\r\n$1\r\nx\r\n");
    }

    [Theory]
    [InlineData("MOVE k 0")]
    [InlineData("COPY k k DB 0")]
    [InlineData("SWAPDB 0 1")]
    [InlineData("SWAPDB 1 0")]
    public async Task A_list_that_comes_from_another_database_wakes_as_well(string command)
    {
        await using var node = await TestNode.OpenAsync();
        var client = node.Connect();
        await client.Pipeline("SELECT 1", "RPUSH k x");
        var waiter = await Waiter.Begin(node, "BLPOP k 0");

        await client.Ask(command.Split(' '));

        (await waiter.Reply).ShouldBe("*2\r\n$1\r\nk\r\n$1\r\nx\r\n");
    }

    [Fact]
    public async Task Waiting_in_one_database_does_not_hear_of_another()
    {
        await using var node = await TestNode.OpenAsync();
        var client = node.Connect();
        var waiter = await Waiter.Begin(node, "BLPOP k 0");

        await client.Pipeline("SELECT 1", "RPUSH k x", "FLUSHALL");

        waiter.ShouldWait();
    }

    [Fact]
    public async Task Serving_breaks_a_watch()
    {
        await using var node = await TestNode.OpenAsync();
        var client = node.Connect();
        var watcher = node.Connect();
        _ = await Waiter.Begin(node, "BLMOVE k l LEFT LEFT 0");
        await watcher.Pipeline("WATCH l", "MULTI", "PING");

        await client.Ask("RPUSH", "k", "x");

        (await watcher.Ask("EXEC")).ShouldBe("*-1\r\n");
    }

    [Fact]
    public async Task Commands_behind_wait_and_answers_before_do_not()
    {
        await using var node = await TestNode.OpenAsync();
        var client = node.Connect();
        var other = node.Connect();
        var replies = other.Pipeline("SET a 1", "BLPOP k 0", "GET k", "APPEND a 2", "BLPOP k 0", "PING");
        await Eventually.True(() => node.Node.Blocked.Count == 1);
        (await client.Ask("GET", "a")).ShouldBe("$1\r\n1\r\n");

        await client.Ask("RPUSH", "k", "x");
        await Eventually.True(() => node.Node.Blocked.Count == 1);
        (await client.Ask("GET", "a")).ShouldBe("$2\r\n12\r\n");
        await client.Ask("RPUSH", "k", "y");

        (await replies).ShouldBe("+OK\r\n*2\r\n$1\r\nk\r\n$1\r\nx\r\n$-1\r\n:2\r\n*2\r\n$1\r\nk\r\n$1\r\ny\r\n+PONG\r\n");
    }

    [Theory]
    [InlineData("CLIENT REPLY SKIP", "+PONG\r\n")]
    [InlineData("CLIENT REPLY OFF", "")]
    public async Task A_client_that_wants_no_replies_gets_none(string mode, string reply)
    {
        await using var node = await TestNode.OpenAsync();
        var client = node.Connect();
        var other = node.Connect();
        var replies = other.Pipeline(mode, "BLPOP k 0", "PING");
        await Eventually.True(() => node.Node.Blocked.Count == 1);

        await client.Ask("RPUSH", "k", "x");

        (await replies).ShouldBe(reply);
        (await client.Ask("EXISTS", "k")).ShouldBe(":0\r\n");
    }

    [Fact]
    public async Task A_client_that_blocks_counts_once()
    {
        await using var node = await TestNode.OpenAsync();
        var client = node.Connect();
        await client.Ask("CONFIG", "RESETSTAT");
        var waiter = await Waiter.Begin(node, "BLPOP k 0");
        (await client.Ask("INFO", "commandstats")).ShouldContain("cmdstat_blpop:calls=1,");

        await client.Ask("RPUSH", "k", "x");
        await waiter.Reply;

        (await client.Ask("INFO", "commandstats")).ShouldContain("cmdstat_blpop:calls=1,");
    }

    [Fact]
    public async Task A_turn_that_runs_again_on_the_storage_pool_serves_once()
    {
        var cold = new ColdStore(new MemoryStore(), seed: 11, misses: 0.3);
        await using var node = await TestNode.OpenAsync(store: cold);
        var client = node.Connect();
        for (var i = 0; i < 100; i++)
        {
            var first = await Waiter.Begin(node, "BLPOP k l 0");
            var second = await Waiter.Begin(node, "BLMOVE k m LEFT RIGHT 0");
            await client.Pipeline("RPUSH k a", "RPUSH k b c");
            (await first.Reply).ShouldBe("*2\r\n$1\r\nk\r\n$1\r\na\r\n");
            (await second.Reply).ShouldBe("$1\r\nb\r\n");
            (await client.Pipeline("LPOP k", "LPOP m", "LLEN k", "LLEN m")).ShouldBe("$1\r\nc\r\n$1\r\nb\r\n:0\r\n:0\r\n");
        }

        cold.Stopped.ShouldBeGreaterThan(100);
        node.Node.Blocked.Any.ShouldBeFalse();
    }

    [Fact]
    public async Task While_the_log_takes_nothing_nobody_is_served_and_nobody_is_lost()
    {
        var files = new SimulatedFileSystem(seed: 5);
        await using var node = await TestNode.OpenAsync(files: files);
        var client = node.Connect();
        await client.Ask("SET", "a", "1");
        var waiter = await Waiter.Begin(node, "BLPOP k 0");
        var second = await Waiter.Begin(node, "BLPOP k 0");

        files.Capacity = node.Node.Binlog.Position.Offset + 10;
        (await client.Ask("RPUSH", "k", "x")).ShouldStartWith("-MISCONF");
        waiter.ShouldWait();
        files.Capacity = long.MaxValue;
        await client.Ask("RPUSH", "k", "y", "z");

        (await waiter.Reply).ShouldEndWith("$1\r\ny\r\n");
        (await second.Reply).ShouldEndWith("$1\r\nz\r\n");
    }

    [Fact]
    public async Task What_the_store_takes_late_is_answered_late()
    {
        var store = new FailingStore(new MemoryStore());
        await using var node = await TestNode.OpenAsync(store: store);
        var client = node.Connect();
        var waiter = await Waiter.Begin(node, "BLPOP k 0");

        store.WriteFailure = new StoreException(StoreError.NoSpace, "IO error: No space left on device");
        (await client.Ask("RPUSH", "k", "x")).ShouldContain("takes effect when the store works again");
        waiter.ShouldWait();
        store.WriteFailure = null;

        (await waiter.Reply.WaitAsync(TimeSpan.FromSeconds(30))).ShouldEndWith("$1\r\nx\r\n");
    }

    [Fact]
    public async Task A_client_of_RESP3_hears_messages_while_it_waits()
    {
        await using var node = await TestNode.OpenAsync();
        var client = node.Connect();
        var other = node.Connect(protocol: 3);
        await other.Ask("SUBSCRIBE", "news");
        var reply = other.Ask("BLPOP", "k", "0");
        await Eventually.True(() => node.Node.Blocked.Count == 1);

        await client.Ask("PUBLISH", "news", "hello");
        await Eventually.True(() => other.Client.Pushes.Length == 0);
        await client.Ask("RPUSH", "k", "x");

        (await reply).ShouldBe(">3\r\n$7\r\nmessage\r\n$4\r\nnews\r\n$5\r\nhello\r\n*2\r\n$1\r\nk\r\n$1\r\nx\r\n");
    }
}
