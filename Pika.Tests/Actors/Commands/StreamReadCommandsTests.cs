using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Commands;

public sealed class StreamReadCommandsTests
{
    private const string Entry = "*1\r\n*2\r\n$1\r\ns\r\n*1\r\n*2\r\n$3\r\n2-1\r\n*2\r\n$1\r\na\r\n$1\r\nb\r\n";

    [Theory]
    [InlineData("XREAD BLOCK 0 STREAMS s $", Entry)]
    [InlineData("XREAD BLOCK 0 STREAMS t s $ 1-1", Entry)]
    [InlineData("XREADGROUP GROUP g c BLOCK 0 STREAMS s >", Entry)]
    public async Task Waits_for_an_entry(string command, string reply)
    {
        await using var node = await TestNode.OpenAsync();
        var client = node.Connect();
        await client.Pipeline("XADD s 1-1 a b", "XGROUP CREATE s g $");
        var waiter = await Waiter.Begin(node, command);

        await client.Pipeline("XGROUP CREATE s h 0", "XDEL s 1-1");
        waiter.ShouldWait();
        await client.Ask("XADD", "s", "2-1", "a", "b");

        (await waiter.Reply).ShouldBe(reply);
    }

    [Theory]
    [InlineData("DEL s", "-UNBLOCKED the stream key no longer exists\r\n")]
    [InlineData("SET s x", "-UNBLOCKED the stream key no longer exists\r\n")]
    [InlineData("RENAME s t", "-UNBLOCKED the stream key no longer exists\r\n")]
    [InlineData("XGROUP DESTROY s g", "-NOGROUP the consumer group this client was blocked on no longer exists\r\n")]
    public async Task A_consumer_is_told_that_its_stream_or_group_is_gone(string command, string reply)
    {
        await using var node = await TestNode.OpenAsync();
        var client = node.Connect();
        await client.Ask("XGROUP", "CREATE", "s", "g", "$", "MKSTREAM");
        var waiter = await Waiter.Begin(node, "XREADGROUP GROUP g c BLOCK 0 STREAMS s >");

        await client.Ask(command.Split(' '));

        (await waiter.Reply).ShouldBe(reply);
    }

    [Fact]
    public async Task An_entry_goes_to_one_consumer_of_a_group_and_to_all_readers()
    {
        await using var node = await TestNode.OpenAsync();
        var client = node.Connect();
        await client.Ask("XGROUP", "CREATE", "s", "g", "$", "MKSTREAM");
        var first = await Waiter.Begin(node, "XREADGROUP GROUP g c BLOCK 0 STREAMS s >");
        var second = await Waiter.Begin(node, "XREADGROUP GROUP g d BLOCK 0 STREAMS s >");
        var reader = await Waiter.Begin(node, "XREAD BLOCK 0 STREAMS s $");

        await client.Ask("XADD", "s", "2-1", "a", "b");

        (await first.Reply).ShouldBe(Entry);
        (await reader.Reply).ShouldBe(Entry);
        second.ShouldWait();
        (await client.Ask("XPENDING", "s", "g")).ShouldBe("*4\r\n:1\r\n$3\r\n2-1\r\n$3\r\n2-1\r\n*1\r\n*2\r\n$1\r\nc\r\n$1\r\n1\r\n");
    }

    [Fact]
    public async Task Never_waits_in_a_transaction()
    {
        await using var node = await TestNode.OpenAsync();
        (await node.Connect().Pipeline("MULTI", "XREAD BLOCK 0 STREAMS s $", "EXEC")).ShouldBe("+OK\r\n+QUEUED\r\n*1\r\n*-1\r\n");
    }

    [Fact]
    public async Task A_pending_entry_tells_its_consumer_its_idle_time_and_its_deliveries()
    {
        await using var node = await TestNode.OpenAsync();
        var client = node.Connect();
        await client.Pipeline("XADD s 2-1 a b", "XGROUP CREATE s g 0", "XREADGROUP GROUP g c STREAMS s >");
        node.Time.Advance(TimeSpan.FromMilliseconds(70));
        await client.Ask("XREADGROUP", "GROUP", "g", "c", "STREAMS", "s", "0");
        node.Time.Advance(TimeSpan.FromMilliseconds(5));

        (await client.Ask("XPENDING", "s", "g", "-", "+", "9")).ShouldBe("*1\r\n*4\r\n$3\r\n2-1\r\n$1\r\nc\r\n:5\r\n:2\r\n");
        (await client.Ask("XINFO", "CONSUMERS", "s", "g")).ShouldBe(
            "*1\r\n*6\r\n$4\r\nname\r\n$1\r\nc\r\n$7\r\npending\r\n:1\r\n$4\r\nidle\r\n:5\r\n"
        );
        (await client.Pipeline("XCLAIM s g d 6 2-1", "XCLAIM s g d 5 2-1 JUSTID", "XACK s g 2-1")).ShouldBe(
            "*0\r\n*1\r\n$3\r\n2-1\r\n:1\r\n"
        );
    }
}
