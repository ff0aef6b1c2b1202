using Pika.Actors.Configuration;
using Pika.Tests.Actors.Support;
using Pika.Tests.Storage.Binlog;
using Pika.Tests.Support;

namespace Pika.Tests.Actors.Commands;

public sealed class WaitCommandsTests : NodeTestBase
{
    private const string Ok = "+OK\r\n";

    private ulong End => Node.Node.Binlog.Position.Last.Index;

    [Fact]
    public async Task Wait_answers_when_enough_replicas_have_applied_the_write()
    {
        await Client.Ask("SET", "a", "1");
        var waits = Client.Ask("WAIT", "2", "0");
        Report("first", applied: End);
        Report("second", applied: End - 1, durable: 0);
        waits.IsCompleted.ShouldBeFalse();
        (await Node.Connect().Ask("INFO", "clients")).ShouldContain("blocked_clients:1\r\n");

        Report("second", applied: End);
        (await waits).ShouldBe(":2\r\n");
        (await Client.Ask("WAIT", "1", "0")).ShouldBe(":2\r\n", "all are counted");
        (await Node.Connect().Ask("INFO", "clients")).ShouldContain("blocked_clients:0\r\n");
    }

    [Fact]
    public async Task Wait_is_for_the_writes_of_its_own_client()
    {
        await Client.Ask("SET", "a", "1");
        Report("replica", applied: End);
        var other = Node.Connect();
        await other.Ask("SET", "b", "1");

        (await Client.Ask("WAIT", "1", "0")).ShouldBe(":1\r\n");
        var waits = other.Ask("WAIT", "1", "0");
        waits.IsCompleted.ShouldBeFalse();
        Report("replica", applied: End);
        (await waits).ShouldBe(":1\r\n");
    }

    [Fact]
    public async Task Wait_is_for_the_writes_of_a_transaction_and_of_a_served_wait()
    {
        await Client.Pipeline("MULTI", "SET a 1");
        (await Client.Ask("EXEC")).ShouldBe("*1\r\n+OK\r\n");
        var waits = Client.Ask("WAIT", "1", "0");
        waits.IsCompleted.ShouldBeFalse();
        Report("replica", applied: End);
        (await waits).ShouldBe(":1\r\n");

        var pops = Client.Ask("BLPOP", "list", "0");
        await Node.Connect().Ask("RPUSH", "list", "x");
        (await pops).ShouldBe("*2\r\n$4\r\nlist\r\n$1\r\nx\r\n");
        waits = Client.Ask("WAIT", "1", "0");
        waits.IsCompleted.ShouldBeFalse();
        Report("replica", applied: End);
        (await waits).ShouldBe(":1\r\n");
    }

    [Fact]
    public async Task Wait_ends_with_its_time_and_by_CLIENT_UNBLOCK()
    {
        await Client.Ask("SET", "a", "1");
        Report("replica", applied: End);
        var waits = Client.Ask("WAIT", "2", "10");
        waits.IsCompleted.ShouldBeFalse();
        Node.Time.Advance(TimeSpan.FromMilliseconds(10));
        (await waits).ShouldBe(":1\r\n");

        var other = Node.Connect();
        waits = Client.Ask("WAIT", "2", "0");
        (await other.Ask("CLIENT", "UNBLOCK", $"{Client.Client.Id}")).ShouldBe(":1\r\n");
        (await waits).ShouldBe(":1\r\n");

        waits = Client.Ask("WAIT", "2", "0");
        (await other.Ask("CLIENT", "UNBLOCK", $"{Client.Client.Id}", "ERROR")).ShouldBe(":1\r\n");
        (await waits).ShouldBe("-UNBLOCKED client unblocked via CLIENT UNBLOCK\r\n");
    }

    [Fact]
    public async Task Wait_holds_back_what_comes_behind_it_and_ends_with_its_client()
    {
        await Client.Ask("SET", "a", "1");
        var waits = Client.Pipeline("WAIT 1 0", "SET a 2");
        (await Node.Connect().Ask("GET", "a")).ShouldBe("$1\r\n1\r\n");
        Client.Client.Kill();
        await waits;
        (await Node.Connect().Ask("GET", "a")).ShouldBe("$1\r\n1\r\n");
        (await Node.Connect().Ask("INFO", "clients")).ShouldContain("blocked_clients:0\r\n");
    }

    [Fact]
    public async Task A_replica_that_is_not_connected_any_more_does_not_count()
    {
        await Client.Ask("SET", "a", "1");
        Report("replica", applied: End);
        Node.Node.Acks.Forget("replica");
        var waits = Client.Ask("WAIT", "1", "10");
        Node.Time.Advance(TimeSpan.FromMilliseconds(10));
        (await waits).ShouldBe(":0\r\n");
    }

    [Fact]
    public async Task Between_MULTI_and_EXEC_nothing_waits()
    {
        await Client.Pipeline("MULTI", "SET a 1", "WAIT 5 0", "WAITAOF 0 5 0");
        (await Client.Ask("EXEC")).ShouldBe("*3\r\n+OK\r\n:0\r\n*2\r\n:1\r\n:0\r\n");
    }

    [Fact]
    public async Task Waitaof_counts_disks()
    {
        var disk = new GatedFileSystem(new MemoryFileSystem());
        await using var node = await TestNode.OpenAsync(config => config.AppendFsync = AppendFsync.EverySec, files: disk);
        var client = node.Connect();
        using var hold = disk.HoldSyncs();
        await client.Ask("SET", "a", "1");
        ulong end = node.Node.Binlog.Position.Last.Index;
        node.Node.Acks.Report("replica", applied: end, durable: end - 1);

        (await client.Ask("WAITAOF", "0", "0", "0")).ShouldBe("*2\r\n:0\r\n:0\r\n");
        var waits = client.Ask("WAITAOF", "1", "1", "0");
        node.Node.Acks.Report("replica", applied: end, durable: end);
        waits.IsCompleted.ShouldBeFalse("this node's disk has not got it");
        disk.LetSyncsGo();
        (await waits.WaitAsync(TimeSpan.FromSeconds(15))).ShouldBe("*2\r\n:1\r\n:1\r\n");
    }

    [Fact]
    public async Task Who_waits_is_told_when_the_node_becomes_a_replica_and_is_cut()
    {
        await Client.Ask("SET", "a", "1");
        var pops = Node.Connect();
        var (waits, popped) = (Client.Ask("WAIT", "1", "0"), pops.Ask("BLPOP", "list", "0"));
        (await Node.Connect().Ask("REPLICAOF", "elsewhere", "7000")).ShouldBe(Ok);

        const string Told = "-UNBLOCKED force unblock from blocking operation, instance state changed (master -> replica?)\r\n";
        (await waits).ShouldBe(Told);
        (await popped).ShouldBe(Told);
        Client.Client.CloseAfterReply.ShouldBeTrue();
        pops.Client.CloseAfterReply.ShouldBeTrue();
    }

    [Fact]
    public async Task Wrong_arguments()
    {
        await Client.Dialogue(
            """
            WAIT x 0 => -ERR value is not an integer or out of range
            WAIT 1 x => -ERR timeout is not an integer or out of range
            WAIT 1 -1 => -ERR timeout is negative
            WAIT -1 0 => :0
            WAITAOF 2 0 0 => -ERR value is out of range, value must between 0 and 1
            WAITAOF x 0 0 => -ERR value is not an integer or out of range
            WAITAOF 0 -1 0 => -ERR value is out of range, must be positive
            WAITAOF 0 x 0 => -ERR value is out of range, must be positive
            WAITAOF 0 0 -1 => -ERR timeout is negative
            """
        );
    }

    [Fact]
    public async Task On_a_replica_there_is_nothing_to_wait_for()
    {
        await Client.Ask("REPLICAOF", "elsewhere", "7000");
        (await Client.Ask("WAIT", "x", "y")).ShouldBe(
            "-ERR WAIT cannot be used with replica instances. Please also note that since Redis 4.0 if a replica is configured to be writable "
                + "(which is not the default) writes to replicas are just local and are not propagated.\r\n"
        );
        (await Client.Ask("WAITAOF", "0", "0", "0")).ShouldStartWith("-ERR WAITAOF cannot be used with replica instances.");
    }

    private void Report(string replica, ulong applied, ulong durable = 0) => Node.Node.Acks.Report(replica, applied, durable);
}
