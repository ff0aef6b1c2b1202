using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Commands;

public sealed class BlockingListCommandsTests
{
    [Theory]
    [InlineData("RPUSH b x y", "BLPOP a b 0", "*2\r\n$1\r\nb\r\n$1\r\nx\r\n")]
    [InlineData("RPUSH b x y", "BRPOP a b 0", "*2\r\n$1\r\nb\r\n$1\r\ny\r\n")]
    [InlineData("RPUSH a x y", "BLMOVE a b LEFT RIGHT 0", "$1\r\nx\r\n")]
    [InlineData("RPUSH a x y", "BRPOPLPUSH a b 0", "$1\r\ny\r\n")]
    [InlineData("RPUSH b x y z", "BLMPOP 0 2 a b RIGHT COUNT 2", "*2\r\n$1\r\nb\r\n*2\r\n$1\r\nz\r\n$1\r\ny\r\n")]
    public async Task Answers_at_once_what_is_there(string before, string command, string reply)
    {
        await using var node = await TestNode.OpenAsync();
        var client = node.Connect();
        await client.Ask(before.Split(' '));

        (await client.Ask(command.Split(' '))).ShouldBe(reply);
    }

    [Theory]
    [InlineData("BLPOP a b 0", "RPUSH b x y", "*2\r\n$1\r\nb\r\n$1\r\nx\r\n", ":1\r\n")]
    [InlineData("BRPOP a b 0", "RPUSH b x y", "*2\r\n$1\r\nb\r\n$1\r\ny\r\n", ":1\r\n")]
    [InlineData("BLMOVE b a LEFT RIGHT 0", "RPUSH b x y", "$1\r\nx\r\n", ":1\r\n")]
    [InlineData("BLMOVE b b LEFT RIGHT 0", "RPUSH b x y", "$1\r\nx\r\n", ":2\r\n")]
    [InlineData("BRPOPLPUSH b a 0", "RPUSH b x y", "$1\r\ny\r\n", ":1\r\n")]
    [InlineData("BLMPOP 0 2 a b RIGHT COUNT 5", "RPUSH b x y", "*2\r\n$1\r\nb\r\n*2\r\n$1\r\ny\r\n$1\r\nx\r\n", ":0\r\n")]
    [InlineData("BLPOP b b 0", "RPUSH b x y", "*2\r\n$1\r\nb\r\n$1\r\nx\r\n", ":1\r\n")]
    public async Task Waits_for_what_comes(string command, string push, string reply, string left)
    {
        await using var node = await TestNode.OpenAsync();
        var client = node.Connect();
        var waiter = await Waiter.Begin(node, command);

        (await client.Ask(push.Split(' '))).ShouldBe(":2\r\n");

        (await waiter.Reply).ShouldBe(reply);
        (await client.Ask("LLEN", "b")).ShouldBe(left);
        node.Node.Blocked.Count.ShouldBe(0);
        node.Node.Blocked.Any.ShouldBeFalse();
    }

    [Theory]
    [InlineData("BLPOP k 0", 2, "*1\r\n*-1\r\n")]
    [InlineData("BLPOP k 0", 3, "*1\r\n_\r\n")]
    [InlineData("BLMOVE k l LEFT LEFT 0", 2, "*1\r\n$-1\r\n")]
    [InlineData("BRPOPLPUSH k l 0", 2, "*1\r\n$-1\r\n")]
    [InlineData("BLMPOP 0 1 k LEFT", 2, "*1\r\n*-1\r\n")]
    public async Task Never_waits_in_a_transaction(string command, int protocol, string reply)
    {
        await using var node = await TestNode.OpenAsync();
        var client = node.Connect(protocol);

        (await client.Pipeline("MULTI", command, "EXEC")).ShouldEndWith(reply);
    }

    [Theory]
    [InlineData("BLPOP k x", "-ERR timeout is not a float or out of range\r\n")]
    [InlineData("BLPOP k nan", "-ERR timeout is not a float or out of range\r\n")]
    [InlineData("BLPOP k -1", "-ERR timeout is negative\r\n")]
    [InlineData("BLPOP k inf", "-ERR timeout is negative\r\n")]
    [InlineData("BLPOP k 1e400", "-ERR timeout is negative\r\n")]
    [InlineData("BLPOP k 9223372036854776", "-ERR timeout is negative\r\n")]
    [InlineData("BLPOP s x", "-ERR timeout is not a float or out of range\r\n")]
    [InlineData("BLPOP k s 0", "-WRONGTYPE Operation against a key holding the wrong kind of value\r\n")]
    [InlineData("BLMOVE a b LEFT x y", "-ERR syntax error\r\n")]
    [InlineData("BLMOVE l s LEFT LEFT 0", "-WRONGTYPE Operation against a key holding the wrong kind of value\r\n")]
    [InlineData("BLMPOP -1 0 k LEFT", "-ERR numkeys should be greater than 0\r\n")]
    [InlineData("BLMPOP 0 5 k LEFT", "-ERR syntax error\r\n")]
    [InlineData("BLMPOP 0 1 k LEFT COUNT", "-ERR syntax error\r\n")]
    [InlineData("BLMPOP 0 1 k LEFT COUNT 0", "-ERR count should be greater than 0\r\n")]
    [InlineData("BLMPOP -1 1 k LEFT COUNT 1", "-ERR timeout is negative\r\n")]
    public async Task Refuses_what_makes_no_sense(string command, string error)
    {
        await using var node = await TestNode.OpenAsync();
        var client = node.Connect();
        await client.Pipeline("SET s x", "RPUSH l x");

        (await client.Ask(command.Split(' '))).ShouldBe(error);
    }

    [Fact]
    public async Task A_move_to_a_wrong_type_takes_nothing_and_lets_the_next_have_it()
    {
        await using var node = await TestNode.OpenAsync();
        var client = node.Connect();
        await client.Ask("SET", "b", "1");
        var first = await Waiter.Begin(node, "BLMOVE a b LEFT RIGHT 0");
        var second = await Waiter.Begin(node, "BLPOP a 0");

        await client.Ask("RPUSH", "a", "x");

        (await first.Reply).ShouldStartWith("-WRONGTYPE");
        (await second.Reply).ShouldBe("*2\r\n$1\r\na\r\n$1\r\nx\r\n");
    }

    [Fact]
    public async Task A_move_wakes_who_waits_at_its_destination()
    {
        await using var node = await TestNode.OpenAsync();
        var client = node.Connect();
        var first = await Waiter.Begin(node, "BLMOVE a b LEFT RIGHT 0");
        var second = await Waiter.Begin(node, "BLMOVE b c LEFT RIGHT 0");

        await client.Ask("RPUSH", "a", "x");

        (await first.Reply).ShouldBe("$1\r\nx\r\n");
        (await second.Reply).ShouldBe("$1\r\nx\r\n");
        (await client.Ask("LRANGE", "c", "0", "-1")).ShouldBe("*1\r\n$1\r\nx\r\n");
    }
}
