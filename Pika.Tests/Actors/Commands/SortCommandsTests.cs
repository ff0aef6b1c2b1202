using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Commands;

public sealed class SortCommandsTests : NodeTestBase
{
    private const string WrongType = "-WRONGTYPE Operation against a key holding the wrong kind of value";

    [Fact]
    public async Task Elements_are_sorted_as_numbers()
    {
        await Client.Dialogue(
            """
            RPUSH l 10 9 -1.5 1e2 0x10 inf -inf => :7
            SORT l => ["-inf", "-1.5", "9", "10", "0x10", "1e2", "inf"]
            SORT l DESC => ["inf", "1e2", "0x10", "10", "9", "-1.5", "-inf"]
            LRANGE l 0 1 => ["10", "9"]
            """
        );
    }

    [Fact]
    public async Task Sets_and_sorted_sets_are_sorted_too()
    {
        await Client.Dialogue(
            """
            SADD s 3 20 1 => :3
            ZADD z 9 3 8 20 7 1 => :3
            SORT s => ["1", "3", "20"]
            SORT_RO z => ["1", "3", "20"]
            """
        );
    }

    [Fact]
    public async Task Texts_are_sorted_by_their_bytes()
    {
        await Client.Dialogue(
            """
            RPUSH l b B a "" 10 9 aa => :7
            SORT l ALPHA => ["", "10", "9", "B", "a", "aa", "b"]
            SORT l ALPHA DESC => ["b", "aa", "a", "B", "9", "10", ""]
            """
        );
    }

    [Theory]
    [InlineData("a")]
    [InlineData("1x")]
    [InlineData("nan")]
    public async Task What_is_no_number_cannot_be_sorted_as_one(string element)
    {
        await Client.Dialogue(
            $"""
            RPUSH l 1 {element} => :2
            SORT l => -ERR One or more scores can't be converted into double
            SORT l STORE d => -ERR One or more scores can't be converted into double
            EXISTS d => :0
            """
        );
    }

    [Fact]
    public async Task An_empty_element_is_the_number_zero()
    {
        await Client.Dialogue(
            """
            RPUSH l 1 "" -1 => :3
            SORT l => ["-1", "", "1"]
            """
        );
    }

    [Fact]
    public async Task Equal_numbers_are_sorted_by_their_bytes()
    {
        await Client.Dialogue(
            """
            RPUSH l 1.0 1 01 0 => :4
            SORT l => ["0", "01", "1", "1.0"]
            SORT l DESC => ["1.0", "1", "01", "0"]
            """
        );
    }

    [Fact]
    public async Task A_limit_cuts_the_sorted_elements()
    {
        await Client.Dialogue(
            """
            RPUSH l 3 1 4 2 => :4
            SORT l LIMIT 1 2 => ["2", "3"]
            SORT l LIMIT 3 9223372036854775807 => ["4"]
            SORT l LIMIT 9223372036854775807 9223372036854775807 => []
            SORT l LIMIT -5 1 => ["1"]
            SORT l LIMIT -9223372036854775808 -9223372036854775808 => ["1", "2", "3", "4"]
            SORT l LIMIT 1 -1 => ["2", "3", "4"]
            SORT l LIMIT 0 0 => []
            SORT l DESC LIMIT 0 1 => ["4"]
            SORT l LIMIT 0 4 LIMIT 1 1 => ["2"]
            """
        );
    }

    [Fact]
    public async Task Weights_come_from_the_keys_that_a_pattern_names()
    {
        await Client.Dialogue(
            """
            RPUSH l a b c => :3
            MSET w_a 3 w_b 1 w_c 2 => +OK
            SORT l BY w_* => ["b", "c", "a"]
            SORT l BY w_* DESC LIMIT 0 1 => ["a"]
            """
        );
    }

    [Fact]
    public async Task A_missing_weight_counts_as_zero()
    {
        await Client.Dialogue(
            """
            RPUSH l a b c => :3
            MSET w_a 1 w_c -1 => +OK
            SORT l BY w_* => ["c", "b", "a"]
            RPUSH w_b list => :1
            SORT l BY w_* => ["c", "b", "a"]
            """
        );
    }

    [Fact]
    public async Task Weights_may_be_fields_of_hashes_or_texts()
    {
        await Client.Dialogue(
            """
            RPUSH l 1 2 3 => :3
            HSET h_1 rank 30 name c => :2
            HSET h_2 rank 20 name b => :2
            HSET h_3 rank 10 name a => :2
            SORT l BY h_*->rank => ["3", "2", "1"]
            SORT l BY h_*->name ALPHA => ["3", "2", "1"]
            SORT l BY h_*->nosuch => ["1", "2", "3"]
            SORT l BY h_*->name => -ERR One or more scores can't be converted into double
            """
        );
    }

    [Fact]
    public async Task A_pattern_without_a_star_leaves_a_list_in_its_order()
    {
        await Client.Dialogue(
            """
            RPUSH l c a b => :3
            SORT l BY nosort => ["c", "a", "b"]
            SORT l BY nosort DESC => ["b", "a", "c"]
            SORT l BY nosort LIMIT 1 1 => ["a"]
            """
        );
    }

    [Fact]
    public async Task A_pattern_without_a_star_leaves_a_sorted_set_in_the_order_of_its_scores()
    {
        await Client.Dialogue(
            """
            ZADD z 3 a 1 b 2 c => :3
            SORT z BY nosort => ["b", "c", "a"]
            SORT z BY nosort DESC => ["a", "c", "b"]
            SORT z BY nosort LIMIT 1 9223372036854775807 => ["c", "a"]
            SORT z BY nosort DESC LIMIT 1 1 => ["c"]
            SORT z BY nosort LIMIT 5 1 => []
            """
        );
    }

    [Fact]
    public async Task A_set_that_is_stored_in_no_order_is_stored_by_its_texts()
    {
        await Client.Dialogue(
            """
            SADD s c a b => :3
            SORT s BY nosort STORE d => :3
            LRANGE d 0 -1 => ["a", "b", "c"]
            """
        );
    }

    [Fact]
    public async Task What_is_answered_may_come_from_other_keys()
    {
        await Client.Dialogue(
            """
            RPUSH l 2 1 => :2
            MSET name_1 one name_2 two => +OK
            HSET h_1 f x => :1
            SORT l GET name_* => ["one", "two"]
            SORT l GET # GET h_*->f GET name_* => ["1", "x", "one", "2", nil, "two"]
            SORT l GET name_1 => [nil, nil]
            SORT l GET h_* GET nosuch_* => [nil, nil, nil, nil]
            SORT l GET # DESC => ["2", "1"]
            """
        );
    }

    [Fact]
    public async Task Sorted_elements_may_be_stored_as_a_list()
    {
        await Client.Dialogue(
            """
            SADD s 3 1 2 => :3
            SET d text EX 100 => +OK
            SORT s DESC STORE d => :3
            LRANGE d 0 -1 => ["3", "2", "1"]
            TTL d => :-1
            """
        );
    }

    [Fact]
    public async Task What_is_missing_is_stored_as_an_empty_element()
    {
        await Client.Dialogue(
            """
            RPUSH l 1 2 => :2
            SET name_2 two => +OK
            SORT l GET # GET name_* STORE d => :4
            LRANGE d 0 -1 => ["1", "", "2", "two"]
            """
        );
    }

    [Fact]
    public async Task A_list_may_be_stored_over_itself()
    {
        await Client.Dialogue(
            """
            RPUSH l 2 3 1 => :3
            SORT l LIMIT 0 2 STORE l => :2
            LRANGE l 0 -1 => ["1", "2"]
            """
        );
    }

    [Fact]
    public async Task A_stored_result_that_is_empty_removes_the_key()
    {
        await Client.Dialogue(
            """
            RPUSH l 1 => :1
            SET d text => +OK
            SORT l LIMIT 5 1 STORE d => :0
            EXISTS d => :0
            SORT none STORE l => :0
            DBSIZE => :0
            """
        );
    }

    [Theory]
    [InlineData("SORT none", "[]")]
    [InlineData("SORT text", WrongType)]
    [InlineData("SORT hash ALPHA", WrongType)]
    [InlineData("SORT_RO l STORE d", "-ERR syntax error")]
    [InlineData("SORT text LIMIT 1", "-ERR syntax error")]
    [InlineData("SORT text LIMIT x 1", "-ERR value is not an integer or out of range")]
    [InlineData("SORT text LIMIT 0 9223372036854775808", "-ERR value is not an integer or out of range")]
    [InlineData("SORT text BY", "-ERR syntax error")]
    [InlineData("SORT text GET", "-ERR syntax error")]
    [InlineData("SORT text STORE", "-ERR syntax error")]
    [InlineData("SORT text UPWARDS", "-ERR syntax error")]
    public async Task Words_are_checked_before_the_type(string command, string reply)
    {
        await Client.Dialogue(
            $"""
            SET text v => +OK
            HSET hash f v => :1
            {command} => {reply}
            """
        );
    }
}
