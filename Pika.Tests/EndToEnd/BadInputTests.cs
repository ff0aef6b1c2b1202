using System.Text;

namespace Pika.Tests.EndToEnd;

/// <summary>Clients that break the protocol, or do not read: the same answer as from Redis, and nobody else notices.</summary>
[Collection(Servers.Collection)]
public sealed class BadInputTests(Servers servers)
{
    public static TheoryData<string, string> Broken() =>
        new()
        {
            { "bulk of 600 MB", "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$629145600\r\n" },
            { "negative bulk", "*2\r\n$3\r\nGET\r\n$-1\r\n" },
            { "bulk length is no number", "*2\r\n$3\r\nGET\r\n$x\r\n" },
            { "no dollar", "*2\r\n$3\r\nGET\r\n:5\r\n" },
            { "too many arguments", "*2147483648\r\n" },
            { "argument count is no number", "*x\r\n" },
            { "huge argument count", "*99999999999999999999\r\n" },
            { "unbalanced quotes", "SET a \"b\r\n" },
            { "inline of 64 KB without an end", new string('a', 70_000) },
            { "bulk header of 64 KB without an end", "*1\r\n$" + new string('1', 70_000) },
            { "count of 64 KB without an end", "*" + new string('1', 70_000) },
        };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task A_broken_request_gets_Redis_s_error_and_the_connection_ends(string what, string bytes)
    {
        var expected = await Converse(servers.Redis, bytes);
        expected.ShouldStartWith("-ERR Protocol error", customMessage: what);

        (await Converse(servers.Pika, bytes)).ShouldBe(expected, what);
        await StillServes(servers.Pika);
    }

    [Theory]
    [InlineData("*0\r\n*-1\r\n\r\n\r\nPING\r\n")]
    [InlineData("*-10\r\nPING\r\n")]
    [InlineData("  PING  \r\n")]
    [InlineData("PING\n")]
    [InlineData("set inline:a 'it\\'s'\r\nget inline:a\r\ndel inline:a\r\n")]
    [InlineData("set inline:b \"\\x41\\n\\\"\"\r\nget inline:b\r\ndel inline:b\r\n")]
    [InlineData("*1\r\n$0\r\n\r\n")]
    [InlineData("nosuch 1 2 3\r\n")]
    [InlineData("get\r\n")]
    [InlineData("echo \"\" ''\r\necho ''\r\n")]
    public async Task An_odd_request_is_answered_as_by_Redis(string bytes)
    {
        var expected = await Converse(servers.Redis, bytes + "QUIT\r\n");
        expected.ShouldEndWith("+OK\r\n");

        (await Converse(servers.Pika, bytes + "QUIT\r\n")).ShouldBe(expected);
    }

    [Fact]
    public async Task Garbage_harms_nobody()
    {
        var random = new Random(21);
        for (var round = 0; round < 100; round++)
        {
            var garbage = new byte[random.Next(1, 4000)];
            random.NextBytes(garbage);
            if (round % 2 == 0)
                garbage[0] = (byte)"*$+-:_"[random.Next(6)];
            using var client = await servers.Pika.Connect();
            await client.Send(garbage);
        }

        await StillServes(servers.Pika);
    }

    [Fact]
    public async Task A_request_in_single_bytes_is_understood()
    {
        using var client = await servers.Pika.Connect();
        foreach (var one in RespClient.Encode("ECHO", "slowly"))
            await client.Send(new[] { one });

        (await client.Read()).ShouldBe("$6\r\nslowly\r\n");
    }

    [Fact]
    public async Task A_client_that_never_reads_is_cut_off_at_its_limit()
    {
        using var folder = new TemporaryFolder();
        await using var server = await PikaProcess.Start(folder.Path, "client-output-buffer-limit", "normal 4mb 0 0");
        using var other = await server.Connect();
        await other.Call("SET", "big", new string('x', 1_000_000));
        using var deaf = await server.Connect();
        await deaf.Call("CLIENT", "SETNAME", "deaf");
        var request = RespClient.Encode("GET", "big");

        // More than the limit and whatever the kernel's buffers hold; the server must neither keep it all nor stop for the others.
        try
        {
            for (var sent = 0; sent < 300; sent++)
                await deaf.Send(request);
        }
        catch (System.Net.Sockets.SocketException)
        {
            // It was cut off while it was sending.
        }

        await Eventually.Holds(() => server.Output.Contains("output buffer limit", StringComparison.OrdinalIgnoreCase), "the log says why");
        await Eventually.Holds(async () => !(await other.Call("CLIENT", "LIST")).Contains("name=deaf"), "it is gone");
        (await other.Call("PING")).ShouldBe("+PONG\r\n");
    }

    private static async Task<string> Converse(ServerProcess server, string bytes)
    {
        using var client = await server.Connect();
        try
        {
            await client.Send(Encoding.Latin1.GetBytes(bytes));
        }
        catch (System.Net.Sockets.SocketException)
        {
            // The server may hang up before it has read all.
        }

        return await client.ReadToEnd();
    }

    private static async Task StillServes(ServerProcess server)
    {
        using var client = await server.Connect();
        (await client.Call("PING")).ShouldBe("+PONG\r\n");
    }
}
