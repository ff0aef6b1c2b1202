using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Log;

/// <summary><c>replica-acks</c>: a write is answered when so many replicas have it on disk.</summary>
public sealed class AckGateSpecs : NodeTestBase
{
    private const string Ok = "+OK\r\n";

    private ulong End => Node.Node.Binlog.Position.Last.Index;

    private protected override Task<TestNode> OpenNode() => TestNode.OpenAsync(config => config.ReplicaAcks = 2);

    [Fact]
    public async Task A_write_is_answered_when_enough_replicas_have_it_on_disk()
    {
        var answer = Client.Ask("SET", "a", "1");
        Report("first", durable: End);
        Report("second", durable: End - 1);
        answer.IsCompleted.ShouldBeFalse("the second has it, but not on disk");
        Node.Node.Acks.Report("third", applied: End, durable: 0);
        answer.IsCompleted.ShouldBeFalse();

        Report("second", durable: End);
        (await answer).ShouldBe(Ok);
        (await Node.Connect().Ask("GET", "a")).ShouldBe("$1\r\n1\r\n");
    }

    [Fact]
    public async Task A_replica_that_goes_takes_its_word_with_it()
    {
        Report("first", durable: ulong.MaxValue);
        Report("second", durable: ulong.MaxValue);
        (await Client.Ask("SET", "a", "1")).ShouldBe(Ok);
        Node.Node.Acks.Forget("second");
        var answer = Client.Ask("SET", "a", "2");
        answer.IsCompleted.ShouldBeFalse();
        Report("third", durable: End);
        (await answer).ShouldBe(Ok);
    }

    [Fact]
    public async Task Too_late_is_an_error_that_says_what_is_known()
    {
        await Client.Ask("CONFIG", "SET", "replica-acks-timeout", "20");
        const string Error =
            "-NOREPLICAS The write is in the binlog, but fewer than 2 replicas have confirmed within 20 ms that they have it on disk: a failover may lose it\r\n";
        (await Client.Pipeline("SET a 1", "INCR b")).ShouldBe(Error + Error);
        (await Client.Pipeline("MULTI", "INCR b", "INCR b")).ShouldBe(Ok + "+QUEUED\r\n+QUEUED\r\n");
        (await Client.Ask("EXEC")).ShouldBe(Error);
        (await Client.Ask("MGET", "a", "b")).ShouldBe("*2\r\n$1\r\n1\r\n$1\r\n3\r\n", "what was written counts");

        Report("first", durable: ulong.MaxValue);
        Report("second", durable: ulong.MaxValue);
        (await Client.Ask("INCR", "b")).ShouldBe(":4\r\n");
    }

    [Fact]
    public async Task Who_is_served_by_an_unconfirmed_write_is_told_so_too()
    {
        await Client.Ask("CONFIG", "SET", "replica-acks-timeout", "20");
        var pops = Node.Connect().Ask("BLPOP", "list", "0");
        (await Client.Ask("RPUSH", "list", "x", "y")).ShouldStartWith("-NOREPLICAS ");
        (await pops).ShouldStartWith("-NOREPLICAS ");
        (await Client.Ask("LRANGE", "list", "0", "-1")).ShouldBe("*1\r\n$1\r\ny\r\n");
    }

    [Fact]
    public async Task Who_waits_is_answered_when_the_setting_goes()
    {
        var answer = Client.Ask("SET", "a", "1");
        (await Node.Connect().Ask("CONFIG", "SET", "replica-acks", "0")).ShouldBe(Ok);
        (await answer.WaitAsync(TimeSpan.FromSeconds(15))).ShouldBe(Ok);
    }

    [Fact]
    public async Task Who_waits_is_told_when_the_node_becomes_a_replica()
    {
        var answer = Client.Ask("SET", "a", "1");
        var other = Node.Connect();
        (await other.Ask("REPLICAOF", "elsewhere", "7000")).ShouldBe(Ok);
        (await answer).ShouldStartWith("-NOREPLICAS The write is in the binlog, but the node has become a replica");

        // To become a master again needs no replica.
        (await other.Ask("REPLICAOF", "NO", "ONE")).ShouldBe(Ok);
        (await other.Ask("ROLE")).ShouldStartWith("*3\r\n$6\r\nmaster\r\n");
    }

    [Fact]
    public async Task Reads_do_not_wait()
    {
        (await Client.Ask("GET", "a")).ShouldBe("$-1\r\n");
        (await Client.Ask("DEL", "a")).ShouldBe(":0\r\n", "a write that changes nothing is no record");
    }

    private void Report(string replica, ulong durable) => Node.Node.Acks.Report(replica, applied: durable, durable);
}
