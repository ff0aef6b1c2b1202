using Akka.Actor;
using Pika.Actors.Replication;
using Pika.Actors.Replication.Wire;
using Pika.Storage.Binlog;
using Pika.Tests.Actors.Replication.Support;
using Pika.Tests.Actors.Support;
using Pika.Tests.Storage.Binlog;
using Eventually = Pika.Tests.EndToEnd.Eventually;

namespace Pika.Tests.Actors.Replication.Failover;

/// <summary>FAILOVER on a whole node, whose replica the test plays.</summary>
public sealed class FailoverSpecs : NodeTestBase
{
    private const string Ok = "+OK\r\n";
    private readonly MemoryFileSystem _disk = new();
    private PlayedLink _replica = null!;

    private ulong End => Node.Node.Binlog.Position.Last.Index;

    private protected override Task<TestNode> OpenNode() => TestNode.OpenAsync(files: _disk);

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await Client.Ask("SET", "a", "1");
        _replica = await Attach();
    }

    [Fact]
    public async Task Writes_wait_the_replica_is_promoted_when_it_has_everything_and_then_followed()
    {
        (await Client.Ask("FAILOVER", "TO", "10.0.0.9", "7000", "TIMEOUT", "60000")).ShouldBe(Ok);
        await States("waiting-for-sync");
        var write = Node.Connect().Ask("SET", "a", "2");
        (await Client.Ask("GET", "a")).ShouldBe("$1\r\n1\r\n", "reads go on");
        (await Client.Ask("FAILOVER")).ShouldBe("-ERR FAILOVER already in progress.\r\n");
        (await Client.Ask("REPLICAOF", "NO", "ONE")).ShouldBe("-ERR REPLICAOF not allowed while failing over.\r\n");

        ulong end = End;
        Has(end);
        _replica.Expect<Frame.Promote>().End.ShouldBe(end);
        await States("failover-in-progress");
        Node.Node.Replication.Master!.ShouldSatisfyAllConditions(
            master => master.Host.ShouldBe("10.0.0.9"),
            master => master.Port.ShouldBe(7000)
        );
        write.IsCompleted.ShouldBeFalse();
        End.ShouldBe(end, "nothing has come behind what the replica has");

        (await Client.Ask("FAILOVER", "ABORT")).ShouldBe(Ok);
        (await write.WaitAsync(TimeSpan.FromSeconds(15))).ShouldBe(Ok, "the node is a master again");
        await States(ReplicationFacts.NoFailover);
    }

    [Fact]
    public async Task Nobody_is_told_to_lead_by_a_node_that_cannot_write_down_that_it_follows()
    {
        await Client.Ask("FAILOVER");
        _disk.Room = 0;
        Has(End);
        await States("failover-in-progress");
        Node.Time.Advance(TimeSpan.FromSeconds(5));

        _disk.Room = long.MaxValue;
        await Eventually.Holds(
            () =>
            {
                Node.Time.Advance(TimeSpan.FromSeconds(1));
                return Node.Connect().Ask("SET", "a", "2").Result == Ok;
            },
            "it is the master again"
        );
        await States(ReplicationFacts.NoFailover);
        _replica.Pending<Frame.Promote>().ShouldBe(0);
        (await Client.Ask("ROLE")).ShouldStartWith("*3\r\n$6\r\nmaster\r\n");
    }

    [Fact]
    public async Task A_replica_that_comes_back_as_a_replica_is_told_again()
    {
        Has(End);
        await Client.Ask("FAILOVER");
        _replica.Expect<Frame.Promote>();
        _replica.Break("cut before the order came through");
        await Eventually.Holds(() => Node.Node.Replication.Slaves.All(slave => !slave.IsConnected), "the link is gone");

        var again = await Attach(session: 2);
        again.Expect<Frame.Promote>();
        await Client.Ask("FAILOVER", "ABORT");
    }

    [Fact]
    public async Task When_the_time_is_over_everything_is_as_before()
    {
        (await Client.Ask("FAILOVER", "TIMEOUT", "1000")).ShouldBe(Ok);
        var write = Node.Connect().Ask("SET", "a", "2");
        await States("waiting-for-sync");
        Node.Time.Advance(TimeSpan.FromMilliseconds(999));
        Node.Node.Replication.FailoverState.ShouldBe("waiting-for-sync");
        Node.Time.Advance(TimeSpan.FromMilliseconds(1));
        (await write.WaitAsync(TimeSpan.FromSeconds(15))).ShouldBe(Ok);
        await States(ReplicationFacts.NoFailover);
        (await Client.Ask("ROLE")).ShouldStartWith("*3\r\n$6\r\nmaster\r\n");
        (await Client.Ask("FAILOVER", "ABORT")).ShouldBe("-ERR No failover in progress.\r\n");
    }

    [Fact]
    public async Task With_force_the_target_is_promoted_though_it_has_not_everything()
    {
        (await Client.Ask("FAILOVER", "TO", "10.0.0.9", "7000", "FORCE", "TIMEOUT", "1000")).ShouldBe(Ok);
        Node.Time.Advance(TimeSpan.FromMilliseconds(1000));
        _replica.Expect<Frame.Promote>().End.ShouldBe(0ul, "whatever it has");
        Node.Node.Replication.IsReplica.ShouldBeTrue();
        await Client.Ask("FAILOVER", "ABORT");
    }

    [Fact]
    public async Task With_replica_acks_everything_has_to_be_on_the_disk_of_the_replica()
    {
        await Client.Ask("CONFIG", "SET", "replica-acks", "1");
        var write = Client.Ask("SET", "a", "2");
        await Eventually.Holds(() => End == 3, "the write is in the log");
        (await Node.Connect().Ask("FAILOVER")).ShouldBe(Ok);
        Has(End, durable: End - 1);
        await States("waiting-for-sync");
        write.IsCompleted.ShouldBeFalse();
        Has(End, durable: End);
        (await write.WaitAsync(TimeSpan.FromSeconds(15))).ShouldBe(Ok);
        _replica.Expect<Frame.Promote>();
        await Client.Ask("FAILOVER", "ABORT");
    }

    [Fact]
    public async Task Within_a_transaction_it_begins_behind_its_writes()
    {
        await Client.Pipeline("MULTI", "FAILOVER", "SET a 2");
        (await Client.Ask("EXEC")).ShouldBe("*2\r\n+OK\r\n+OK\r\n");
        await States("waiting-for-sync");
        (await Client.Ask("GET", "a")).ShouldBe("$1\r\n2\r\n");
        await Client.Ask("FAILOVER", "ABORT");
    }

    [Fact]
    public async Task Wrong_orders()
    {
        await Client.Dialogue(
            """
            FAILOVER ABORT => -ERR No failover in progress.
            FAILOVER ABORT x => -ERR syntax error
            FAILOVER TO => -ERR syntax error
            FAILOVER TO localhost => -ERR syntax error
            FAILOVER TO 10.0.0.9 7000 FORCE => -ERR FAILOVER with force option requires both a timeout and target HOST and IP.
            FAILOVER FORCE => -ERR FAILOVER with force option requires both a timeout and target HOST and IP.
            FAILOVER FORCE FORCE => -ERR syntax error
            FAILOVER TIMEOUT 100 FORCE => -ERR FAILOVER with force option requires both a timeout and target HOST and IP.
            FAILOVER TIMEOUT 0 => -ERR FAILOVER timeout must be greater than 0
            FAILOVER TIMEOUT x => -ERR value is not an integer or out of range
            FAILOVER TIMEOUT => -ERR syntax error
            FAILOVER TIMEOUT 5 TIMEOUT 5 => -ERR syntax error
            FAILOVER TO 1.2.3.4 99 => -ERR FAILOVER target HOST and PORT is not a replica.
            FAILOVER TO 10.0.0.9 99999999999 => -ERR FAILOVER target HOST and PORT is not a replica.
            FAILOVER TO 10.0.0.9 7000x => -ERR value is not an integer or out of range
            FAILOVER TO 10.0.0.9 7000 TO 10.0.0.9 7000 => -ERR syntax error
            """
        );
        _replica.Break("gone");
        await Eventually.Holds(() => Node.Node.Replication.Slaves.All(slave => !slave.IsConnected), "the link is gone");
        (await Client.Ask("FAILOVER")).ShouldBe("-ERR FAILOVER requires connected replicas.\r\n");
        await Client.Ask("REPLICAOF", "elsewhere", "1");
        (await Client.Ask("FAILOVER")).ShouldBe("-ERR FAILOVER is not valid when server is a replica.\r\n");
    }

    private async Task<PlayedLink> Attach(ulong session = 1)
    {
        var (position, crc) = LastRecord();
        var link = new PlayedLink(session);
        link.HandOver(Node.Node.ReplicationActor);
        Node.Node.ReplicationActor.Tell(new LinkEvent.Opened(link), ActorRefs.NoSender);
        string history = Node.Node.History.Current!.Id;
        link.Say(new Frame.TrySync(FrameFormat.Version, new string('e', 40), history, position, crc, "10.0.0.9", 7000, 100));
        link.Expect<Frame.Continue>();
        await Eventually.Holds(
            () => Node.Node.Replication.Slaves is [{ State: SlaveState.BinlogSync, IsConnected: true }],
            "the replica is in the stream"
        );
        return link;
    }

    private (LogIndex, uint) LastRecord()
    {
        using var reader = Node.Node.Binlog.Directory.OpenReader(End)!;
        reader.Next(Node.Node.Binlog.Position).ShouldBe(BinlogReadStatus.Record);
        return (reader.Record.Position, reader.Record.Crc);
    }

    private void Has(ulong index, ulong? durable = null) => _replica.Say(new Frame.Ack(index, index, durable ?? index));

    private Task States(string state) => Eventually.Holds(() => Node.Node.Replication.FailoverState == state, state);
}
