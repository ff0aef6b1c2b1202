using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Commands;

public sealed class ConnectionCommandsTests : NodeTestBase
{
    [Fact]
    public async Task Select_chooses_the_database_of_this_connection_alone()
    {
        (await Client.Pipeline("SELECT 15", "SET a 1", "SELECT 0", "GET a", "SELECT 16")).ShouldBe(
            "+OK\r\n+OK\r\n+OK\r\n$-1\r\n-ERR DB index is out of range\r\n"
        );
        Client.Client.Database.Number.ShouldBe(0);
    }

    [Fact]
    public async Task Quit_is_answered_and_what_follows_is_not_run()
    {
        (await Client.Pipeline("QUIT", "SET a 1")).ShouldBe("+OK\r\n");
        Client.Client.CloseAfterReply.ShouldBeTrue();
        (await Node.Connect().Ask("GET", "a")).ShouldBe("$-1\r\n");
    }

    [Fact]
    public async Task Reset_puts_everything_back()
    {
        var client = Node.Connect(protocol: 3);
        await client.Pipeline("SELECT 3", "CLIENT SETNAME bob", "CLIENT NO-TOUCH on", "WATCH k", "CLIENT REPLY OFF", "MULTI", "SET a 1");

        (await client.Pipeline("RESET", "EXEC", "CLIENT GETNAME", "GET a")).ShouldBe("+RESET\r\n-ERR EXEC without MULTI\r\n$-1\r\n$-1\r\n");
        client.Client.Database.Number.ShouldBe(0);
        client.Client.NoTouch.ShouldBeFalse();
        client.Client.Transaction.Watched.ShouldBeNull();
    }
}
