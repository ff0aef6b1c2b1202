using Pika.Actors.Configuration;
using Pika.Tests.Actors.Support;
using Pika.Tests.Protocol.Support;

namespace Pika.Tests.Actors.Commands;

public sealed class DebugCommandsTests : NodeTestBase
{
    private protected override Task<TestNode> OpenNode() => TestNode.OpenAsync(config => config.EnableDebugCommand = DebugAccess.Yes);

    [RedisFact]
    public async Task Digests_are_those_of_Redis()
    {
        using var server = new RedisServer();
        using var redis = server.Connect();
        string[][] commands =
        [
            ["SET", "a", "1"],
            ["SET", "b", new string('x', 70_000), "PX", "10000000"],
            ["SETRANGE", "sparse", "20000", "end"],
            ["SETRANGE", "sparse", "9000", "middle"],
            ["SET", "", ""],
            ["COPY", "b", "b", "DB", "3"],
            ["MOVE", "a", "15"],
            ["SWAPDB", "0", "7"],
        ];
        (await Client.Ask("DEBUG", "DIGEST")).ShouldBe($"+{redis.Ask("DEBUG", "DIGEST").Text}\r\n");
        foreach (var command in commands)
        {
            redis.Ask(command);
            await Client.Ask(command);
            (await Client.Ask("DEBUG", "DIGEST")).ShouldBe($"+{redis.Ask("DEBUG", "DIGEST").Text}\r\n", command[0]);
        }

        redis.Ask("SELECT", "7");
        await Client.Ask("SELECT", "7");
        string[] values = ["DEBUG", "DIGEST-VALUE", "b", "sparse", "", "nosuch"];
        RespTree.Parse(await Client.Ask(values)).ToString().ShouldBe(redis.Ask(values).ToString());
    }

    [Fact]
    public async Task A_key_that_has_expired_is_in_the_digest_until_it_is_removed()
    {
        Node.Node.ActiveExpire = false;
        var empty = await Client.Ask("DEBUG", "DIGEST");
        await Client.Ask("SET", "a", "1", "PX", "10");
        var digest = await Client.Ask("DEBUG", "DIGEST");
        Node.Time.Advance(TimeSpan.FromMilliseconds(10));
        (await Client.Ask("DEBUG", "DIGEST")).ShouldBe(digest);
        await Client.Ask("GET", "a");
        (await Client.Ask("DEBUG", "DIGEST")).ShouldBe(empty);
    }

    [Fact]
    public async Task A_transaction_has_the_digest_of_its_own_writes()
    {
        await Client.Pipeline("SET a 1", "MULTI", "SET a 2", "FLUSHALL", "SET b 3", "DEBUG DIGEST");
        var inside = RespTree.Parse(await Client.Ask("EXEC"))[3].Text;
        (await Client.Ask("DEBUG", "DIGEST")).ShouldBe($"+{inside}\r\n");
    }

    [Fact]
    public async Task Reload_keeps_the_data()
    {
        await Client.Pipeline("SET a 1 PX 5000", "SETRANGE b 100000 x");
        var digest = await Client.Ask("DEBUG", "DIGEST");
        (await Client.Ask("DEBUG", "RELOAD")).ShouldBe("+OK\r\n");
        (await Client.Ask("DEBUG", "DIGEST")).ShouldBe(digest);
        (await Client.Ask("PTTL", "a")).ShouldBe(":5000\r\n");
    }

    [Fact]
    public async Task Set_active_expire_turns_the_background_off_and_on()
    {
        (await Client.Ask("DEBUG", "SET-ACTIVE-EXPIRE", "0")).ShouldBe("+OK\r\n");
        await Client.Ask("SET", "a", "1", "PX", "10");
        Node.Time.Advance(TimeSpan.FromMilliseconds(10));
        (await Client.Pipeline("DBSIZE", "GET a", "DBSIZE")).ShouldBe(":1\r\n$-1\r\n:0\r\n");

        await Client.Ask("SET", "b", "1", "PX", "10");
        Node.Time.Advance(TimeSpan.FromMilliseconds(10));
        await Client.Ask("DEBUG", "SET-ACTIVE-EXPIRE", "1");
        await Eventually.True(() => Node.Node.Databases[0].Generation.Keys == 0);
    }

    [Fact]
    public async Task Sleep_holds_the_client_and_nobody_else()
    {
        var sleeping = Client.Pipeline("DEBUG SLEEP 1.5", "SET a 1");
        var other = Node.Connect();
        (await other.Ask("EXISTS", "a")).ShouldBe(":0\r\n");
        sleeping.IsCompleted.ShouldBeFalse();
        (await sleeping).ShouldBe("+OK\r\n+OK\r\n");
        (await other.Ask("EXISTS", "a")).ShouldBe(":1\r\n");
        (await Client.Pipeline("DEBUG SLEEP x", "DEBUG SLEEP -1")).ShouldBe("+OK\r\n+OK\r\n");
    }

    [Fact]
    public async Task Sleep_in_a_transaction_holds_the_client_after_it()
    {
        await Client.Pipeline("MULTI", "DEBUG SLEEP 1.5", "SET a 1");
        var sleeping = Client.Ask("EXEC");
        await Eventually.True(() => Node.Node.Databases[0].Generation.Keys == 1);
        sleeping.IsCompleted.ShouldBeFalse();
        (await sleeping).ShouldBe("*2\r\n+OK\r\n+OK\r\n");
    }

    [Fact]
    public async Task Object_describes_a_value()
    {
        await Client.Pipeline("SET a 300", "SET b abc");
        (await Client.Ask("DEBUG", "OBJECT", "a")).ShouldStartWith("+Value at:0x0 refcount:2147483647 encoding:int serializedlength:3 ");
        (await Client.Ask("DEBUG", "OBJECT", "b")).ShouldStartWith("+Value at:0x0 refcount:1 encoding:embstr serializedlength:4 ");
        (await Client.Ask("DEBUG", "OBJECT", "c")).ShouldBe("-ERR no such key\r\n");
    }

    [Fact]
    public async Task The_configuration_says_who_may()
    {
        const string NotAllowed = "-ERR DEBUG command not allowed. If the enable-debug-command option is set to \"local\", you can run it ";
        Node.Node.Config.EnableDebugCommand = DebugAccess.Local;
        (await Client.Ask("DEBUG", "SLEEP", "0")).ShouldBe("+OK\r\n");

        Node.Node.Config.EnableDebugCommand = DebugAccess.No;
        (await Client.Ask("DEBUG", "SLEEP", "0")).ShouldStartWith(NotAllowed);
        await Client.Ask("MULTI");
        (await Client.Ask("DEBUG", "SLEEP", "0")).ShouldStartWith(NotAllowed);
        (await Client.Ask("EXEC")).ShouldStartWith("-EXECABORT");
        (await Client.Ask("DEBUG")).ShouldBe("-ERR wrong number of arguments for 'debug' command\r\n");
    }

    [Theory]
    [InlineData("DEBUG NOSUCH", "-ERR unknown subcommand or wrong number of arguments for 'NOSUCH'. Try DEBUG HELP.\r\n")]
    [InlineData("DEBUG digest x", "-ERR unknown subcommand or wrong number of arguments for 'digest'. Try DEBUG HELP.\r\n")]
    [InlineData("DEBUG RELOAD x", "-ERR DEBUG RELOAD only supports the MERGE, NOFLUSH and NOSAVE options.\r\n")]
    [InlineData("DEBUG DIGEST-VALUE", "*0\r\n")]
    public async Task Errors_are_those_of_Redis(string command, string expected)
    {
        (await Client.Pipeline(command)).ShouldBe(expected);
    }

    [Fact]
    public async Task Help_has_an_entry_for_each_subcommand()
    {
        var help = RespTree.Parse(await Client.Ask("DEBUG", "HELP")).Items.Select(line => line.Text!).ToList();
        foreach (var name in new[] { "DIGEST", "DIGEST-VALUE", "HELP", "OBJECT", "RELOAD", "SET-ACTIVE-EXPIRE", "SLEEP" })
            help.ShouldContain(line => line.Split(' ', StringSplitOptions.None)[0] == name);
    }
}
