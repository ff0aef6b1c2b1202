namespace Pika.Tests.EndToEnd;

/// <summary>The test client, against the real server that it must understand.</summary>
[Collection(Servers.Collection)]
public sealed class RespClientTests(Servers servers)
{
    [Fact]
    public async Task Reads_replies_of_every_kind_as_they_come()
    {
        using var client = await servers.Redis.Connect();

        (await client.Call("PING")).ShouldBe("+PONG\r\n");
        (await client.Call("ECHO", "a\r\n\0b")).ShouldBe("$5\r\na\r\n\0b\r\n");
        (await client.Call("GET", "no such key")).ShouldBe("$-1\r\n");
        (await client.Call("NOSUCH")).ShouldStartWith("-ERR unknown command");
        (await client.Call("HELLO", "3")).ShouldStartWith("%7\r\n$6\r\nserver\r\n");
        (await client.Call("GET", "no such key")).ShouldBe("_\r\n");
    }

    [Fact]
    public async Task Reads_to_the_end_when_the_server_hangs_up()
    {
        using var client = await servers.Redis.Connect();

        await client.Send(RespClient.Encode("QUIT"));

        (await client.ReadToEnd()).ShouldBe("+OK\r\n");
    }
}
