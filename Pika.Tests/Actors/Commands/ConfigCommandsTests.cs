using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Commands;

public sealed class ConfigCommandsTests : NodeTestBase
{
    [Fact]
    public async Task What_is_set_is_in_force_and_can_be_read()
    {
        (await Client.Ask("CONFIG", "SET", "maxclients", "77", "hz", "20")).ShouldBe("+OK\r\n");

        Node.Node.Config.MaxClients.ShouldBe(77);
        (await Client.Ask("CONFIG", "GET", "maxclients", "hz")).ShouldBe("*4\r\n$10\r\nmaxclients\r\n$2\r\n77\r\n$2\r\nhz\r\n$2\r\n20\r\n");
        (await Node.Connect(protocol: 3).Ask("CONFIG", "GET", "hz")).ShouldBe("%1\r\n$2\r\nhz\r\n$2\r\n20\r\n");
    }

    [Fact]
    public async Task One_wrong_value_spoils_the_command()
    {
        (await Client.Ask("CONFIG", "SET", "hz", "20", "maxclients", "many")).ShouldBe(
            "-ERR CONFIG SET failed (possibly related to argument 'maxclients') - argument couldn't be parsed into an integer\r\n"
        );
        Node.Node.Config.Hz.ShouldBe(10);
    }

    [Fact]
    public async Task What_clients_ask_for_as_they_connect_is_there() =>
        (
            await Client.Ask("CONFIG", "GET", "save", "appendonly", "replica-read-only", "slave-read-only", "databases", "timeout")
        ).ShouldStartWith("*12\r\n");

    [Fact]
    public async Task Inside_a_transaction_it_works_as_outside()
    {
        (await Client.Pipeline("MULTI", "CONFIG SET timeout 5", "CONFIG GET timeout", "CONFIG REWRITE", "EXEC")).ShouldEndWith(
            "*3\r\n+OK\r\n*2\r\n$7\r\ntimeout\r\n$1\r\n5\r\n-ERR The server is running without a config file\r\n"
        );
    }
}
