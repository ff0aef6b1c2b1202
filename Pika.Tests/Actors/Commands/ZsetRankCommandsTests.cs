using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Commands;

public sealed class ZsetRankCommandsTests : NodeTestBase
{
    [Fact]
    public async Task A_rank_counts_the_members_before_from_either_end()
    {
        await Client.Dialogue(
            """
            ZADD z 1 b 1 a 0 c -inf d => :4
            ZRANK z d => :0
            ZRANK z a => :2
            ZRANK z b => :3
            ZREVRANK z b => :0
            ZREVRANK z d => :3
            """
        );
    }

    [Fact]
    public async Task A_missing_member_has_no_rank()
    {
        await Client.Dialogue(
            """
            ZADD z 1 a => :1
            ZRANK z x => nil
            ZREVRANK z x => nil
            ZRANK none a => nil
            ZRANK z a WITHSCORE => -ERR wrong number of arguments for 'zrank' command
            """
        );
    }

    [Fact]
    public async Task A_rank_follows_the_score()
    {
        await Client.Dialogue(
            """
            ZADD z 1 a 2 b 3 c => :3
            ZINCRBY z 10 a => "11"
            ZRANK z a => :2
            ZREM z b => :1
            ZRANK z c => :0
            ZRANK z a => :1
            """
        );
    }

    [Fact]
    public async Task Members_between_scores_are_counted()
    {
        await Client.Dialogue(
            """
            ZADD z -inf a 1 b 1 c 2 d inf e => :5
            ZCOUNT z -inf +inf => :5
            ZCOUNT z (-inf (+inf => :3
            ZCOUNT z 1 1 => :2
            ZCOUNT z (1 1 => :0
            ZCOUNT z 2 1 => :0
            ZCOUNT z inf inf => :1
            ZCOUNT none 0 1 => :0
            """
        );
    }

    [Fact]
    public async Task Members_between_members_are_counted()
    {
        await Client.Dialogue(
            """
            ZADD z 0 a 0 b 0 c => :3
            ZLEXCOUNT z - + => :3
            ZLEXCOUNT z (a + => :2
            ZLEXCOUNT z [a (c => :2
            ZLEXCOUNT z [c [a => :0
            ZLEXCOUNT z + - => :0
            ZLEXCOUNT none - + => :0
            """
        );
    }

    [Theory]
    [InlineData("ZCOUNT text x 1", "-ERR min or max is not a float")]
    [InlineData("ZCOUNT text 1 nan", "-ERR min or max is not a float")]
    [InlineData("ZLEXCOUNT text a b", "-ERR min or max not valid string range item")]
    [InlineData("ZCOUNT text 0 1", "-WRONGTYPE Operation against a key holding the wrong kind of value")]
    [InlineData("ZRANK text a", "-WRONGTYPE Operation against a key holding the wrong kind of value")]
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
    public async Task Ranks_in_a_big_set_are_exact()
    {
        const int Size = 2000;
        await Client.Ask(["ZADD", "z", .. Enumerable.Range(0, Size).SelectMany(i => new[] { $"{i / 7}", $"m{i:0000}" })]);
        for (var i = 0; i < Size; i += 13)
        {
            (await Client.Ask("ZRANK", "z", $"m{i:0000}")).ShouldBe($":{i}\r\n");
            (await Client.Ask("ZREVRANK", "z", $"m{i:0000}")).ShouldBe($":{Size - 1 - i}\r\n");
        }

        (await Client.Ask("ZCOUNT", "z", "(10", "20")).ShouldBe(":70\r\n");
    }
}
