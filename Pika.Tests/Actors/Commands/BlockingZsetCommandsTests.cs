using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Commands;

public sealed class BlockingZsetCommandsTests
{
    [Theory]
    [InlineData("BZPOPMIN y z 0", 2, "*3\r\n$1\r\nz\r\n$1\r\na\r\n$3\r\n1.5\r\n", ":2\r\n")]
    [InlineData("BZPOPMIN y z 0", 3, "*3\r\n$1\r\nz\r\n$1\r\na\r\n,1.5\r\n", ":2\r\n")]
    [InlineData("BZPOPMAX y z 0", 2, "*3\r\n$1\r\nz\r\n$1\r\nc\r\n$3\r\ninf\r\n", ":2\r\n")]
    [InlineData("BZMPOP 0 2 y z MIN", 2, "*2\r\n$1\r\nz\r\n*1\r\n*2\r\n$1\r\na\r\n$3\r\n1.5\r\n", ":2\r\n")]
    [InlineData(
        "BZMPOP 0 2 y z MAX COUNT 9",
        3,
        "*2\r\n$1\r\nz\r\n*3\r\n*2\r\n$1\r\nc\r\n,inf\r\n*2\r\n$1\r\nb\r\n,2\r\n*2\r\n$1\r\na\r\n,1.5\r\n",
        ":0\r\n"
    )]
    public async Task Answers_at_once_or_when_members_come(string command, int protocol, string reply, string left)
    {
        await using var node = await TestNode.OpenAsync();
        var client = node.Connect();
        var waiter = await Waiter.Begin(node, command, protocol);

        await client.Pipeline("MULTI", "ZADD z 1.5 a 2 b inf c", "EXEC");
        (await waiter.Reply).ShouldBe(reply);
        (await client.Ask("ZCARD", "z")).ShouldBe(left);

        await client.Pipeline("DEL z", "ZADD z 1.5 a 2 b inf c");
        (await waiter.Client.Ask(command.Split(' '))).ShouldBe(reply);
    }

    [Fact]
    public async Task Members_go_to_who_waits_for_them_and_elements_to_who_waits_for_those()
    {
        await using var node = await TestNode.OpenAsync();
        var client = node.Connect();
        var list = await Waiter.Begin(node, "BLPOP k 0");
        var min = await Waiter.Begin(node, "BZPOPMIN k 0");
        var max = await Waiter.Begin(node, "BZPOPMAX k 0");

        await client.Ask("ZADD", "k", "1", "a", "2", "b");

        list.ShouldWait();
        (await min.Reply).ShouldEndWith("$1\r\na\r\n$1\r\n1\r\n");
        (await max.Reply).ShouldEndWith("$1\r\nb\r\n$1\r\n2\r\n");
        await client.Ask("RPUSH", "k", "x");
        (await list.Reply).ShouldEndWith("$1\r\nx\r\n");
    }

    [Theory]
    [InlineData("BZPOPMIN s 0", "-WRONGTYPE Operation against a key holding the wrong kind of value\r\n")]
    [InlineData("BZPOPMIN k -1", "-ERR timeout is negative\r\n")]
    [InlineData("BZPOPMAX k x", "-ERR timeout is not a float or out of range\r\n")]
    [InlineData("BZMPOP 0 0 k MIN", "-ERR numkeys should be greater than 0\r\n")]
    [InlineData("BZMPOP 0 1 k LEFT", "-ERR syntax error\r\n")]
    [InlineData("BZMPOP 0 1 k MAX COUNT 0", "-ERR count should be greater than 0\r\n")]
    public async Task Refuses_what_makes_no_sense(string command, string error)
    {
        await using var node = await TestNode.OpenAsync();
        var client = node.Connect();
        await client.Ask("SET", "s", "x");

        (await client.Ask(command.Split(' '))).ShouldBe(error);
    }
}
