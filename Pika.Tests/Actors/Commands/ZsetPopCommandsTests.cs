using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Commands;

public sealed class ZsetPopCommandsTests : NodeTestBase
{
    [Fact]
    public async Task Members_are_popped_from_either_end_with_their_scores()
    {
        await Client.Dialogue(
            """
            ZADD z 1 a 2 b 3 c 4 d => :4
            ZPOPMIN z => ["a", "1"]
            ZPOPMAX z => ["d", "4"]
            ZPOPMAX z 2 => ["c", "3", "b", "2"]
            EXISTS z => :0
            """
        );
    }

    [Fact]
    public async Task Members_of_one_score_are_popped_in_order()
    {
        await Client.Dialogue(
            """
            ZADD z 1 a 1 b 1 c 1 d => :4
            ZPOPMAX z 2 => ["d", "1", "c", "1"]
            ZPOPMIN z 2 => ["a", "1", "b", "1"]
            """
        );
    }

    [Fact]
    public async Task A_pop_of_more_than_there_is_takes_all()
    {
        await Client.Dialogue(
            """
            ZADD z 1 a 2 b => :2
            ZPOPMIN z 9223372036854775807 => ["a", "1", "b", "2"]
            ZPOPMIN z 9223372036854775807 => []
            DBSIZE => :0
            """
        );
    }

    [Fact]
    public async Task A_pop_of_none_leaves_the_members()
    {
        await Client.Dialogue(
            """
            ZADD z 1 a => :1
            ZPOPMIN z 0 => []
            ZPOPMAX none 0 => []
            ZPOPMIN none => []
            ZCARD z => :1
            """
        );
    }

    [Fact]
    public async Task A_pop_refuses_counts_that_are_none()
    {
        await Client.Dialogue(
            """
            SET text v => +OK
            ZPOPMIN text -1 => -ERR value is out of range, must be positive
            ZPOPMAX none x => -ERR value is out of range, must be positive
            ZPOPMIN none 1 2 => -ERR syntax error
            ZPOPMIN text 0 => -WRONGTYPE Operation against a key holding the wrong kind of value
            """
        );
    }

    [Fact]
    public async Task Several_are_popped_from_the_first_set_that_there_is()
    {
        await Client.Dialogue(
            """
            ZADD b 1 x 2 y 3 z => :3
            ZADD c 1 x => :1
            ZMPOP 3 a b c MAX => ["b", [["z", "3"]]]
            ZMPOP 3 a b c min COUNT 9223372036854775807 => ["b", [["x", "1"], ["y", "2"]]]
            ZMPOP 3 a b c MIN => ["c", [["x", "1"]]]
            DBSIZE => :0
            """
        );
    }

    [Fact]
    public async Task A_pop_from_no_set_at_all_is_a_null_array()
    {
        (await Client.Pipeline("ZMPOP 2 a b MIN", "ZMPOP 1 a MAX COUNT 2")).ShouldBe("*-1\r\n*-1\r\n");
    }

    [Fact]
    public async Task A_key_of_another_type_hinders_a_pop_only_on_the_way()
    {
        await Client.Dialogue(
            """
            SET text v => +OK
            ZADD z 1 a 2 b => :2
            ZMPOP 2 z text MIN => ["z", [["a", "1"]]]
            ZMPOP 2 text z MIN => -WRONGTYPE Operation against a key holding the wrong kind of value
            """
        );
    }

    [Fact]
    public async Task A_pop_of_several_is_refused_for_its_words()
    {
        await Client.Dialogue(
            """
            ZMPOP 0 z MIN => -ERR numkeys should be greater than 0
            ZMPOP x z MIN => -ERR numkeys should be greater than 0
            ZMPOP 2 z MIN => -ERR syntax error
            ZMPOP 1 z LEFT => -ERR syntax error
            ZMPOP 1 z MIN COUNT 0 => -ERR count should be greater than 0
            ZMPOP 1 z MIN COUNT 1 COUNT 1 => -ERR syntax error
            """
        );
    }

    [Fact]
    public async Task Only_a_count_makes_a_list_of_pairs_in_RESP3()
    {
        var client = Node.Connect(3);
        await client.Dialogue(
            """
            ZADD z 1 a 2 b 3 c 4 d => :4
            ZPOPMIN z => ["a", ,1]
            ZPOPMIN z 1 => [["b", ,2]]
            ZMPOP 1 z MAX COUNT 2 => ["z", [["d", ,4], ["c", ,3]]]
            ZPOPMIN z 1 => []
            ZMPOP 1 z MIN => nil
            """
        );
    }
}
