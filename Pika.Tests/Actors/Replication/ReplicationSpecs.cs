using Pika.Actors.Configuration;
using Pika.Tests.Actors.Support;
using Pika.Tests.Storage.Binlog;

namespace Pika.Tests.Actors.Replication;

/// <summary>The node's role: ordered, kept, and what it forbids.</summary>
public sealed class ReplicationSpecs
{
    private const string Ok = "+OK\r\n";

    [Fact]
    public async Task A_role_is_effective_when_the_order_is_answered_and_outlives_the_node()
    {
        var disk = new MemoryFileSystem();
        await using (var node = await TestNode.OpenAsync(files: disk))
        {
            var client = node.Connect();
            (await client.Ask("SET", "a", "1")).ShouldBe(Ok);
            (await client.Ask("REPLICAOF", "elsewhere", "7000")).ShouldBe(Ok);
            (await client.Ask("SET", "a", "2")).ShouldBe("-READONLY You can't write against a read only replica.\r\n");
            (await client.Ask("GET", "a")).ShouldBe("$1\r\n1\r\n");
            (await client.Ask("REPLICAOF", "elsewhere", "7000")).ShouldBe("+OK Already connected to specified master\r\n");
        }

        await using (var node = await TestNode.OpenAsync(files: disk))
        {
            var client = node.Connect();
            (await client.Ask("ROLE")).ShouldBe("*5\r\n$5\r\nslave\r\n$9\r\nelsewhere\r\n:7000\r\n$10\r\nconnecting\r\n:2\r\n");
            (await client.Ask("CONFIG", "GET", "replicaof")).ShouldBe("*2\r\n$9\r\nreplicaof\r\n$14\r\nelsewhere 7000\r\n");
            (await client.Ask("SLAVEOF", "NO", "ONE")).ShouldBe(Ok);
            (await client.Ask("SET", "a", "3")).ShouldBe(Ok);
        }

        await using (var node = await TestNode.OpenAsync(files: disk))
            (await node.Connect().Ask("ROLE")).ShouldStartWith("*3\r\n$6\r\nmaster\r\n");
    }

    [Fact]
    public async Task The_configuration_decides_only_where_no_role_was_ordered()
    {
        var disk = new MemoryFileSystem();
        await using (var node = await TestNode.OpenAsync(config => config.ReplicaOf = new MasterAddress("first", 1), files: disk))
        {
            node.Node.Replication.Master!.Host.ShouldBe("first");
        }

        await using (var node = await TestNode.OpenAsync(files: disk))
        {
            node.Node.Replication.Master!.Host.ShouldBe("first", "it was said once");
            await node.Connect().Ask("REPLICAOF", "second", "2");
            node.Node.Replication.Master!.Host.ShouldBe("second");
        }

        await using (var node = await TestNode.OpenAsync(config => config.ReplicaOf = new MasterAddress("first", 1), files: disk))
            node.Node.Replication.Master!.Host.ShouldBe("second");
    }

    [Fact]
    public async Task A_damaged_history_of_the_role_stops_the_start_and_names_the_line()
    {
        var disk = new MemoryFileSystem();
        await using (var node = await TestNode.OpenAsync(files: disk))
        {
            await node.Connect().Ask("REPLICAOF", "a", "1");
            await node.Connect().Ask("REPLICAOF", "b", "1");
        }

        disk["/role"] = [.. "damaged"u8, .. disk["/role"][7..]];
        var refusal = await Should.ThrowAsync<IOException>(() => TestNode.OpenAsync(files: disk));
        refusal.Message.ShouldContain("'/role', line 1, is damaged");
    }

    [Fact]
    public async Task Every_start_and_every_promotion_begins_an_epoch_of_its_own()
    {
        var disk = new MemoryFileSystem();
        string first;
        await using (var node = await TestNode.OpenAsync(files: disk))
        {
            first = node.Node.History.Current!.Id;
            await node.Connect().Ask("REPLICAOF", "a", "1");
            await node.Connect().Ask("REPLICAOF", "NO", "ONE");
            var (current, previous) = (node.Node.History.Current!, node.Node.History.Previous!);
            (current.Epoch, previous.Epoch, previous.Id).ShouldBe((2u, 1u, first));
            current.Id.ShouldNotBe(first);
            string info = await node.Connect().Ask("INFO", "replication");
            info.ShouldContain($"master_replid:{current.Id}\r\n");
            info.ShouldContain($"master_replid2:{first}\r\n");
            info.ShouldContain("master_repl_offset:2\r\nsecond_repl_offset:2\r\n");
        }
    }

    [Theory]
    [InlineData("REPLICAOF a 1x", "-ERR Invalid master port\r\n")]
    [InlineData("REPLICAOF a", "-ERR wrong number of arguments for 'replicaof' command\r\n")]
    [InlineData("SLAVEOF a 1 gently", "-ERR syntax error\r\n")]
    public async Task Wrong_orders_change_nothing(string order, string error)
    {
        await using var node = await TestNode.OpenAsync();
        (await node.Connect().Ask(order.Split(' '))).ShouldBe(error);
        node.Node.Replication.IsReplica.ShouldBeFalse();
    }

    [Theory]
    [InlineData("REPLICAOF second 2", "+OK\r\n")]
    [InlineData("MULTI|REPLICAOF second 2|CLIENT GETNAME|EXEC", "+OK\r\n+QUEUED\r\n+QUEUED\r\n*2\r\n+OK\r\n$-1\r\n")]
    public async Task Who_orders_a_role_while_another_is_written_down_waits_for_the_own(string commands, string replies)
    {
        var disk = new MemoryFileSystem();
        await using (var node = await TestNode.OpenAsync(files: disk))
        {
            using var isWriting = new ManualResetEventSlim();
            using var goesOn = new ManualResetEventSlim();
            disk.Syncing = path =>
            {
                if (path.StartsWith("/role", StringComparison.Ordinal))
                {
                    isWriting.Set();
                    goesOn.Wait();
                }
            };
            var first = Task.Run(() => node.Connect().Ask("REPLICAOF", "first", "1"));
            isWriting.Wait(TimeSpan.FromSeconds(30)).ShouldBeTrue();
            var second = node.Connect().Pipeline(commands.Split('|'));
            second.IsCompleted.ShouldBeFalse();

            goesOn.Set();
            (await first).ShouldBe(Ok);
            (await second).ShouldBe(replies);
            node.Node.Replication.Master!.Host.ShouldBe("second");
        }

        await using (var node = await TestNode.OpenAsync(files: disk))
            node.Node.Replication.Master!.Host.ShouldBe("second");
    }

    [Fact]
    public async Task A_role_that_cannot_be_written_down_is_refused_and_the_node_stays_what_it_is()
    {
        var disk = new MemoryFileSystem();
        await using var node = await TestNode.OpenAsync(files: disk);
        var client = node.Connect();
        disk.Room = 3;
        string refusal = await client.Ask("REPLICAOF", "elsewhere", "7000");
        refusal.ShouldStartWith("-ERR the role could not be written down, so the node stays a master: ");
        (await client.Ask("ROLE")).ShouldStartWith("*3\r\n$6\r\nmaster\r\n");

        disk.Room = long.MaxValue;
        (await client.Ask("REPLICAOF", "elsewhere", "7000")).ShouldBe(Ok);
    }

    [Fact]
    public async Task A_replica_without_its_master_shows_old_data_unless_told_not_to()
    {
        await using var node = await TestNode.OpenAsync();
        var client = node.Connect();
        await client.Ask("SET", "a", "1");
        await client.Ask("REPLICAOF", "elsewhere", "7000");
        (await client.Ask("GET", "a")).ShouldBe("$1\r\n1\r\n");

        await client.Ask("CONFIG", "SET", "replica-serve-stale-data", "no");
        (await client.Ask("GET", "a")).ShouldBe("-MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.\r\n");
        (await client.Ask("PING")).ShouldBe("-MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.\r\n");
        (await client.Ask("INFO", "replication")).ShouldContain("role:slave\r\n");
    }
}
