using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Commands;

public sealed class ClientCommandsTests : NodeTestBase
{
    [Fact]
    public async Task Names_of_clients_and_libraries_stand_in_the_list()
    {
        await Client.Pipeline("CLIENT SETNAME bob", "CLIENT SETINFO lib-name redis-py(x)", "CLIENT SETINFO LIB-VER 5.0.1");

        (await Client.Ask("CLIENT", "LIST")).ShouldContain(" name=bob ");
        (await Client.Ask("CLIENT", "INFO")).ShouldContain(" lib-name=redis-py(x) lib-ver=5.0.1\n");
    }

    [Theory]
    [InlineData("-ERR Client names cannot contain spaces, newlines or special characters.\r\n", "SETNAME", "a b")]
    [InlineData("-ERR lib-name cannot contain spaces, newlines or special characters.\r\n", "SETINFO", "lib-name", "a b")]
    [InlineData("-ERR Unrecognized option 'color'\r\n", "SETINFO", "color", "red")]
    public async Task Names_that_would_break_the_list_are_refused(string error, params string[] words) =>
        (await Client.Ask(["CLIENT", .. words])).ShouldBe(error);

    [Theory]
    [InlineData("", "CLIENT REPLY OFF", "PING", "SET a 1", "NOSUCH", "MULTI", "EXEC")]
    [InlineData("+OK\r\n", "CLIENT REPLY OFF", "PING", "CLIENT REPLY ON")]
    [InlineData("+PONG\r\n", "CLIENT REPLY SKIP", "SET a 1", "PING")]
    [InlineData("$1\r\n1\r\n", "CLIENT REPLY SKIP", "CLIENT REPLY SKIP", "SET a 1", "GET a")]
    [InlineData("", "CLIENT REPLY OFF", "CLIENT REPLY SKIP", "PING", "PING")]
    public async Task Replies_that_a_client_does_not_want_are_not_sent(string replies, params string[] commands) =>
        (await Client.Pipeline(commands)).ShouldBe(replies);

    [Fact]
    public async Task Silent_commands_are_run()
    {
        await Client.Pipeline("CLIENT REPLY OFF", "SET a 1", "INCR a", "CLIENT REPLY ON");

        (await Client.Ask("GET", "a")).ShouldBe("$1\r\n2\r\n");
    }
}
