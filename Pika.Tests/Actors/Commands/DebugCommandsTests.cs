using System.Text;
using Pika.Actors.Configuration;
using Pika.Tests.Actors.Support;
using Pika.Tests.Protocol.Support;

namespace Pika.Tests.Actors.Commands;

public sealed class DebugCommandsTests : IAsyncLifetime
{
    private TestNode _node = null!;
    private TestClient _client = null!;

    public async Task InitializeAsync()
    {
        _node = await TestNode.OpenAsync(config => config.EnableDebugCommand = DebugAccess.Yes);
        _client = _node.Connect();
    }

    public async Task DisposeAsync() => await _node.DisposeAsync();

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
        (await _client.Ask("DEBUG", "DIGEST")).ShouldBe($"+{redis.Ask("DEBUG", "DIGEST").Text}\r\n");
        foreach (var command in commands)
        {
            redis.Ask(command);
            await _client.Ask(command);
            (await _client.Ask("DEBUG", "DIGEST")).ShouldBe($"+{redis.Ask("DEBUG", "DIGEST").Text}\r\n", command[0]);
        }

        redis.Ask("SELECT", "7");
        await _client.Ask("SELECT", "7");
        string[] values = ["DEBUG", "DIGEST-VALUE", "b", "sparse", "", "nosuch"];
        Parse(await _client.Ask(values)).ToString().ShouldBe(redis.Ask(values).ToString());
    }

    [Fact]
    public async Task A_key_that_has_expired_is_in_the_digest_until_it_is_removed()
    {
        _node.Node.ActiveExpire = false;
        var empty = await _client.Ask("DEBUG", "DIGEST");
        await _client.Ask("SET", "a", "1", "PX", "10");
        var digest = await _client.Ask("DEBUG", "DIGEST");
        _node.Time.Advance(TimeSpan.FromMilliseconds(10));
        (await _client.Ask("DEBUG", "DIGEST")).ShouldBe(digest);
        await _client.Ask("GET", "a");
        (await _client.Ask("DEBUG", "DIGEST")).ShouldBe(empty);
    }

    [Fact]
    public async Task A_transaction_has_the_digest_of_its_own_writes()
    {
        await _client.Pipeline("SET a 1", "MULTI", "SET a 2", "FLUSHALL", "SET b 3", "DEBUG DIGEST");
        var inside = Parse(await _client.Ask("EXEC"))[3].Text;
        (await _client.Ask("DEBUG", "DIGEST")).ShouldBe($"+{inside}\r\n");
    }

    [Fact]
    public async Task Reload_keeps_the_data()
    {
        await _client.Pipeline("SET a 1 PX 5000", "SETRANGE b 100000 x");
        var digest = await _client.Ask("DEBUG", "DIGEST");
        (await _client.Ask("DEBUG", "RELOAD")).ShouldBe("+OK\r\n");
        (await _client.Ask("DEBUG", "DIGEST")).ShouldBe(digest);
        (await _client.Ask("PTTL", "a")).ShouldBe(":5000\r\n");
    }

    [Fact]
    public async Task Set_active_expire_turns_the_background_off_and_on()
    {
        (await _client.Ask("DEBUG", "SET-ACTIVE-EXPIRE", "0")).ShouldBe("+OK\r\n");
        await _client.Ask("SET", "a", "1", "PX", "10");
        _node.Time.Advance(TimeSpan.FromMilliseconds(10));
        (await _client.Pipeline("DBSIZE", "GET a", "DBSIZE")).ShouldBe(":1\r\n$-1\r\n:0\r\n");

        await _client.Ask("SET", "b", "1", "PX", "10");
        _node.Time.Advance(TimeSpan.FromMilliseconds(10));
        await _client.Ask("DEBUG", "SET-ACTIVE-EXPIRE", "1");
        await Eventually.True(() => _node.Node.Databases[0].Generation.Keys == 0);
    }

    [Fact]
    public async Task Sleep_holds_the_client_and_nobody_else()
    {
        var sleeping = _client.Pipeline("DEBUG SLEEP 1.5", "SET a 1");
        var other = _node.Connect();
        (await other.Ask("EXISTS", "a")).ShouldBe(":0\r\n");
        sleeping.IsCompleted.ShouldBeFalse();
        (await sleeping).ShouldBe("+OK\r\n+OK\r\n");
        (await other.Ask("EXISTS", "a")).ShouldBe(":1\r\n");
        (await _client.Pipeline("DEBUG SLEEP x", "DEBUG SLEEP -1")).ShouldBe("+OK\r\n+OK\r\n");
    }

    [Fact]
    public async Task Sleep_in_a_transaction_holds_the_client_after_it()
    {
        await _client.Pipeline("MULTI", "DEBUG SLEEP 1.5", "SET a 1");
        var sleeping = _client.Ask("EXEC");
        await Eventually.True(() => _node.Node.Databases[0].Generation.Keys == 1);
        sleeping.IsCompleted.ShouldBeFalse();
        (await sleeping).ShouldBe("*2\r\n+OK\r\n+OK\r\n");
    }

    [Fact]
    public async Task Object_describes_a_value()
    {
        await _client.Pipeline("SET a 300", "SET b abc");
        (await _client.Ask("DEBUG", "OBJECT", "a")).ShouldStartWith("+Value at:0x0 refcount:2147483647 encoding:int serializedlength:3 ");
        (await _client.Ask("DEBUG", "OBJECT", "b")).ShouldStartWith("+Value at:0x0 refcount:1 encoding:embstr serializedlength:4 ");
        (await _client.Ask("DEBUG", "OBJECT", "c")).ShouldBe("-ERR no such key\r\n");
    }

    [Fact]
    public async Task The_configuration_says_who_may()
    {
        const string NotAllowed = "-ERR DEBUG command not allowed. If the enable-debug-command option is set to \"local\", you can run it ";
        _node.Node.Config.EnableDebugCommand = DebugAccess.Local;
        (await _client.Ask("DEBUG", "SLEEP", "0")).ShouldBe("+OK\r\n");

        _node.Node.Config.EnableDebugCommand = DebugAccess.No;
        (await _client.Ask("DEBUG", "SLEEP", "0")).ShouldStartWith(NotAllowed);
        await _client.Ask("MULTI");
        (await _client.Ask("DEBUG", "SLEEP", "0")).ShouldStartWith(NotAllowed);
        (await _client.Ask("EXEC")).ShouldStartWith("-EXECABORT");
        (await _client.Ask("DEBUG")).ShouldBe("-ERR wrong number of arguments for 'debug' command\r\n");
    }

    [Theory]
    [InlineData("DEBUG NOSUCH", "-ERR unknown subcommand or wrong number of arguments for 'NOSUCH'. Try DEBUG HELP.\r\n")]
    [InlineData("DEBUG digest x", "-ERR unknown subcommand or wrong number of arguments for 'digest'. Try DEBUG HELP.\r\n")]
    [InlineData("DEBUG RELOAD x", "-ERR DEBUG RELOAD only supports the MERGE, NOFLUSH and NOSAVE options.\r\n")]
    [InlineData("DEBUG DIGEST-VALUE", "*0\r\n")]
    public async Task Errors_are_those_of_Redis(string command, string expected)
    {
        (await _client.Pipeline(command)).ShouldBe(expected);
    }

    [Fact]
    public async Task Help_has_an_entry_for_each_subcommand()
    {
        var help = Parse(await _client.Ask("DEBUG", "HELP")).Items.Select(line => line.Text!).ToList();
        foreach (var name in new[] { "DIGEST", "DIGEST-VALUE", "HELP", "OBJECT", "RELOAD", "SET-ACTIVE-EXPIRE", "SLEEP" })
            help.ShouldContain(line => line.Split(' ', StringSplitOptions.None)[0] == name);
    }

    private static RespTree Parse(string reply) => RespTree.Parse(Encoding.Latin1.GetBytes(reply));
}
