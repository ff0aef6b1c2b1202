using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Commands;

public sealed class ZsetCommandsTests : NodeTestBase
{
    [Fact]
    public async Task Members_are_added_and_their_scores_changed()
    {
        await Client.Dialogue(
            """
            ZADD z 1 a 2 b => :2
            ZADD z 5 a 3 c => :1
            ZRANGE z 0 -1 WITHSCORES => ["b", "2", "c", "3", "a", "5"]
            ZCARD z => :3
            """
        );
    }

    [Fact]
    public async Task NX_only_adds()
    {
        await Client.Dialogue(
            """
            ZADD z 1 a => :1
            ZADD z NX CH 9 a 2 b => :1
            ZRANGE z 0 -1 WITHSCORES => ["a", "1", "b", "2"]
            """
        );
    }

    [Fact]
    public async Task XX_only_changes()
    {
        await Client.Dialogue(
            """
            ZADD z 1 a => :1
            ZADD z XX CH 9 a 2 b => :1
            ZADD none XX 1 a => :0
            EXISTS none => :0
            ZRANGE z 0 -1 WITHSCORES => ["a", "9"]
            """
        );
    }

    [Fact]
    public async Task GT_changes_only_upwards_and_adds()
    {
        await Client.Dialogue(
            """
            ZADD z 5 a 5 b => :2
            ZADD z GT CH 4 a 6 b 1 c => :2
            ZADD z GT CH 6 b => :0
            ZADD z GT XX CH 7 a 7 new => :1
            ZRANGE z 0 -1 WITHSCORES => ["c", "1", "b", "6", "a", "7"]
            """
        );
    }

    [Fact]
    public async Task LT_changes_only_downwards_and_adds()
    {
        await Client.Dialogue(
            """
            ZADD z 5 a 5 b => :2
            ZADD z LT CH 4 a 6 b 9 c => :2
            ZADD z LT CH -inf b => :1
            ZADD z LT XX CH 3 a 0 new => :1
            ZRANGE z 0 -1 WITHSCORES => ["b", "-inf", "a", "3", "c", "9"]
            """
        );
    }

    [Fact]
    public async Task CH_does_not_count_a_score_that_stays()
    {
        await Client.Dialogue(
            """
            ZADD z 1 a 2 b => :2
            ZADD z CH 1 a 3 b 4 c => :2
            ZADD z CH -0 d => :1
            ZADD z CH 0 d => :0
            """
        );
    }

    [Fact]
    public async Task INCR_answers_with_the_score_or_null_where_the_options_forbid_it()
    {
        await Client.Dialogue(
            """
            ZADD z INCR 1.5 a => "1.5"
            ZADD z INCR 1.5 a => "3"
            ZADD z NX INCR 1 a => nil
            ZADD z NX INCR 1 b => "1"
            ZADD z XX INCR 1 none => nil
            ZADD none XX INCR 1 a => nil
            ZADD z GT INCR -1 a => nil
            ZADD z LT INCR 0 a => nil
            ZADD z LT INCR -1 a => "2"
            ZSCORE z a => "2"
            """
        );
    }

    [Fact]
    public async Task The_same_member_twice_counts_once_with_the_last_score()
    {
        await Client.Dialogue(
            """
            ZADD z 1 a 2 a => :1
            ZADD z CH 3 a 4 a => :2
            ZADD z NX 5 a 6 b 7 b => :1
            ZRANGE z 0 -1 WITHSCORES => ["a", "4", "b", "6"]
            """
        );
    }

    [Theory]
    [InlineData("ZADD none NX XX 1 a", "-ERR XX and NX options at the same time are not compatible")]
    [InlineData("ZADD none GT LT 1 a", "-ERR GT, LT, and/or NX options at the same time are not compatible")]
    [InlineData("ZADD none NX GT 1 a", "-ERR GT, LT, and/or NX options at the same time are not compatible")]
    [InlineData("ZADD none INCR 1 a 2 b", "-ERR INCR option supports a single increment-element pair")]
    [InlineData("ZADD none NX XX 1 a 2", "-ERR syntax error")]
    [InlineData("ZADD text CH NX INCR", "-ERR syntax error")]
    [InlineData("ZADD text nan a", "-ERR value is not a valid float")]
    [InlineData("ZADD text 1e400 a", "-ERR value is not a valid float")]
    [InlineData("ZADD text 1 a x b", "-ERR value is not a valid float")]
    [InlineData("ZADD text 1 a", "-WRONGTYPE Operation against a key holding the wrong kind of value")]
    [InlineData("ZINCRBY text nan a", "-ERR value is not a valid float")]
    public async Task Words_that_make_no_sense_are_refused_and_nothing_is_added(string command, string reply)
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
    public async Task One_score_that_is_none_hinders_all()
    {
        await Client.Dialogue(
            """
            ZADD z 1 a => :1
            ZADD z 2 a 3 b 4.x c => -ERR value is not a valid float
            ZRANGE z 0 -1 WITHSCORES => ["a", "1"]
            """
        );
    }

    [Fact]
    public async Task Infinities_are_scores_but_their_difference_is_none()
    {
        await Client.Dialogue(
            """
            ZADD z inf a -INF b +infinity c => :3
            ZINCRBY z -inf a => -ERR resulting score is not a number (NaN)
            ZADD z INCR inf b => -ERR resulting score is not a number (NaN)
            ZINCRBY z 5 a => "inf"
            ZRANGE z 0 -1 WITHSCORES => ["b", "-inf", "a", "inf", "c", "inf"]
            """
        );
    }

    [Theory]
    [InlineData("3.0", "3")]
    [InlineData("-0", "0")]
    [InlineData("0x10", "16")]
    [InlineData("1e3", "1000")]
    [InlineData(".5", "0.5")]
    [InlineData("0.1", "0.10000000000000001")]
    [InlineData("1e17", "1e+17")]
    [InlineData("100000000000000000", "1e+17")]
    [InlineData("9007199254740993", "9007199254740992")]
    [InlineData("1.7976931348623157e308", "1.7976931348623157e+308")]
    [InlineData("5e-324", "4.9406564584124654e-324")]
    public async Task Scores_are_doubles_and_written_as_such(string given, string written)
    {
        await Client.Dialogue(
            $"""
            ZADD z {given} a => :1
            ZSCORE z a => "{written}"
            """
        );
    }

    [Fact]
    public async Task Zero_keeps_its_sign_in_a_set_that_is_no_listpack()
    {
        await Client.Dialogue(
            """
            ZADD z -0 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx => :1
            ZADD z -0 a 0 b => :2
            ZSCORE z a => "-0"
            ZRANGE z 0 1 WITHSCORES => ["a", "-0", "b", "0"]
            ZADD z CH 0 a => :0
            ZSCORE z a => "-0"
            ZINCRBY z 0 a => "0"
            ZINCRBY z -0 c => "-0"
            ZCOUNT z 0 0 => :4
            ZCOUNT z -0 (0 => :0
            """
        );
    }

    [Fact]
    public async Task A_sum_of_scores_is_that_of_doubles()
    {
        await Client.Dialogue(
            """
            ZINCRBY z 0.1 a => "0.10000000000000001"
            ZINCRBY z 0.2 a => "0.30000000000000004"
            ZINCRBY z 1e308 b => "1e+308"
            ZINCRBY z 1e308 b => "inf"
            """
        );
    }

    [Fact]
    public async Task Members_of_one_score_are_in_the_order_of_their_bytes()
    {
        await Client.Dialogue(
            """
            ZADD z 0 b 0 B 0 "" 0 ba 0 a 0 10 0 9 -0 A => :8
            ZRANGE z 0 -1 => ["", "10", "9", "A", "B", "a", "b", "ba"]
            """
        );
    }

    [Fact]
    public async Task Members_are_removed_and_the_key_with_the_last()
    {
        await Client.Dialogue(
            """
            ZADD z 1 a 2 b 3 c => :3
            ZREM z a a x => :1
            ZREM z b c => :2
            EXISTS z => :0
            ZREM z a => :0
            """
        );
    }

    [Fact]
    public async Task Missing_scores_are_null()
    {
        await Client.Dialogue(
            """
            ZADD z 1 a => :1
            ZSCORE z x => nil
            ZSCORE none a => nil
            ZMSCORE z a x a => ["1", nil, "1"]
            ZMSCORE none a b => [nil, nil]
            """
        );
    }

    [Theory]
    [InlineData("ZREM text a")]
    [InlineData("ZCARD text")]
    [InlineData("ZSCORE text a")]
    [InlineData("ZMSCORE text a")]
    [InlineData("ZINCRBY text 1 a")]
    public async Task A_key_of_another_type_is_refused(string command)
    {
        await Client.Dialogue(
            $"""
            SET text v => +OK
            {command} => -WRONGTYPE Operation against a key holding the wrong kind of value
            """
        );
    }

    [Fact]
    public async Task Scores_are_doubles_in_RESP3()
    {
        var client = Node.Connect(3);
        await client.Dialogue(
            """
            ZADD z 1.5 a inf b => :2
            ZSCORE z a => ,1.5
            ZSCORE z b => ,inf
            ZINCRBY z 1 a => ,2.5
            ZADD z INCR 1 a => ,3.5
            ZADD z NX INCR 1 a => nil
            ZMSCORE z a x => [,3.5, nil]
            """
        );
    }

    [Fact]
    public async Task Changes_keep_the_expiry()
    {
        await Client.Dialogue(
            """
            ZADD z 1 a => :1
            EXPIRE z 100 => :1
            ZADD z 2 a 3 b => :1
            ZINCRBY z 1 a => "3"
            ZREM z b => :1
            TTL z => :100
            """
        );
    }
}
