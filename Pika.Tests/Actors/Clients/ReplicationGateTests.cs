using Pika.Actors.Replication;
using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Clients;

/// <summary><c>min-replicas-to-write</c> and <c>min-replicas-max-lag</c>.</summary>
public sealed class ReplicationGateTests : NodeTestBase
{
    private const string Ok = "+OK\r\n";
    private const string TooFew = "-NOREPLICAS Not enough good replicas to write.\r\n";

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await Client.Ask("CONFIG", "SET", "min-replicas-to-write", "1", "min-replicas-max-lag", "3");
    }

    [Fact]
    public async Task Without_replicas_nothing_is_written()
    {
        (await Client.Ask("SET", "a", "1")).ShouldBe(TooFew);
        (await Client.Ask("GET", "a")).ShouldBe("$-1\r\n");
        (await Client.Pipeline("MULTI", "GET a")).ShouldBe(Ok + "+QUEUED\r\n");
        (await Client.Ask("EXEC")).ShouldBe("*1\r\n$-1\r\n");
        (await Client.Pipeline("MULTI", "SET a 1")).ShouldBe(Ok + TooFew);
        (await Client.Ask("EXEC")).ShouldBe("-EXECABORT Transaction discarded because of previous errors.\r\n");
    }

    [Fact]
    public async Task A_replica_counts_as_long_as_it_is_heard_of()
    {
        Have(Slave() with { LastAckMs = Node.Node.SteadyMs() });
        (await Client.Ask("SET", "a", "1")).ShouldBe(Ok);
        Node.Time.Advance(TimeSpan.FromSeconds(1));
        (await Client.Ask("SET", "a", "2")).ShouldBe(Ok);
        Node.Time.SetClock(TimeSpan.FromHours(1));
        (await Client.Ask("SET", "a", "2")).ShouldBe(Ok);
        Node.Time.Advance(TimeSpan.FromSeconds(3));
        (await Client.Ask("SET", "a", "3")).ShouldBe(TooFew);
    }

    [Theory]
    [InlineData(SlaveState.DbSync, true)]
    [InlineData(SlaveState.NotSync, true)]
    [InlineData(SlaveState.BinlogSync, false)]
    public async Task A_replica_without_all_data_or_without_a_link_does_not_count(SlaveState state, bool connected)
    {
        Have(Slave() with { State = state, IsConnected = connected, LastAckMs = Node.Node.SteadyMs() });
        (await Client.Ask("SET", "a", "1")).ShouldBe(TooFew);
    }

    [Fact]
    public async Task Who_was_queued_before_the_replica_went_is_refused_as_a_whole()
    {
        Have(Slave() with { LastAckMs = Node.Node.SteadyMs() });
        (await Client.Pipeline("MULTI", "SET a 1")).ShouldBe(Ok + "+QUEUED\r\n");
        Have();
        (await Client.Ask("EXEC")).ShouldBe("-EXECABORT Transaction discarded because of: " + TooFew[1..]);
        (await Client.Ask("EXEC")).ShouldBe("-ERR EXEC without MULTI\r\n");
        (await Client.Ask("EXISTS", "a")).ShouldBe(":0\r\n");
    }

    private static SlaveFacts Slave() => new(new string('a', 40), "replica", 7000, SlaveState.BinlogSync, IsConnected: true);

    private void Have(params SlaveFacts[] slaves) => Node.Node.Replication = Node.Node.Replication with { Slaves = slaves };
}
