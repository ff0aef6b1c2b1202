using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Commands;

public sealed class ZsetRangeCommandsTests : NodeTestBase
{
    private const string WrongType = "-WRONGTYPE Operation against a key holding the wrong kind of value";

    [Fact]
    public async Task A_range_of_ranks_is_cut_to_the_set()
    {
        await Client.Dialogue(
            """
            ZADD z 1 a 2 b 3 c => :3
            ZRANGE z -9223372036854775808 9223372036854775807 => ["a", "b", "c"]
            ZRANGE z -2 -1 => ["b", "c"]
            ZRANGE z 2 9 WITHSCORES => ["c", "3"]
            ZRANGE z 3 9 => []
            ZRANGE z 1 0 => []
            ZRANGE z 0 -4 => []
            ZRANGE none 0 -1 => []
            """
        );
    }

    [Fact]
    public async Task Backwards_ranks_count_from_the_highest_score()
    {
        await Client.Dialogue(
            """
            ZADD z 1 a 2 b 3 c 3 d => :4
            ZREVRANGE z 0 1 => ["d", "c"]
            ZRANGE z 0 1 REV => ["d", "c"]
            ZRANGE z -1 9 REV WITHSCORES => ["a", "1"]
            ZREVRANGE z 2 1 => []
            """
        );
    }

    [Fact]
    public async Task A_range_of_scores_has_its_ends_or_not()
    {
        await Client.Dialogue(
            """
            ZADD z -inf a 1 b 2 c inf d => :4
            ZRANGEBYSCORE z 1 2 => ["b", "c"]
            ZRANGEBYSCORE z (1 2 => ["c"]
            ZRANGEBYSCORE z 1 (2 => ["b"]
            ZRANGEBYSCORE z (1 (1 => []
            ZRANGEBYSCORE z 2 1 => []
            ZRANGEBYSCORE z -inf +inf => ["a", "b", "c", "d"]
            ZRANGEBYSCORE z (-inf (inf => ["b", "c"]
            ZRANGEBYSCORE z (1.9999 (2.0001 WITHSCORES => ["c", "2"]
            """
        );
    }

    [Fact]
    public async Task Backwards_the_greater_end_comes_first()
    {
        await Client.Dialogue(
            """
            ZADD z 1 a 2 b 3 c => :3
            ZREVRANGEBYSCORE z 3 2 => ["c", "b"]
            ZRANGE z (3 1 BYSCORE REV WITHSCORES => ["b", "2", "a", "1"]
            ZREVRANGEBYSCORE z 2 3 => []
            ZRANGE z 1 3 BYSCORE REV => []
            ZRANGE z +inf -inf REV BYSCORE LIMIT 1 1 => ["b"]
            """
        );
    }

    [Fact]
    public async Task A_limit_leaves_out_and_cuts()
    {
        await Client.Dialogue(
            """
            ZADD z 1 a 2 b 3 c 4 d => :4
            ZRANGEBYSCORE z 2 4 LIMIT 1 1 => ["c"]
            ZRANGEBYSCORE z 2 4 LIMIT 1 -1 => ["c", "d"]
            ZRANGEBYSCORE z 2 4 LIMIT 0 0 => []
            ZRANGEBYSCORE z 2 4 LIMIT 3 1 => []
            ZRANGEBYSCORE z 2 4 LIMIT -1 1 => []
            ZRANGEBYSCORE z 2 4 LIMIT 2 9223372036854775807 => ["d"]
            ZRANGEBYSCORE z 2 4 LIMIT 9223372036854775807 9223372036854775807 => []
            ZRANGEBYSCORE z 2 4 LIMIT 1 1 LIMIT 2 1 => ["d"]
            ZREVRANGEBYSCORE z 4 2 LIMIT 1 5 => ["c", "b"]
            """
        );
    }

    [Fact]
    public async Task A_range_of_members_has_its_ends_or_not()
    {
        await Client.Dialogue(
            """
            ZADD z 0 "" 0 a 0 b 0 ba 0 c => :5
            ZRANGEBYLEX z - + => ["", "a", "b", "ba", "c"]
            ZRANGEBYLEX z [a [b => ["a", "b"]
            ZRANGEBYLEX z (a (c => ["b", "ba"]
            ZRANGEBYLEX z (b (b => []
            ZRANGEBYLEX z [b [b => ["b"]
            ZRANGEBYLEX z [ ( => []
            ZRANGEBYLEX z [ [ => [""]
            ZRANGEBYLEX z ( [a => ["a"]
            ZRANGEBYLEX z + - => []
            ZRANGEBYLEX z [c [a => []
            """
        );
    }

    [Fact]
    public async Task A_range_of_members_may_be_backwards_and_limited()
    {
        await Client.Dialogue(
            """
            ZADD z 0 a 0 b 0 c 0 d => :4
            ZREVRANGEBYLEX z [c - => ["c", "b", "a"]
            ZRANGE z + [b BYLEX REV LIMIT 1 1 => ["c"]
            ZRANGE z - + BYLEX LIMIT 3 9223372036854775807 => ["d"]
            ZRANGE z - + BYLEX LIMIT 4 1 => []
            ZREVRANGEBYLEX z + - LIMIT 1 -1 => ["c", "b", "a"]
            ZREVRANGEBYLEX z - + => []
            """
        );
    }

    [Theory]
    [InlineData("ZRANGE text 0 -1 LIMIT 0 1", "-ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX")]
    [InlineData("ZRANGE text - + BYLEX WITHSCORES", "-ERR syntax error, WITHSCORES not supported in combination with BYLEX")]
    [InlineData("ZRANGE text 0 1 BYSCORE BYLEX", "-ERR syntax error")]
    [InlineData("ZRANGE text 0 1 REV REV", "-ERR syntax error")]
    [InlineData("ZREVRANGE text 0 1 REV", "-ERR syntax error")]
    [InlineData("ZRANGEBYSCORE text 0 1 BYLEX", "-ERR syntax error")]
    [InlineData("ZRANGEBYSCORE text 0 1 LIMIT 0", "-ERR syntax error")]
    [InlineData("ZRANGEBYSCORE text 0 1 LIMIT 0 x", "-ERR value is not an integer or out of range")]
    [InlineData("ZRANGEBYSCORE text nan 1", "-ERR min or max is not a float")]
    [InlineData("ZRANGEBYSCORE text ((1 2", "-ERR min or max is not a float")]
    [InlineData("ZRANGEBYLEX text a [b", "-ERR min or max not valid string range item")]
    [InlineData("ZRANGEBYLEX text - ++", "-ERR min or max not valid string range item")]
    [InlineData("ZRANGE text 0 x", "-ERR value is not an integer or out of range")]
    [InlineData("ZRANGE text 0 1.5", "-ERR value is not an integer or out of range")]
    [InlineData("ZRANGESTORE none text 0 -1 WITHSCORES", "-ERR syntax error")]
    [InlineData("ZRANGE text 0 1", WrongType)]
    [InlineData("ZRANGEBYLEX text - +", WrongType)]
    [InlineData("ZRANGESTORE none text 0 -1", WrongType)]
    public async Task Words_that_make_no_sense_are_refused_before_the_key_is_looked_at(string command, string reply)
    {
        await Client.Dialogue(
            $"""
            SET text v => +OK
            {command} => {reply}
            """
        );
    }

    [Fact]
    public async Task A_stored_range_replaces_what_was_there()
    {
        await Client.Dialogue(
            """
            ZADD z 1 a 2 b 3 c => :3
            SET d text EX 100 => +OK
            ZRANGESTORE d z 1 -1 => :2
            ZRANGE d 0 -1 WITHSCORES => ["b", "2", "c", "3"]
            TTL d => :-1
            """
        );
    }

    [Fact]
    public async Task A_range_may_be_stored_over_its_source()
    {
        await Client.Dialogue(
            """
            ZADD z 1 a 2 b 3 c => :3
            ZRANGESTORE z z (1 +inf BYSCORE LIMIT 0 1 => :1
            ZRANGE z 0 -1 WITHSCORES => ["b", "2"]
            """
        );
    }

    [Fact]
    public async Task A_stored_range_that_is_empty_removes_the_key()
    {
        await Client.Dialogue(
            """
            ZADD z 1 a => :1
            SET d text => +OK
            ZRANGESTORE d z 5 9 => :0
            EXISTS d => :0
            ZRANGESTORE z none 0 -1 => :0
            EXISTS z => :0
            """
        );
    }

    // Redis fills a listpack, whose integers have no minus zero, until it is too big for one; with ranks it knows beforehand.
    [Fact]
    public async Task The_sign_of_zero_is_stored_as_far_as_Redis_stores_it()
    {
        string others = string.Join(' ', Enumerable.Range(100, 150).Select(i => $"1 m{i}"));
        await Client.Dialogue(
            $"""
            ZADD z {others} => :150
            ZADD z -0 a => :1
            ZSCORE z a => "-0"
            ZRANGESTORE d z 0 127 => :128
            ZSCORE d a => "0"
            ZRANGESTORE d z 0 128 => :129
            ZSCORE d a => "-0"
            ZRANGESTORE d z -inf inf BYSCORE => :151
            ZSCORE d a => "0"
            ZRANGESTORE d z inf -inf BYSCORE REV => :151
            ZSCORE d a => "-0"
            ZRANGESTORE d z - + BYLEX => :151
            ZSCORE d a => "0"
            ZADD z 0 {new string('b', 65)} => :1
            ZRANGESTORE d z 0 1 => :2
            ZSCORE d a => "0"
            ZRANGESTORE d z 0 0 BYSCORE REV => :2
            ZSCORE d a => "-0"
            """
        );
    }

    [Fact]
    public async Task A_range_stored_backwards_holds_the_highest()
    {
        await Client.Dialogue(
            """
            ZADD z 1 a 2 b 3 c 4 d => :4
            ZRANGESTORE d z 0 1 REV => :2
            ZRANGE d 0 -1 => ["c", "d"]
            ZRANGESTORE d z 3 -inf BYSCORE REV LIMIT 1 1 => :1
            ZRANGE d 0 -1 WITHSCORES => ["b", "2"]
            ZRANGESTORE d z [c - BYLEX REV => :3
            """
        );
    }

    [Fact]
    public async Task Members_and_scores_are_pairs_in_RESP3()
    {
        var client = Node.Connect(3);
        await client.Dialogue(
            """
            ZADD z 1 a 2.5 b inf c => :3
            ZRANGE z 0 -1 WITHSCORES => [["a", ,1], ["b", ,2.5], ["c", ,inf]]
            ZREVRANGEBYSCORE z inf 2 WITHSCORES LIMIT 1 1 => [["b", ,2.5]]
            ZRANGE z 0 0 => ["a"]
            """
        );
    }

    [Theory]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(300)]
    [InlineData(999)]
    [InlineData(1000)]
    public async Task A_limit_far_into_a_big_set_is_exact(int offset)
    {
        await Client.Ask(["ZADD", "z", .. Enumerable.Range(0, 1000).SelectMany(i => new[] { $"{i / 3}", $"m{i:000}" })]);
        string Array(IEnumerable<int> members)
        {
            var all = members.ToList();
            return $"*{all.Count}\r\n{string.Concat(all.Select(i => $"$4\r\nm{i:000}\r\n"))}";
        }

        (await Client.Ask("ZRANGEBYSCORE", "z", "-inf", "+inf", "LIMIT", $"{offset}", "2")).ShouldBe(
            Array(Enumerable.Range(offset, Math.Min(2, 1000 - offset)))
        );
        (await Client.Ask("ZREVRANGEBYSCORE", "z", "+inf", "-inf", "LIMIT", $"{offset}", "2")).ShouldBe(
            Array(Enumerable.Range(0, 1000).Reverse().Skip(offset).Take(2))
        );
    }
}
