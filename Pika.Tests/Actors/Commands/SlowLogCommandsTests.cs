using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Commands;

public sealed class SlowLogCommandsTests : NodeTestBase
{
    private protected override Task<TestNode> OpenNode() => TestNode.OpenAsync(config => config.SlowLogSlowerThan = 0);

    [Fact]
    public async Task Entries_are_the_newest_first_with_client_and_words()
    {
        await Client.Pipeline("CLIENT SETNAME bob", "SET a 1");

        var reply = await Client.Ask("SLOWLOG", "GET", "1");

        reply.ShouldStartWith($"*1\r\n*6\r\n:1\r\n:{Node.Time.NowMs / 1000}\r\n:");
        reply.ShouldEndWith("*3\r\n$3\r\nSET\r\n$1\r\na\r\n$1\r\n1\r\n$11\r\n127.0.0.1:1\r\n$3\r\nbob\r\n");
    }

    [Fact]
    public async Task What_is_too_long_is_cut_and_passwords_are_hidden()
    {
        await Client.Ask(["MSET", .. Enumerable.Range(0, 40).Select(i => i == 0 ? new string('k', 200) : $"{i}")]);
        await Client.Ask("AUTH", "default", "secret");
        await Client.Ask("CONFIG", "SET", "timeout", "0", "requirepass", "hunter2");

        var reply = await Client.Ask("SLOWLOG", "GET", "-1");

        reply.ShouldContain(new string('k', 128) + "... (72 more bytes)\r\n");
        reply.ShouldContain("... (10 more arguments)\r\n");
        reply.ShouldContain("$4\r\nAUTH\r\n$10\r\n(redacted)\r\n");
        reply.ShouldNotContain("secret");
        reply.ShouldNotContain("hunter2");
    }

    [Fact]
    public async Task It_keeps_what_its_length_allows_and_what_is_slow_enough()
    {
        await Client.Pipeline("CONFIG SET slowlog-max-len 2", "PING", "PING", "PING");
        (await Client.Ask("SLOWLOG", "LEN")).ShouldBe(":2\r\n");

        (await Client.Pipeline("SLOWLOG RESET", "CONFIG SET slowlog-log-slower-than -1")).ShouldBe("+OK\r\n+OK\r\n");
        await Client.Pipeline("SLOWLOG RESET", "PING");
        (await Client.Ask("SLOWLOG", "LEN")).ShouldBe(":0\r\n");
    }
}
