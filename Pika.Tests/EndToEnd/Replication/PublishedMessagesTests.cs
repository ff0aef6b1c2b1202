namespace Pika.Tests.EndToEnd.Replication;

/// <summary>What is published at a master is heard at its replica, and at the replica's replica, behind what was written before it.</summary>
[Collection(ReplicationCollection.Name)]
public sealed class PublishedMessagesTests
{
    private static readonly int Messages = Scale.Of(1000, 20_000);

    [Fact]
    public async Task Who_listens_at_a_replica_hears_all_in_order_and_sees_what_was_written_before()
    {
        await using var fleet = new Fleet();
        var master = await fleet.Start();
        var replica = await fleet.StartReplica(master.Port);
        await fleet.UntilUp(replica);
        var chained = await fleet.StartReplica(replica.Port);
        await fleet.UntilUp(chained);
        using var atReplica = await Listener(replica);
        using var atChained = await Listener(chained);

        var heard = Task.WhenAll(Hear(atReplica, replica), Hear(atChained, chained));
        using var client = await master.Connect();
        for (var i = 1; i <= Messages; i++)
        {
            await client.Send((byte[])[.. RespClient.Encode("SET", "last", $"{i}"), .. RespClient.Encode("PUBLISH", "news", $"{i}")]);
            (await client.Read()).ShouldBe("+OK\r\n");
            (await client.Read()).ShouldBe(":0\r\n");
        }

        await heard;
        (await Fleet.Info(master, "replication"))["pubsub_messages_not_passed"].ShouldBe("0");
        (await Fleet.Info(replica, "replication"))["pubsub_messages_not_passed"].ShouldBe("0");
    }

    private static async Task<RespClient> Listener(ServerProcess server)
    {
        var listener = await server.Connect();
        (await listener.Call("SUBSCRIBE", "news")).ShouldBe("*3\r\n$9\r\nsubscribe\r\n$4\r\nnews\r\n:1\r\n");
        return listener;
    }

    private static async Task Hear(RespClient listener, ServerProcess server)
    {
        using var reader = await server.Connect();
        for (var i = 1; i <= Messages; i++)
        {
            (await listener.Read()).ShouldBe($"*3\r\n$7\r\nmessage\r\n$4\r\nnews\r\n${$"{i}".Length}\r\n{i}\r\n");
            int.Parse((await reader.Call("GET", "last")).Split("\r\n")[1]).ShouldBeGreaterThanOrEqualTo(i);
        }
    }
}
