using Pika.Tests.Actors.Support;
using Pika.Tests.Protocol.Support;

namespace Pika.Tests.Actors.Commands;

public sealed class SetCommandsTests : NodeTestBase
{
    [Fact]
    public async Task Members_are_added_found_and_removed()
    {
        (
            await Client.Pipeline("SADD s a b a", "SADD s b c", "SISMEMBER s c", "SMISMEMBER s a x", "SCARD s", "SREM s a x", "SMEMBERS x")
        ).ShouldBe(":2\r\n:1\r\n:1\r\n*2\r\n:1\r\n:0\r\n:3\r\n:1\r\n*0\r\n");
    }

    [Fact]
    public async Task The_key_goes_with_its_last_member()
    {
        (await Client.Pipeline("SADD s a", "SREM s a", "SADD s a", "SPOP s", "SADD s a b", "SPOP s 2", "DBSIZE")).ShouldContain(":0\r\n");
        (await Client.Pipeline("DBSIZE", "SADD s a", "SMOVE s t a", "EXISTS s t")).ShouldBe(":0\r\n:1\r\n:1\r\n:1\r\n");
    }

    [Fact]
    public async Task Stored_results_replace_what_was_there()
    {
        (
            await Client.Pipeline(
                "SADD a 1 2 3",
                "SADD b 2 3 4",
                "SET d text EX 100",
                "SINTERSTORE d a b",
                "TTL d",
                "SCARD d",
                "SDIFFSTORE a a b",
                "SMEMBERS a",
                "SINTERSTORE d a b",
                "EXISTS d",
                "SINTERCARD 2 b b LIMIT 2"
            )
        ).ShouldBe(":3\r\n:3\r\n+OK\r\n:2\r\n:-1\r\n:2\r\n:1\r\n*1\r\n$1\r\n1\r\n:0\r\n:0\r\n:2\r\n");
    }

    [Fact]
    public async Task Replies_have_the_types_of_RESP3()
    {
        var client = Node.Connect(3);
        (await client.Pipeline("SADD s a", "SMEMBERS s", "SUNION s x", "SRANDMEMBER s 3", "SPOP x 3", "SPOP s 3", "SPOP s")).ShouldBe(
            ":1\r\n~1\r\n$1\r\na\r\n~1\r\n$1\r\na\r\n*1\r\n$1\r\na\r\n~0\r\n~1\r\n$1\r\na\r\n_\r\n"
        );
    }

    // Most moves are commands over two shards, of which the writer that pops is told nothing but that it has to stand still.
    [Theory]
    [InlineData("a")]
    [InlineData("b")]
    [InlineData("c")]
    [InlineData("d")]
    public async Task What_was_moved_away_is_not_popped(string to)
    {
        await using var node = await TestNode.OpenAsync(config => config.Shards = 4);
        var client = node.Connect();
        string[] members = [.. Enumerable.Range(0, 40).Select(i => $"m{i}")];
        await client.Ask(["SADD", "s", .. members]);
        var left = members.ToHashSet();
        for (int i = 0; i < 2; i++)
        {
            left.Remove(RespTree.Parse(await client.Ask("SPOP", "s")).Text!).ShouldBeTrue();
        }

        string last = left.Last();
        foreach (string member in left.Where(member => member != last))
        {
            (await client.Ask("SMOVE", "s", to, member)).ShouldBe(":1\r\n");
        }

        RespTree.Parse(await client.Ask("SPOP", "s")).Text.ShouldBe(last);
        (await client.Ask("EXISTS", "s")).ShouldBe(":0\r\n");
    }

    [Theory]
    [InlineData("SPOP text -1", "-ERR value is out of range, must be positive\r\n")]
    [InlineData("SPOP s 1 2", "-ERR syntax error\r\n")]
    [InlineData("SPOP text", "-WRONGTYPE Operation against a key holding the wrong kind of value\r\n")]
    [InlineData("SRANDMEMBER none x", "-ERR value is not an integer or out of range\r\n")]
    [InlineData("SMOVE none text a", ":0\r\n")]
    [InlineData("SMOVE s text none", "-WRONGTYPE Operation against a key holding the wrong kind of value\r\n")]
    [InlineData("SINTER none text", "-WRONGTYPE Operation against a key holding the wrong kind of value\r\n")]
    [InlineData("SINTERCARD 0 s", "-ERR numkeys should be greater than 0\r\n")]
    [InlineData("SINTERCARD 2 s", "-ERR Number of keys can't be greater than number of args\r\n")]
    [InlineData("SINTERCARD 1 text LIMIT -1", "-ERR LIMIT can't be negative\r\n")]
    public async Task Bad_arguments_get_the_errors_of_redis_in_its_order(string command, string reply)
    {
        await Client.Pipeline("SET text v", "SADD s a");
        (await Client.Pipeline(command)).ShouldBe(reply);
    }

    [Fact]
    public async Task Popping_gives_each_member_once()
    {
        await Client.Ask(["SADD", "s", .. Enumerable.Range(0, 1000).Select(i => $"{i}")]);
        var popped = RespTree.Parse(await Client.Ask("SPOP", "s", "300")).Items.Select(item => item.Text).ToList();
        for (var i = 0; i < 700; i++)
            popped.Add(RespTree.Parse(await Client.Ask("SPOP", "s")).Text);

        popped.Select(int.Parse!).Order().ShouldBe(Enumerable.Range(0, 1000));
        (await Client.Ask("EXISTS", "s")).ShouldBe(":0\r\n");
    }

    [Fact]
    public async Task Popping_in_a_pipeline_sees_what_its_other_commands_did()
    {
        await Client.Ask(["SADD", "s", .. Enumerable.Range(0, 50).Select(i => $"{i}")]);
        var removals = Enumerable.Range(0, 25).SelectMany(i => new[] { "SPOP s", $"SREM s {i}" });
        var replies = await Client.Pipeline(["MULTI", .. removals, "SADD s new", "SPOP s 100", "SPOP s", "EXEC"]);
        var items = RespTree.Parse(replies[replies.IndexOf('*')..]).Items;

        var popped = items.Where(item => item.Type == '$').Select(item => item.Text).Where(text => text is not null).ToList();
        popped.Distinct().Count().ShouldBe(25);
        var removed = items.Count(item => item is { Type: ':', Text: "1" }) - 1;
        items[^2].Items.Count.ShouldBe(50 - 25 - removed + 1);
        items[^2].Items.Select(item => item.Text).ShouldContain("new");
        items[^1].Text.ShouldBeNull();
    }

    [Fact]
    public async Task Random_members_are_of_the_set_and_stay()
    {
        await Client.Ask("SADD", "s", "a", "b", "c");
        RespTree
            .Parse(await Client.Ask("SRANDMEMBER", "s", "-40"))
            .Items.Select(item => item.Text)
            .Distinct()
            .Order()
            .ShouldBe(["a", "b", "c"]);
        RespTree.Parse(await Client.Ask("SRANDMEMBER", "s", "2")).Items.Select(item => item.Text).Distinct().Count().ShouldBe(2);
        (await Client.Ask("SCARD", "s")).ShouldBe(":3\r\n");
    }
}
