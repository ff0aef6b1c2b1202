using Pika.Tests.Actors.Support;
using Pika.Tests.Protocol.Support;

namespace Pika.Tests.Actors.Commands;

public sealed class ZsetRandomCommandsTests : NodeTestBase
{
    [Fact]
    public async Task A_count_at_or_above_the_size_gives_every_member_once()
    {
        await Client.Ask("ZADD", "z", "1", "a", "2", "b", "3", "c");
        foreach (var count in new[] { "3", "4", "4611686018427387903" })
        {
            var members = await Members("z", count);
            members.Order().ShouldBe(["a", "b", "c"]);
        }
    }

    [Fact]
    public async Task A_smaller_count_gives_different_members()
    {
        await Client.Ask(["ZADD", "z", .. Enumerable.Range(0, 500).SelectMany(i => new[] { $"{i}", $"m{i}" })]);
        foreach (var count in new[] { 1, 3, 100, 499 })
        {
            var members = await Members("z", $"{count}");
            members.Distinct().Count().ShouldBe(count);
            members.ShouldAllBe(member => member.StartsWith('m'));
        }

        (await Client.Ask("ZCARD", "z")).ShouldBe(":500\r\n");
    }

    [Fact]
    public async Task A_negative_count_gives_as_many_and_some_twice()
    {
        await Client.Ask("ZADD", "z", "1", "a", "2", "b");
        var members = await Members("z", "-100");
        members.Count.ShouldBe(100);
        members.Distinct().Order().ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task Each_member_comes_with_its_own_score()
    {
        await Client.Ask("ZADD", "z", "1", "a", "2", "b");
        var flat = await Members("z", "-50", "WITHSCORES");
        flat.Count.ShouldBe(100);
        flat.Chunk(2).ShouldAllBe(pair => pair[1] == (pair[0] == "a" ? "1" : "2"));
    }

    [Fact]
    public async Task A_missing_key_has_none()
    {
        await Client.Dialogue(
            """
            ZRANDMEMBER none => nil
            ZRANDMEMBER none 3 => []
            ZRANDMEMBER none -3 WITHSCORES => []
            """
        );
    }

    [Fact]
    public async Task Counts_are_refused_before_the_key_is_looked_at()
    {
        await Client.Dialogue(
            """
            SET text v => +OK
            ZADD z 1 a => :1
            ZRANDMEMBER text x => -ERR value is not an integer or out of range
            ZRANDMEMBER text -9223372036854775808 => -ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807
            ZRANDMEMBER text 4611686018427387904 WITHSCORES => -ERR value is out of range
            ZRANDMEMBER text -4611686018427387904 WITHSCORES => -ERR value is out of range
            ZRANDMEMBER text 1 SCORES => -ERR syntax error
            ZRANDMEMBER text 1 WITHSCORES x => -ERR syntax error
            ZRANDMEMBER text 0 => -WRONGTYPE Operation against a key holding the wrong kind of value
            ZRANDMEMBER text => -WRONGTYPE Operation against a key holding the wrong kind of value
            ZRANDMEMBER z 0 WITHSCORES => []
            """
        );
    }

    [Fact]
    public async Task Members_and_scores_are_pairs_in_RESP3()
    {
        var client = Node.Connect(3);
        await client.Dialogue(
            """
            ZADD z 1.5 a => :1
            ZRANDMEMBER z 5 WITHSCORES => [["a", ,1.5]]
            ZRANDMEMBER z -2 WITHSCORES => [["a", ,1.5], ["a", ,1.5]]
            ZRANDMEMBER none => nil
            """
        );
    }

    private async Task<List<string>> Members(params string[] words) =>
        [.. RespTree.Parse(await Client.Ask(["ZRANDMEMBER", .. words])).Items.Select(item => item.Text!)];
}
