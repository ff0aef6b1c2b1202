using Pika.Actors.Commands;
using Pika.Actors.Execution;
using Pika.Protocol;
using Pika.Storage.Keyspace;
using Pika.Storage.Store;
using Pika.Storage.Store.Memory;
using Pika.Tests.Actors.Support;
using ValueType = Pika.Storage.Keyspace.ValueType;

namespace Pika.Tests.Actors.Commands;

public sealed class StringCommandsTests : NodeTestBase
{
    [Fact]
    public async Task Get_answers_the_value_or_none()
    {
        (await Client.Pipeline("SET k v", "GET k", "GET x")).ShouldBe("+OK\r\n$1\r\nv\r\n$-1\r\n");
        (await Node.Connect(protocol: 3).Ask("GET", "x")).ShouldBe("_\r\n");
    }

    [Fact]
    public async Task GetDel_answers_and_removes()
    {
        (await Client.Pipeline("SET k v", "GETDEL k", "GETDEL k", "DBSIZE")).ShouldBe("+OK\r\n$1\r\nv\r\n$-1\r\n:0\r\n");
    }

    [Fact]
    public async Task GetSet_drops_the_expiry()
    {
        (await Client.Pipeline("SET k a EX 10", "GETSET k b")).ShouldBe("+OK\r\n$1\r\na\r\n");
        Node.Time.Advance(TimeSpan.FromSeconds(11));
        (await Client.Ask("GET", "k")).ShouldBe("$1\r\nb\r\n");
    }

    [Fact]
    public async Task GetEx_sets_keeps_and_takes_away_the_expiry()
    {
        await Client.Pipeline("SET a 1", "SET b 2 EX 10", "SET c 3 EX 10");
        (await Client.Pipeline("GETEX a PX 5000", "GETEX b PERSIST", "GETEX c")).ShouldBe("$1\r\n1\r\n$1\r\n2\r\n$1\r\n3\r\n");
        Node.Time.Advance(TimeSpan.FromSeconds(5));
        (await Client.Ask("MGET", "a", "b", "c")).ShouldBe("*3\r\n$-1\r\n$1\r\n2\r\n$1\r\n3\r\n");
        Node.Time.Advance(TimeSpan.FromSeconds(5));
        (await Client.Ask("MGET", "a", "b", "c")).ShouldBe("*3\r\n$-1\r\n$1\r\n2\r\n$-1\r\n");
    }

    [Fact]
    public async Task GetEx_with_a_time_in_the_past_answers_and_removes()
    {
        (await Client.Pipeline("SET k v", "GETEX k EXAT 1", "DBSIZE")).ShouldBe("+OK\r\n$1\r\nv\r\n:0\r\n");
    }

    [Theory]
    [InlineData("GETEX k EX", "-ERR syntax error\r\n")]
    [InlineData("GETEX k EX 1 PERSIST", "-ERR syntax error\r\n")]
    [InlineData("GETEX k KEEPTTL", "-ERR syntax error\r\n")]
    [InlineData("GETEX k EX x", "-ERR value is not an integer or out of range\r\n")]
    [InlineData("GETEX k EX 0", "-ERR invalid expire time in 'getex' command\r\n")]
    [InlineData("GETEX none EX 0", "$-1\r\n")]
    public async Task GetEx_refuses_what_makes_no_sense(string command, string reply)
    {
        await Client.Ask("SET", "k", "v");
        (await Client.Pipeline(command)).ShouldBe(reply);
    }

    [Fact]
    public async Task StrLen_counts_bytes()
    {
        await Client.Ask("SET", "big", new string('x', 100_000));
        (await Client.Pipeline("SET k abc", "STRLEN k", "STRLEN big", "STRLEN none")).ShouldBe("+OK\r\n:3\r\n:100000\r\n:0\r\n");
    }

    [Fact]
    public async Task A_value_of_many_chunks_comes_back_as_it_was()
    {
        var value = string.Concat(Enumerable.Range(0, 50_000).Select(i => (char)(i % 256)));
        (await Client.Ask("SET", "k", value)).ShouldBe("+OK\r\n");
        (await Client.Ask("GET", "k")).ShouldBe($"$50000\r\n{value}\r\n");
        (await Client.Ask("MGET", "k", "k")).ShouldBe($"*2\r\n$50000\r\n{value}\r\n$50000\r\n{value}\r\n");
        (await Client.Ask("GETRANGE", "k", "4090", "8200")).ShouldBe($"$4111\r\n{value[4090..8201]}\r\n");
    }

    [Fact]
    public async Task A_key_of_another_type_is_refused_by_all_but_those_that_replace_it()
    {
        const string WrongType = "-WRONGTYPE Operation against a key holding the wrong kind of value\r\n";
        await using var node = await TestNode.OpenAsync(store: WithHash("h"));
        var client = node.Connect();
        foreach (
            var command in new[]
            {
                "GET h",
                "GETDEL h",
                "GETSET h v",
                "GETEX h",
                "STRLEN h",
                "APPEND h v",
                "SETRANGE h 0 v",
                "GETRANGE h 0 1",
                "INCR h",
                "INCRBYFLOAT h 1",
                "SET h v GET",
                "SETBIT h 0 1",
                "GETBIT h 0",
                "BITCOUNT h",
                "BITPOS h 1",
                "BITOP NOT d h",
                "BITFIELD h GET u8 0",
                "BITFIELD_RO h GET u8 0",
            }
        )
            (await client.Pipeline(command)).ShouldBe(WrongType, command);

        (await client.Pipeline("MGET h", "LCS h h", "SETNX h v", "SET h v", "GET h")).ShouldBe(
            "*1\r\n$-1\r\n-ERR The specified keys must contain string values\r\n:0\r\n+OK\r\n$1\r\nv\r\n"
        );
    }

    [Fact]
    public async Task Commands_that_find_the_cache_cold_are_run_again_and_count_once()
    {
        var cold = new ColdStore(new MemoryStore(), seed: 7, misses: 0.5);
        await using var node = await TestNode.OpenAsync(store: cold);
        var client = node.Connect();
        for (var i = 1; i <= 100; i++)
        {
            (await client.Pipeline("INCR n", "APPEND s x", "GET n")).ShouldBe($":{i}\r\n:{i}\r\n${i.ToString().Length}\r\n{i}\r\n");
            (await client.Pipeline("GETSET g v", "GET none")).ShouldBe(i == 1 ? "$-1\r\n$-1\r\n" : "$1\r\nv\r\n$-1\r\n");
        }

        cold.Stopped.ShouldBeGreaterThan(100);
        (node.Node.Statistics.KeyspaceHits, node.Node.Statistics.KeyspaceMisses).ShouldBe((199, 101));
    }

    [Fact]
    public async Task A_turn_that_needs_a_disk_goes_on_where_it_stopped()
    {
        var cold = new ColdStore(new MemoryStore(), seed: 7, misses: 0.1);
        await using var node = await TestNode.OpenAsync(store: cold);
        var (reads, stopped) = (cold.Reads, cold.Stopped);

        (await node.Connect().Pipeline([.. Enumerable.Range(0, 50).Select(static i => $"INCR {i}")])).ShouldBe(
            string.Concat(Enumerable.Repeat(":1\r\n", 50))
        );

        cold.Stopped.ShouldBeGreaterThan(stopped);
        (cold.Reads - reads).ShouldBe(50 + cold.Stopped - stopped);
    }

    [Fact]
    public void Get_and_set_of_small_values_allocate_nothing()
    {
        const int Times = 200;
        var turn = Node.Node.NewTurn();
        using var view = new Pika.Storage.Keyspace.Keyspace(turn);
        using var reply = new RespWriter();
        var context = new CommandContext(Node.Node, view) { Turn = turn };
        var (setRow, getRow) = (CommandTable.Find("set"u8)!, CommandTable.Find("get"u8)!);
        var get = Request.Of("GET", "k");
        var set = Request.Of("SET", "k", "some value");

        long Run()
        {
            turn.Clear();
            reply.Clear();
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < Times; i++)
            {
                context.Begin(setRow, set, Client.Client, reply, now: 1);
                StringSetCommands.Set(context);
                context.Begin(getRow, get, Client.Client, reply, now: 1);
                StringCommands.Get(context);
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Run();
        Run().ShouldBe(0);
        reply.Length.ShouldBe(Times * "+OK\r\n$10\r\nsome value\r\n".Length);
    }

    private static MemoryStore WithHash(string key)
    {
        var store = new MemoryStore();
        var bytes = System.Text.Encoding.ASCII.GetBytes(key);
        var rowKey = new byte[RowKeys.MetaPrefix + bytes.Length];
        RowKeys.WriteMeta(rowKey, 0, bytes);
        var batch = new WriteBatch(0);
        KeyRow.WriteHeader(batch.Put(Family.Meta, rowKey, 2 + KeyRow.VersionedBody), ValueType.Hash, hasRows: true, expireAt: 0).Clear();
        store.Write(batch.Payload, noSlowdown: false);
        return store;
    }
}
