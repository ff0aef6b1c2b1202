using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Blocking;

/// <summary>How waits end without being served, and what others see of them.</summary>
public sealed class BlockedClientsTests
{
    [Theory]
    [InlineData("BLPOP k 1.5", 2, "*-1\r\n")]
    [InlineData("BLPOP k 1.5", 3, "_\r\n")]
    [InlineData("BLMOVE k l LEFT LEFT 1.5", 2, "*-1\r\n")]
    [InlineData("BLMPOP 1.5 1 k LEFT", 2, "*-1\r\n")]
    public async Task A_wait_ends_when_its_time_is_over(string command, int protocol, string reply)
    {
        var clock = new SteppedTime();
        await using var node = await TestNode.OpenAsync(clock: clock);
        var waiter = await Waiter.Begin(node, command, protocol);

        clock.Advance(TimeSpan.FromMilliseconds(1499));
        waiter.ShouldWait();
        clock.Advance(TimeSpan.FromMilliseconds(1));

        (await waiter.Reply).ShouldBe(reply);
        node.Node.Blocked.Count.ShouldBe(0);
        node.Node.Blocked.Any.ShouldBeFalse();
    }

    [Fact]
    public async Task Each_wait_has_its_own_time()
    {
        var clock = new SteppedTime();
        await using var node = await TestNode.OpenAsync(clock: clock);
        var client = node.Connect();
        var late = await Waiter.Begin(node, "BLPOP k 10");
        var never = await Waiter.Begin(node, "BLPOP k 0");
        var early = await Waiter.Begin(node, "BLPOP k 0.001");

        clock.Advance(TimeSpan.FromMilliseconds(1));
        (await early.Reply).ShouldBe("*-1\r\n");
        late.ShouldWait();
        clock.Advance(TimeSpan.FromDays(3));
        (await late.Reply).ShouldBe("*-1\r\n");
        never.ShouldWait();

        await client.Ask("RPUSH", "k", "x");
        (await never.Reply).ShouldEndWith("$1\r\nx\r\n");
    }

    [Fact]
    public async Task Who_has_gone_is_passed_over()
    {
        await using var node = await TestNode.OpenAsync();
        var client = node.Connect();
        var killed = await Waiter.Begin(node, "BLPOP k 0");
        var waiter = await Waiter.Begin(node, "BLPOP k 0");

        (await client.Ask("CLIENT", "KILL", "ID", $"{killed.Client.Client.Id}")).ShouldBe(":1\r\n");
        node.Node.Blocked.Count.ShouldBe(1);
        await client.Ask("RPUSH", "k", "x");

        (await waiter.Reply).ShouldEndWith("$1\r\nx\r\n");
        (await killed.Reply).ShouldBe("");
    }

    [Theory]
    [InlineData("", "*-1\r\n")]
    [InlineData("TIMEOUT", "*-1\r\n")]
    [InlineData("error", "-UNBLOCKED client unblocked via CLIENT UNBLOCK\r\n")]
    public async Task Client_unblock_ends_a_wait(string reason, string reply)
    {
        await using var node = await TestNode.OpenAsync();
        var client = node.Connect();
        var waiter = await Waiter.Begin(node, "BLPOP k 0");
        string[] unblock = ["CLIENT", "UNBLOCK", $"{waiter.Client.Client.Id}", .. reason.Split(' ', StringSplitOptions.RemoveEmptyEntries)];

        (await client.Ask(unblock)).ShouldBe(":1\r\n");

        (await waiter.Reply).ShouldBe(reply);
        (await client.Ask(unblock)).ShouldBe(":0\r\n");
        (await client.Ask("INFO", "errorstats"))
            .Contains("errorstat_UNBLOCKED:count=1", StringComparison.Ordinal)
            .ShouldBe(reply[0] == '-');
    }

    [Fact]
    public async Task Client_unblock_in_a_transaction_comes_before_a_push_in_it()
    {
        await using var node = await TestNode.OpenAsync();
        var client = node.Connect();
        var waiter = await Waiter.Begin(node, "BLPOP k 0");

        var replies = await client.Pipeline("MULTI", $"CLIENT UNBLOCK {waiter.Client.Client.Id}", "RPUSH k x", "EXEC");

        replies.ShouldEndWith("*2\r\n:1\r\n:1\r\n");
        (await waiter.Reply).ShouldBe("*-1\r\n");
        (await client.Ask("LLEN", "k")).ShouldBe(":1\r\n");
    }

    [Fact]
    public async Task Blocked_clients_are_shown()
    {
        await using var node = await TestNode.OpenAsync();
        var client = node.Connect();
        (await client.Ask("INFO", "clients")).ShouldContain("blocked_clients:0\r\n");
        var waiter = await Waiter.Begin(node, "BLPOP k 0");

        (await client.Ask("INFO", "clients")).ShouldContain("blocked_clients:1\r\n");
        var line = await client.Ask("CLIENT", "LIST", "ID", $"{waiter.Client.Client.Id}");
        line.ShouldContain(" flags=b ");
        line.ShouldContain(" cmd=blpop ");

        await client.Ask("RPUSH", "k", "x");
        await waiter.Reply;
        (await client.Ask("INFO", "clients")).ShouldContain("blocked_clients:0\r\n");
        (await client.Ask("CLIENT", "LIST", "ID", $"{waiter.Client.Client.Id}")).ShouldContain(" flags=N ");
    }
}
