namespace Pika.Tests.EndToEnd.Replication;

/// <summary>The bad network itself: a test that leans on it must know that it cuts, and that it changes no byte.</summary>
[Collection(ReplicationCollection.Name)]
public sealed class FaultyProxyTests
{
    [Fact]
    public async Task It_cuts_connections_and_changes_nothing_when_it_is_calm()
    {
        await using var fleet = new Fleet();
        var server = await fleet.Start();
        await using var proxy = new FaultyProxy(server.Port, seed: 1);
        var value = new string('v', 100_000);
        for (var i = 0; proxy.Cuts < 5; i++)
        {
            i.ShouldBeLessThan(1000, "it hardly ever cuts");
            try
            {
                using var client = await RespClient.Connect(proxy.Port);
                (await client.Call("SET", "key", value)).ShouldBe("+OK\r\n");
                (await client.Call("GET", "key")).ShouldBe($"$100000\r\n{value}\r\n");
            }
            catch (Exception cut) when (cut is IOException or System.Net.Sockets.SocketException)
            {
                // That is what it is for.
            }
        }

        proxy.CalmDown();
        using var calm = await RespClient.Connect(proxy.Port);
        for (var i = 0; i < 50; i++)
            (await calm.Call("GET", "key")).ShouldBe($"$100000\r\n{value}\r\n");
    }
}
