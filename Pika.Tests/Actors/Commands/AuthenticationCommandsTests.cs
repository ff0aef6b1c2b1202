using Pika.Tests.Actors.Support;
using Pika.Tests.Protocol.Support;

namespace Pika.Tests.Actors.Commands;

public sealed class AuthenticationCommandsTests : IAsyncLifetime
{
    private const string NoAuth = "-NOAUTH Authentication required.\r\n";
    private const string WrongPass = "-WRONGPASS invalid username-password pair or user is disabled.\r\n";

    private TestNode _node = null!;

    public async Task InitializeAsync() => _node = await TestNode.OpenAsync();

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public async Task Requirepass_counts_at_once_for_those_who_come_after_it()
    {
        var early = _node.Connect();
        await early.Ask("CONFIG", "SET", "requirepass", "secret");
        var late = _node.Connect();

        (await early.Ask("PING")).ShouldBe("+PONG\r\n");
        (await late.Pipeline("PING", "GET a", "CLIENT ID")).ShouldBe(NoAuth + NoAuth + NoAuth);
        (await late.Pipeline("AUTH wrong", "AUTH default wrong", "AUTH nobody secret")).ShouldBe(WrongPass + WrongPass + WrongPass);
        (await late.Pipeline("AUTH secret", "PING")).ShouldBe("+OK\r\n+PONG\r\n");
        (await late.Pipeline("RESET", "PING")).ShouldBe("+RESET\r\n" + NoAuth);
        await early.Ask("CONFIG", "SET", "requirepass", "");
        (await late.Ask("PING")).ShouldBe("+PONG\r\n");
    }

    [Fact]
    public async Task A_password_without_requirepass_is_a_mistake_worth_telling()
    {
        var client = _node.Connect();

        (await client.Ask("AUTH", "x")).ShouldStartWith("-ERR AUTH <password> called without any password configured");
        (await client.Ask("AUTH", "default", "x")).ShouldBe("+OK\r\n");
    }

    [Fact]
    public async Task Hello_speaks_the_protocol_that_it_announces()
    {
        var client = _node.Connect();

        var reply = RespTree.Parse(await client.Ask("HELLO", "3", "SETNAME", "bob"));

        reply.Type.ShouldBe('%');
        reply["server"]!.ToString().ShouldBe("$redis");
        reply["version"]!.ToString().ShouldBe("$7.0.15");
        reply["proto"]!.ToString().ShouldBe(":3");
        reply["id"]!.ToString().ShouldBe($":{client.Client.Id}");
        reply["role"]!.ToString().ShouldBe("$master");
        (await client.Pipeline("CLIENT GETNAME", "GET nothing")).ShouldBe("$3\r\nbob\r\n_\r\n");
        (await client.Ask("HELLO", "2")).ShouldStartWith("*14\r\n");
        (await client.Ask("GET", "nothing")).ShouldBe("$-1\r\n");
    }

    [Fact]
    public async Task Hello_lets_in_who_gives_the_password_with_it()
    {
        await _node.Connect().Ask("CONFIG", "SET", "requirepass", "secret");
        var client = _node.Connect();

        (await client.Ask("HELLO", "3")).ShouldStartWith("-NOAUTH HELLO must be called with the client already authenticated");
        (await client.Ask("HELLO", "3", "AUTH", "default", "wrong")).ShouldBe(WrongPass);
        client.Client.Protocol.ShouldBe(2);
        (await client.Ask("HELLO", "3", "AUTH", "default", "secret")).ShouldStartWith("%7\r\n");
        (await client.Ask("PING")).ShouldBe("+PONG\r\n");
    }

    [Fact]
    public async Task Before_authentication_requests_must_be_small()
    {
        await _node.Connect().Ask("CONFIG", "SET", "requirepass", "secret");

        (await _node.Connect().Ask("AUTH", new string('x', 20_000))).ShouldBe("-ERR Protocol error: unauthenticated bulk length\r\n");
        (await _node.Connect().Pipeline("AUTH secret", "SET a " + new string('x', 20_000))).ShouldBe("+OK\r\n+OK\r\n");
    }
}
