using System.Net.Sockets;
using System.Text;
using Pika.Tests.Actors.Support;

namespace Pika.Tests.Host.Network;

public sealed class RespConnectionHandlerTests : IAsyncLifetime
{
    private ServedNode _served = null!;

    public async Task InitializeAsync() => _served = await ServedNode.OpenAsync();

    public async Task DisposeAsync() => await _served.DisposeAsync();

    [Fact]
    public async Task A_client_that_closes_its_side_still_gets_its_replies()
    {
        var socket = await _served.ConnectSocket();
        await socket.SendAsync("SET a 1\r\nGET a\r\n"u8.ToArray());
        socket.Shutdown(SocketShutdown.Send);

        (await ReadToEnd(socket)).ShouldBe("+OK\r\n$1\r\n1\r\n");
        await Eventually.True(() => _served.Node.Node.Clients.Count == 0);
    }

    [Fact]
    public async Task An_idle_client_is_disconnected_after_the_timeout_and_one_that_waits_for_the_server_is_not()
    {
        var idle = await _served.ConnectSocket();
        var admin = _served.Node.Connect();
        await admin.Ask("CONFIG", "SET", "timeout", "10");
        await admin.Ask("CLIENT", "PAUSE", "1000000", "WRITE");
        var waiting = await _served.ConnectSocket();
        await waiting.SendAsync("SET a 1\r\n"u8.ToArray());
        await Eventually.True(() => _served.Node.Node.Clients.All.Any(client => client.IsExecuting));

        _served.Node.Time.Advance(TimeSpan.FromSeconds(9));
        _served.Node.Time.Advance(TimeSpan.FromSeconds(2));

        (await ReadToEnd(idle)).ShouldBe("");
        await _served.Node.Connect().Ask("CLIENT", "UNPAUSE");
        (await ReadReply(waiting, "+OK\r\n".Length)).ShouldBe("+OK\r\n");
    }

    [Fact]
    public async Task A_killed_client_sees_its_connection_end()
    {
        var socket = await _served.ConnectSocket();
        await socket.SendAsync("CLIENT ID\r\n"u8.ToArray());
        (await ReadReply(socket, 4)).ShouldBe(":1\r\n");

        (await _served.Node.Connect().Ask("CLIENT", "KILL", "ID", "1")).ShouldBe(":1\r\n");

        (await ReadToEnd(socket)).ShouldBe("");
    }

    [Theory]
    [InlineData(SocketShutdown.Send)]
    [InlineData(SocketShutdown.Both)]
    public async Task A_client_that_goes_while_it_is_blocked_is_forgotten(SocketShutdown how)
    {
        var socket = await _served.ConnectSocket();
        await socket.SendAsync("BLPOP k 0\r\nSET behind it\r\n"u8.ToArray());
        await Eventually.True(() => _served.Node.Node.Blocked.Count == 1);
        socket.Shutdown(how);

        await Eventually.True(() => _served.Node.Node.Clients.Count == 0);
        _served.Node.Node.Blocked.Any.ShouldBeFalse();
        (await _served.Node.Connect().Pipeline("RPUSH k x", "LLEN k", "EXISTS behind")).ShouldBe(":1\r\n:1\r\n:0\r\n");
    }

    [Fact]
    public async Task A_client_that_was_blocked_can_go_on_and_can_go()
    {
        var socket = await _served.ConnectSocket();
        await socket.SendAsync("SET a 1\r\nBLPOP k 0\r\nGET a\r\n"u8.ToArray());
        (await ReadReply(socket, "+OK\r\n".Length)).ShouldBe("+OK\r\n", "what comes before is not held back");
        await Eventually.True(() => _served.Node.Node.Blocked.Count == 1);

        await _served.Node.Connect().Ask("RPUSH", "k", "x");

        const string Replies = "*2\r\n$1\r\nk\r\n$1\r\nx\r\n$1\r\n1\r\n";
        (await ReadReply(socket, Replies.Length)).ShouldBe(Replies);
        await socket.SendAsync("GET a\r\n"u8.ToArray());
        socket.Shutdown(SocketShutdown.Send);
        (await ReadToEnd(socket)).ShouldBe("$1\r\n1\r\n");
    }

    [Theory]
    [InlineData("*2\r\n$3\r\nGET\r\n$629145600\r\n", "-ERR Protocol error: invalid bulk length\r\n")]
    [InlineData("*2\r\n$3\r\nGET\r\n$-5\r\n", "-ERR Protocol error: invalid bulk length\r\n")]
    [InlineData("*3000000000\r\n", "-ERR Protocol error: invalid multibulk length\r\n")]
    [InlineData("SET \"a\r\n", "-ERR Protocol error: unbalanced quotes in request\r\n")]
    public async Task What_is_not_RESP_is_answered_once_and_ends_the_connection(string bytes, string error)
    {
        var socket = await _served.ConnectSocket();
        await socket.SendAsync(Encoding.Latin1.GetBytes(bytes));

        (await ReadToEnd(socket)).ShouldBe(error);
    }

    [Fact]
    public async Task The_longest_string_follows_the_configuration_while_connections_are_open()
    {
        var socket = await _served.ConnectSocket();
        await _served.Node.Connect().Ask("CONFIG", "SET", "proto-max-bulk-len", "1mb");
        await socket.SendAsync("*2\r\n$4\r\nECHO\r\n$1048577\r\n"u8.ToArray());

        (await ReadToEnd(socket)).ShouldBe("-ERR Protocol error: invalid bulk length\r\n");
    }

    [Fact]
    public async Task An_unfinished_request_above_the_query_buffer_limit_ends_the_connection()
    {
        var socket = await _served.ConnectSocket();
        await _served.Node.Connect().Ask("CONFIG", "SET", "client-query-buffer-limit", "1mb");
        await socket.SendAsync("*2\r\n$4\r\nECHO\r\n$3000000\r\n"u8.ToArray());
        var sending = socket.SendAsync(new byte[2_000_000]);

        await Eventually.True(() => _served.Node.Node.Clients.Count == 1);
        await Record.ExceptionAsync(() => sending);
    }

    [Fact]
    public async Task A_silent_connection_is_sent_what_others_publish_in_their_order()
    {
        var socket = await _served.ConnectSocket();
        await socket.SendAsync("SUBSCRIBE a\r\n"u8.ToArray());
        await Expect(socket, "*3\r\n$9\r\nsubscribe\r\n$1\r\na\r\n:1\r\n");
        var speaker = _served.Node.Connect();
        for (var i = 100; i < 400; i++)
            (await speaker.Ask("PUBLISH", "a", $"{i}")).ShouldBe(":1\r\n");

        for (var i = 100; i < 400; i++)
            await Expect(socket, $"*3\r\n$7\r\nmessage\r\n$1\r\na\r\n$3\r\n{i}\r\n");
    }

    [Fact]
    public async Task A_client_that_waits_in_a_command_hears_what_others_publish()
    {
        var socket = await _served.ConnectSocket();
        await socket.SendAsync("HELLO 3\r\nSUBSCRIBE a\r\nBLPOP list 0\r\n"u8.ToArray());
        var speaker = _served.Node.Connect();
        await Eventually.True(() => _served.Node.Node.Clients.All.Any(client => client is { IsSubscriber: true, LastCommand: "blpop" }));
        (await speaker.Ask("PUBLISH", "a", "1")).ShouldBe(":1\r\n");
        await ReadUntil(socket, ">3\r\n$7\r\nmessage\r\n$1\r\na\r\n$1\r\n1\r\n");

        await speaker.Ask("RPUSH", "list", "x");
        await Expect(socket, "*2\r\n$4\r\nlist\r\n$1\r\nx\r\n");
        await speaker.Ask("CLIENT", "PAUSE", "100000", "WRITE");
        await socket.SendAsync("SET a 1\r\n"u8.ToArray());
        await Eventually.True(() => _served.Node.Node.Clients.All.Any(client => client.IsExecuting));
        await speaker.Ask("PUBLISH", "a", "2");
        await Expect(socket, ">3\r\n$7\r\nmessage\r\n$1\r\na\r\n$1\r\n2\r\n");
        await speaker.Ask("CLIENT", "UNPAUSE");
        await Expect(socket, "+OK\r\n");
    }

    [Fact]
    public async Task Refused_connections_are_counted()
    {
        _served.Handler.Refused();

        (await _served.Node.Connect().Ask("INFO", "stats")).ShouldContain("\r\nrejected_connections:1\r\n");
    }

    private static async Task<string> ReadToEnd(Socket socket)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await socket.ReceiveAsync(buffer, patience.Token) is > 0 and var count)
            text.Append(Encoding.Latin1.GetString(buffer, 0, count));

        return text.ToString();
    }

    private static async Task ReadUntil(Socket socket, string end)
    {
        var text = "";
        while (!text.EndsWith(end, StringComparison.Ordinal))
            text += await ReadReply(socket, 1);
    }

    private static async Task Expect(Socket socket, string bytes) => (await ReadReply(socket, bytes.Length)).ShouldBe(bytes);

    private static async Task<string> ReadReply(Socket socket, int length)
    {
        var buffer = new byte[length];
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        for (var read = 0; read < length; )
            read += await socket.ReceiveAsync(buffer.AsMemory(read), patience.Token);

        return Encoding.Latin1.GetString(buffer);
    }
}
