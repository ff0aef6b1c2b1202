using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Commands;

public sealed class ZsetRemoveRangeCommandsTests : NodeTestBase
{
    [Fact]
    public async Task Ranks_are_removed_from_either_end()
    {
        await Client.Dialogue(
            """
            ZADD z 1 a 2 b 3 c 4 d 5 e => :5
            ZREMRANGEBYRANK z 0 0 => :1
            ZREMRANGEBYRANK z -1 9 => :1
            ZRANGE z 0 -1 => ["b", "c", "d"]
            ZREMRANGEBYRANK z 2 1 => :0
            ZREMRANGEBYRANK z 3 9223372036854775807 => :0
            ZCARD z => :3
            """
        );
    }

    [Fact]
    public async Task Scores_are_removed_with_their_ends_or_without()
    {
        await Client.Dialogue(
            """
            ZADD z -inf a 1 b 2 c 3 d inf e => :5
            ZREMRANGEBYSCORE z (1 (3 => :1
            ZREMRANGEBYSCORE z 3 1 => :0
            ZREMRANGEBYSCORE z (-inf (inf => :2
            ZRANGE z 0 -1 => ["a", "e"]
            """
        );
    }

    [Fact]
    public async Task Members_are_removed_with_their_ends_or_without()
    {
        await Client.Dialogue(
            """
            ZADD z 0 a 0 b 0 c 0 d => :4
            ZREMRANGEBYLEX z (a [c => :2
            ZREMRANGEBYLEX z + - => :0
            ZRANGE z 0 -1 => ["a", "d"]
            ZREMRANGEBYLEX z - (d => :1
            ZRANGE z 0 -1 => ["d"]
            """
        );
    }

    [Theory]
    [InlineData("ZREMRANGEBYRANK z -9223372036854775808 9223372036854775807")]
    [InlineData("ZREMRANGEBYSCORE z -inf +inf")]
    [InlineData("ZREMRANGEBYLEX z - +")]
    public async Task The_key_goes_with_its_last_member(string command)
    {
        await Client.Dialogue(
            $"""
            ZADD z 0 a 0 b => :2
            {command} => :2
            EXISTS z => :0
            {command} => :0
            """
        );
    }

    [Theory]
    [InlineData("ZREMRANGEBYRANK text x 1", "-ERR value is not an integer or out of range")]
    [InlineData("ZREMRANGEBYSCORE text 1 x", "-ERR min or max is not a float")]
    [InlineData("ZREMRANGEBYLEX text a b", "-ERR min or max not valid string range item")]
    [InlineData("ZREMRANGEBYRANK text 0 1", "-WRONGTYPE Operation against a key holding the wrong kind of value")]
    public async Task Ends_are_checked_before_the_type(string command, string reply)
    {
        await Client.Dialogue(
            $"""
            SET text v => +OK
            {command} => {reply}
            """
        );
    }

    [Fact]
    public async Task What_is_left_of_a_big_set_is_in_order()
    {
        await Client.Ask(["ZADD", "z", .. Enumerable.Range(0, 1000).SelectMany(i => new[] { $"{i}", $"m{i:000}" })]);
        (await Client.Pipeline("ZREMRANGEBYRANK z 100 -101", "ZREMRANGEBYSCORE z 0 (50", "ZCARD z")).ShouldBe(":800\r\n:50\r\n:150\r\n");

        var left = Enumerable.Range(50, 50).Concat(Enumerable.Range(900, 100)).Select(i => $"$4\r\nm{i:000}\r\n");
        (await Client.Ask("ZRANGE", "z", "0", "-1")).ShouldBe($"*150\r\n{string.Concat(left)}");
        (await Client.Ask("ZRANK", "z", "m900")).ShouldBe(":50\r\n");
    }
}
