using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Commands;

public sealed class ListMoveCommandsTests : NodeTestBase
{
    [Fact]
    public async Task An_element_moves_from_either_end_to_either_end()
    {
        await Client.Dialogue(
            """
            RPUSH a 1 2 3 4 => :4
            LMOVE a b LEFT LEFT => "1"
            LMOVE a b LEFT RIGHT => "2"
            LMOVE a b right left => "4"
            LMOVE a b RIGHT RIGHT => "3"
            EXISTS a => :0
            LRANGE b 0 -1 => ["4", "1", "2", "3"]
            """
        );
    }

    [Fact]
    public async Task A_list_is_turned_by_moving_within_it()
    {
        await Client.Dialogue(
            """
            RPUSH l 1 2 3 => :3
            RPOPLPUSH l l => "3"
            LRANGE l 0 -1 => ["3", "1", "2"]
            LMOVE l l LEFT RIGHT => "3"
            LRANGE l 0 -1 => ["1", "2", "3"]
            LMOVE l l LEFT LEFT => "1"
            LRANGE l 0 -1 => ["1", "2", "3"]
            """
        );
    }

    [Fact]
    public async Task A_single_element_moves_within_its_list_which_keeps_its_expiry()
    {
        await Client.Dialogue(
            """
            RPUSH l a => :1
            EXPIRE l 100 => :1
            RPOPLPUSH l l => "a"
            TTL l => :100
            LRANGE l 0 -1 => ["a"]
            """
        );
    }

    [Fact]
    public async Task Nothing_moves_where_there_is_nothing()
    {
        await Client.Dialogue(
            """
            SET text v => +OK
            RPOPLPUSH none l => nil
            LMOVE none text LEFT LEFT => nil
            EXISTS l => :0
            """
        );
    }

    [Fact]
    public async Task An_element_stays_when_it_cannot_move()
    {
        await Client.Dialogue(
            """
            SET text v => +OK
            RPUSH l a => :1
            RPOPLPUSH l text => -WRONGTYPE Operation against a key holding the wrong kind of value
            LMOVE text l LEFT LEFT => -WRONGTYPE Operation against a key holding the wrong kind of value
            LMOVE l text UP LEFT => -ERR syntax error
            LMOVE l text LEFT DOWN => -ERR syntax error
            LRANGE l 0 -1 => ["a"]
            """
        );
    }

    [Fact]
    public async Task Several_are_popped_from_the_first_list_that_there_is()
    {
        await Client.Dialogue(
            """
            RPUSH b 1 2 3 4 => :4
            RPUSH c x => :1
            LMPOP 3 a b c LEFT => ["b", ["1"]]
            LMPOP 3 a b c RIGHT COUNT 2 => ["b", ["4", "3"]]
            LMPOP 3 a b c left count 9223372036854775807 => ["b", ["2"]]
            LMPOP 3 a b c LEFT => ["c", ["x"]]
            DBSIZE => :0
            """
        );
    }

    [Fact]
    public async Task A_pop_from_no_list_at_all_is_a_null_array()
    {
        (await Client.Pipeline("LMPOP 2 a b LEFT", "LMPOP 1 a RIGHT COUNT 2")).ShouldBe("*-1\r\n*-1\r\n");
    }

    [Fact]
    public async Task A_key_of_another_type_hinders_a_pop_only_on_the_way()
    {
        await Client.Dialogue(
            """
            SET text v => +OK
            RPUSH l a b => :2
            LMPOP 2 l text LEFT => ["l", ["a"]]
            LMPOP 2 text l LEFT => -WRONGTYPE Operation against a key holding the wrong kind of value
            LMPOP 2 none text LEFT => -WRONGTYPE Operation against a key holding the wrong kind of value
            """
        );
    }

    [Fact]
    public async Task A_pop_of_several_is_refused_for_its_words()
    {
        await Client.Dialogue(
            """
            LMPOP 0 l LEFT => -ERR numkeys should be greater than 0
            LMPOP x l LEFT => -ERR numkeys should be greater than 0
            LMPOP 2 l LEFT => -ERR syntax error
            LMPOP 9223372036854775807 l LEFT => -ERR syntax error
            LMPOP 1 l MIDDLE => -ERR syntax error
            LMPOP 1 l LEFT COUNT 0 => -ERR count should be greater than 0
            LMPOP 1 l LEFT COUNT => -ERR syntax error
            LMPOP 1 l LEFT COUNT 1 COUNT 1 => -ERR syntax error
            """
        );
    }
}
