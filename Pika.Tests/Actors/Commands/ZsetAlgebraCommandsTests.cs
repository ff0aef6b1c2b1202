using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Commands;

public sealed class ZsetAlgebraCommandsTests : NodeTestBase
{
    [Fact]
    public async Task A_union_adds_the_scores()
    {
        await Client.Dialogue(
            """
            ZADD a 1 x 2 y => :2
            ZADD b 10 y 20 z => :2
            ZUNION 2 a b WITHSCORES => ["x", "1", "y", "12", "z", "20"]
            ZUNION 3 a b none => ["x", "y", "z"]
            ZUNION 2 a a WITHSCORES => ["x", "2", "y", "4"]
            """
        );
    }

    [Fact]
    public async Task Scores_are_weighted()
    {
        await Client.Dialogue(
            """
            ZADD a 1 x 2 y => :2
            ZADD b 10 y => :1
            ZUNION 2 a b WEIGHTS 2 -0.5 WITHSCORES => ["y", "-1", "x", "2"]
            ZINTER 2 a b WEIGHTS 1e3 0 WITHSCORES => ["y", "2000"]
            """
        );
    }

    [Fact]
    public async Task The_least_or_the_greatest_of_the_weighted_scores_may_count()
    {
        await Client.Dialogue(
            """
            ZADD a 1 x 5 y => :2
            ZADD b 3 x 2 y => :2
            ZUNION 2 a b AGGREGATE MIN WITHSCORES => ["x", "1", "y", "2"]
            ZUNION 2 a b AGGREGATE max WITHSCORES => ["x", "3", "y", "5"]
            ZUNION 2 a b WEIGHTS 1 -1 AGGREGATE MIN WITHSCORES => ["x", "-3", "y", "-2"]
            ZINTER 2 a b AGGREGATE MAX WEIGHTS 10 1 WITHSCORES => ["x", "10", "y", "50"]
            """
        );
    }

    [Fact]
    public async Task Infinities_that_cancel_out_make_zero()
    {
        await Client.Dialogue(
            """
            ZADD a inf x => :1
            ZADD b -inf x => :1
            ZUNION 2 a b WITHSCORES => ["x", "0"]
            ZINTER 2 a b WITHSCORES => ["x", "0"]
            ZUNION 1 a WEIGHTS 0 WITHSCORES => ["x", "0"]
            ZUNION 2 a b WEIGHTS inf -inf WITHSCORES => ["x", "inf"]
            """
        );
    }

    [Fact]
    public async Task Members_of_a_set_have_the_score_of_one()
    {
        await Client.Dialogue(
            """
            SADD s x y => :2
            ZADD z 5 y => :1
            ZUNION 2 s z WITHSCORES => ["x", "1", "y", "6"]
            ZINTER 2 s z WEIGHTS 3 1 WITHSCORES => ["y", "8"]
            ZDIFF 2 s z WITHSCORES => ["x", "1"]
            ZUNIONSTORE d 1 s => :2
            TYPE d => +zset
            """
        );
    }

    [Fact]
    public async Task An_intersection_has_what_all_have()
    {
        await Client.Dialogue(
            """
            ZADD a 1 x 2 y 3 z => :3
            ZADD b 1 y 1 z => :2
            ZADD c 1 z => :1
            ZINTER 3 a b c WITHSCORES => ["z", "5"]
            ZINTER 2 a none => []
            ZINTER 2 a a WITHSCORES => ["x", "2", "y", "4", "z", "6"]
            """
        );
    }

    [Fact]
    public async Task A_difference_has_what_only_the_first_has_with_its_scores()
    {
        await Client.Dialogue(
            """
            ZADD a 3 x 2 y 1 z => :3
            ZADD b 9 y => :1
            ZDIFF 2 a b WITHSCORES => ["z", "1", "x", "3"]
            ZDIFF 2 a a => []
            ZDIFF 2 none a => []
            ZDIFF 1 a => ["z", "y", "x"]
            """
        );
    }

    [Fact]
    public async Task The_members_in_common_are_counted_up_to_a_limit()
    {
        await Client.Dialogue(
            """
            ZADD a 1 x 2 y 3 z => :3
            ZADD b 1 x 2 y 3 z => :3
            ZINTERCARD 2 a b => :3
            ZINTERCARD 2 a b LIMIT 2 => :2
            ZINTERCARD 2 a b LIMIT 0 => :3
            ZINTERCARD 2 a b LIMIT 9223372036854775807 => :3
            ZINTERCARD 2 a none => :0
            """
        );
    }

    [Fact]
    public async Task A_stored_result_replaces_what_was_there()
    {
        await Client.Dialogue(
            """
            ZADD a 1 x 2 y => :2
            ZADD b 1 y => :1
            SET d text EX 100 => +OK
            ZUNIONSTORE d 2 a b WEIGHTS 1 2 AGGREGATE MAX => :2
            ZRANGE d 0 -1 WITHSCORES => ["x", "1", "y", "2"]
            TTL d => :-1
            ZINTERSTORE d 2 a b => :1
            ZRANGE d 0 -1 WITHSCORES => ["y", "3"]
            ZDIFFSTORE d 2 a b => :1
            ZRANGE d 0 -1 WITHSCORES => ["x", "1"]
            """
        );
    }

    [Fact]
    public async Task A_result_may_be_stored_over_its_source()
    {
        await Client.Dialogue(
            """
            ZADD a 1 x => :1
            ZADD b 1 y => :1
            ZUNIONSTORE a 2 a b => :2
            ZUNIONSTORE a 2 a a => :2
            ZRANGE a 0 -1 WITHSCORES => ["x", "2", "y", "2"]
            """
        );
    }

    [Fact]
    public async Task A_stored_result_that_is_empty_removes_the_key()
    {
        await Client.Dialogue(
            """
            ZADD a 1 x => :1
            SET d text => +OK
            ZINTERSTORE d 2 a none => :0
            EXISTS d => :0
            ZDIFFSTORE a 2 a a => :0
            DBSIZE => :0
            """
        );
    }

    [Theory]
    [InlineData("ZUNION 0 a", "-ERR at least 1 input key is needed for 'zunion' command")]
    [InlineData("ZINTERSTORE d -1 a", "-ERR at least 1 input key is needed for 'zinterstore' command")]
    [InlineData("ZUNION x a", "-ERR value is not an integer or out of range")]
    [InlineData("ZUNION 2 a", "-ERR syntax error")]
    [InlineData("ZUNION 9223372036854775807 a", "-ERR syntax error")]
    [InlineData("ZUNION 2 a b WEIGHTS 1", "-ERR syntax error")]
    [InlineData("ZUNION 1 a WEIGHTS x", "-ERR weight value is not a float")]
    [InlineData("ZUNION 1 a WEIGHTS nan", "-ERR weight value is not a float")]
    [InlineData("ZUNION 1 a AGGREGATE AVG", "-ERR syntax error")]
    [InlineData("ZUNIONSTORE d 1 a WITHSCORES", "-ERR syntax error")]
    [InlineData("ZDIFF 1 a WEIGHTS 1", "-ERR syntax error")]
    [InlineData("ZINTERCARD 1 a LIMIT -1", "-ERR LIMIT can't be negative")]
    [InlineData("ZINTERCARD 1 a LIMIT x", "-ERR LIMIT can't be negative")]
    [InlineData("ZUNION 1 text WEIGHTS x", "-WRONGTYPE Operation against a key holding the wrong kind of value")]
    [InlineData("ZDIFFSTORE d 2 none text", "-WRONGTYPE Operation against a key holding the wrong kind of value")]
    public async Task Bad_arguments_are_refused(string command, string reply)
    {
        await Client.Dialogue(
            $"""
            SET text v => +OK
            {command} => {reply}
            DBSIZE => :1
            """
        );
    }

    [Fact]
    public async Task Members_and_scores_are_pairs_in_RESP3()
    {
        var client = Node.Connect(3);
        await client.Dialogue(
            """
            ZADD a 1.5 x => :1
            ZUNION 1 a WITHSCORES => [["x", ,1.5]]
            ZINTER 2 a a WITHSCORES => [["x", ,3]]
            ZDIFF 1 a WITHSCORES => [["x", ,1.5]]
            ZUNION 1 a => ["x"]
            """
        );
    }
}
