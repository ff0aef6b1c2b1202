using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Replication;

/// <summary>What Redis Sentinel asks of a server, one by one; <see cref="EndToEnd.Replication.SentinelTests"/> has the real one ask.</summary>
public sealed class SentinelContractTests : NodeTestBase
{
    private const string Ok = "+OK\r\n";
    private const string Queued = "+QUEUED\r\n";

    [Theory]
    [InlineData("SLAVEOF NO ONE", "+OK\r\n")]
    [InlineData("SLAVEOF 10.0.0.9 7000", "+OK\r\n")]
    public async Task A_role_is_ordered_in_one_transaction_that_cuts_all_clients_but_the_one_that_orders(string role, string reply)
    {
        await Client.Ask("REPLICAOF", "10.0.0.8", "7000");
        var (normal, listens) = (Node.Connect(), Node.Connect());
        await listens.Ask("SUBSCRIBE", "news");

        (await Client.Pipeline("MULTI", role, "CONFIG REWRITE", "CLIENT KILL TYPE normal", "CLIENT KILL TYPE pubsub")).ShouldBe(
            Ok + Queued + Queued + Queued + Queued
        );
        (await Client.Ask("EXEC")).ShouldBe($"*4\r\n{reply}-ERR The server is running without a config file\r\n:1\r\n:1\r\n");

        normal.Client.Killed.ShouldBeTrue();
        listens.Client.Killed.ShouldBeTrue();
        Client.Client.Killed.ShouldBeFalse();
        Node.Node.Replication.Master?.Host.ShouldBe("10.0.0.9");
        Node.Node.Replication.IsReplica.ShouldBe(role != "SLAVEOF NO ONE");
    }

    [Fact]
    public async Task A_replica_takes_hellos_and_passes_them_on()
    {
        await Client.Ask("REPLICAOF", "10.0.0.8", "7000");
        var listens = Node.Connect();
        await listens.Ask("SUBSCRIBE", "__sentinel__:hello");
        (await Client.Ask("PUBLISH", "__sentinel__:hello", "here")).ShouldBe(":1\r\n");
        (await listens.Pushed()).ShouldBe("*3\r\n$7\r\nmessage\r\n$18\r\n__sentinel__:hello\r\n$4\r\nhere\r\n");
    }

    [Fact]
    public async Task Info_without_a_section_has_what_is_read_of_a_replica()
    {
        await Client.Ask("SET", "a", "1");
        await Client.Ask("REPLICAOF", "10.0.0.8", "7000");
        Node.Time.Advance(TimeSpan.FromSeconds(5));
        var info = await Client.Ask("INFO");
        foreach (
            string line in new[]
            {
                "role:slave",
                "master_host:10.0.0.8",
                "master_port:7000",
                "master_link_status:down",
                "master_link_down_since_seconds:5",
                "slave_priority:100",
                "slave_repl_offset:2",
                "replica_announced:1",
            }
        )
        {
            info.ShouldContain($"\r\n{line}\r\n");
        }

        info.ShouldMatch("\r\nrun_id:[0-9a-f]{40}\r\n");
    }

    [Fact]
    public async Task Info_without_a_section_has_what_is_read_of_a_master()
    {
        var info = await Client.Ask("INFO");
        info.ShouldContain("\r\nrole:master\r\n");
        info.ShouldContain("\r\nmaster_failover_state:no-failover\r\n");
    }
}
