namespace Pika.Tests.EndToEnd;

/// <summary>FAILOVER between two servers, there and back, while a client writes.</summary>
public sealed class FailoverTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private PikaProcess _first = null!;
    private PikaProcess _second = null!;

    public async Task InitializeAsync()
    {
        string[] directives = ["appendfsync", "always", "replica-acks", "1", "replica-acks-timeout", "5000"];
        _first = await PikaProcess.Start(_folder.File("first"), directives);
        _second = await PikaProcess.Start(_folder.File("second"), directives);
        (await Ask(_second, "REPLICAOF", "127.0.0.1", $"{_first.Port}")).ShouldBe("+OK\r\n");
        await Eventually.Holds(async () => (await Ask(_first, "INFO", "replication")).Contains("state=online"), "the replica is attached");
    }

    public async Task DisposeAsync()
    {
        await _first.DisposeAsync();
        await _second.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task No_acknowledged_write_is_lost_in_ten_failovers()
    {
        var (master, replica) = (_first, _second);
        await using var writes = new AcknowledgedWrites(() => Task.FromResult(master.Port));
        writes.Start();
        for (var round = 0; round < 10; round++)
        {
            var before = writes.Count;
            await Eventually.Holds(() => writes.Count > before + 20, "writes are acknowledged");
            (await Ask(master, "FAILOVER", "TO", "127.0.0.1", $"{replica.Port}", "TIMEOUT", "10000")).ShouldBe("+OK\r\n");
            await Eventually.Holds(async () => (await Ask(replica, "ROLE")).StartsWith("*3\r\n$6\r\nmaster"), "the replica is the master");
            await Eventually.Holds(
                async () =>
                    (await Ask(master, "INFO", "replication")) is var info
                    && info.Contains("master_link_status:up")
                    && info.Contains("master_failover_state:no-failover"),
                "the master is a replica"
            );
            (master, replica) = (replica, master);
        }

        var acknowledged = await writes.Stop();
        using var client = await master.Connect();
        foreach (var keys in acknowledged.Chunk(500))
            (await client.Call(["EXISTS", .. keys])).ShouldBe($":{keys.Length}\r\n");
        await Eventually.Holds(
            async () => await Ask(replica, "DEBUG", "DIGEST") == await client.Call("DEBUG", "DIGEST"),
            "both have the same"
        );
        (await Ask(master, "INFO", "replication")).ShouldContain("connected_slaves:1\r\n");
        (await Ask(_first, "INFO", "stats")).ShouldContain("sync_full:1\r\n", customMessage: "the one at the beginning");
        (await Ask(_second, "INFO", "stats")).ShouldContain("sync_full:0\r\n");
    }

    private static async Task<string> Ask(PikaProcess node, params string[] command)
    {
        using var client = await node.Connect();
        return await client.Call(command);
    }
}
