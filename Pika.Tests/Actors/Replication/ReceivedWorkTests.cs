using Pika.Actors.Configuration;
using Pika.Actors.Log;
using Pika.Storage.Binlog;
using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Replication;

/// <summary>A master's log applied by a node that follows it: the same keyspace, counters and databases at every step.</summary>
public sealed class ReceivedWorkTests : IAsyncDisposable
{
    private readonly List<TestNode> _nodes = [];

    [Fact]
    public async Task Records_of_all_kinds_make_the_same_keyspace()
    {
        var (master, replica) = await OpenBoth();
        var client = master.Connect();
        await client.Pipeline(
            "SET a 1",
            "INCR a",
            "HSET h f 1 g 2",
            "RPUSH l a b c",
            "ZADD z 1 a 2 b",
            "SADD s x y",
            "XADD x 1-1 f v",
            "SET t 1 PX 500000"
        );
        await CatchUp(master, replica);
        await ShouldBeEqual(master, replica);

        await client.Pipeline(
            "DEL h",
            "FLUSHDB",
            "SET after 1",
            "SELECT 3",
            "SET other 1",
            "SWAPDB 0 3",
            "MOVE other 1",
            "SELECT 1",
            "GET other"
        );
        await CatchUp(master, replica);
        await ShouldBeEqual(master, replica);

        await client.Pipeline("FLUSHALL", "SET last 1");
        await CatchUp(master, replica);
        await ShouldBeEqual(master, replica);
    }

    [Fact]
    public async Task A_replica_takes_no_turns_and_a_master_no_records()
    {
        var (master, replica) = await OpenBoth();
        (await replica.Connect().Ask("SET", "a", "1")).ShouldStartWith("-READONLY");

        await master.Connect().Ask("SET", "a", "1");
        var (through, error) = await Apply(master, RecordsBehind(master, LogIndex.None));
        (through, error).ShouldBe((master.Node.Binlog.Position.Last.Index, "ERR the node is not a replica any more"));
    }

    [Fact]
    public async Task A_promoted_replica_goes_on_above_all_ids_of_its_master()
    {
        var (master, replica) = await OpenBoth();
        await master.Connect().Pipeline("HSET h f 1", "DEL h", "HSET h g 2");
        await CatchUp(master, replica);
        replica.Node.LastVersion.ShouldBe(master.Node.LastVersion);

        (await replica.Connect().Ask("REPLICAOF", "NO", "ONE")).ShouldBe("+OK\r\n");
        (await replica.Connect().Ask("HSET", "i", "f", "1")).ShouldBe(":1\r\n");
        replica.Node.LastVersion.ShouldBeGreaterThan(master.Node.LastVersion);
        replica.Node.History.Current!.Epoch.ShouldBe(master.Node.History.Current!.Epoch + 1);
        replica.Node.History.Previous.ShouldBe(master.Node.History.Current);
    }

    [Fact]
    public async Task Clients_of_a_replica_hear_of_what_its_master_changes()
    {
        var (master, replica) = await OpenBoth();
        var client = master.Connect();
        await client.Pipeline("SET a 1", "SET b 1", "SET c 1");
        await CatchUp(master, replica);
        var (first, second, caching) = (replica.Connect(), replica.Connect(), replica.Connect(protocol: 3));
        await first.Pipeline("WATCH a", "MULTI", "GET a");
        await caching.Pipeline("CLIENT TRACKING ON", "GET a");

        await client.Ask("SET", "a", "2");
        await CatchUp(master, replica);
        (await first.Ask("EXEC")).ShouldBe("*-1\r\n");
        (await caching.Pushed()).ShouldBe(">2\r\n$10\r\ninvalidate\r\n*1\r\n$1\r\na\r\n");

        await second.Pipeline("WATCH b", "MULTI", "GET b");
        await caching.Ask("GET", "c");
        await client.Ask("FLUSHALL");
        await CatchUp(master, replica);
        (await second.Ask("EXEC")).ShouldBe("*-1\r\n");
        (await caching.Pushed()).ShouldBe(">2\r\n$10\r\ninvalidate\r\n_\r\n");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.DisposeAsync();
    }

    private async Task<(TestNode Master, TestNode Replica)> OpenBoth()
    {
        var master = await TestNode.OpenAsync(config => (config.Shards, config.EnableDebugCommand) = (2, DebugAccess.Yes));

        // The replica's master is nowhere: its records come from the test.
        var replica = await TestNode.OpenAsync(config =>
            (config.Shards, config.ReplicaOf, config.EnableDebugCommand) = (3, new MasterAddress("nowhere", 1), DebugAccess.Yes)
        );
        _nodes.AddRange([master, replica]);
        return (master, replica);
    }

    private static async Task CatchUp(TestNode master, TestNode replica)
    {
        var records = RecordsBehind(master, replica.Node.Binlog.Position.Last);
        (await Apply(replica, records)).ShouldBe((records.Last.Index, null));
    }

    private static async Task ShouldBeEqual(TestNode master, TestNode replica)
    {
        foreach (
            string[] question in (string[][])
                [
                    ["DEBUG", "DIGEST"],
                    ["INFO", "keyspace"],
                ]
        )
            (await replica.Connect().Ask(question)).ShouldBe(await master.Connect().Ask(question));

        replica.Node.Binlog.Position.Last.ShouldBe(master.Node.Binlog.Position.Last);
    }

    private static Task<(ulong, string?)> Apply(TestNode node, ReceivedRecords records)
    {
        var done = new TaskCompletionSource<(ulong, string?)>(TaskCreationOptions.RunContinuationsAsynchronously);
        node.Node.Router.Apply(records, (through, error) => done.SetResult((through, error)));
        return done.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    private static ReceivedRecords RecordsBehind(TestNode master, LogIndex last)
    {
        using var reader = master.Node.Binlog.Directory.OpenReader(last.Index + 1)!;
        var bytes = new List<byte>();
        while (reader.Next(master.Node.Binlog.Position) == BinlogReadStatus.Record)
            bytes.AddRange(reader.Record.Bytes);

        return ReceivedRecords.TryParse(bytes.ToArray(), last, out string? flaw) ?? throw new InvalidOperationException(flaw);
    }
}
