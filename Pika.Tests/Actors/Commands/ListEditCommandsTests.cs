using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Commands;

public sealed class ListEditCommandsTests : NodeTestBase
{
    [Fact]
    public async Task An_element_is_inserted_at_either_end()
    {
        await Client.Dialogue(
            """
            RPUSH l a b => :2
            LINSERT l BEFORE a first => :3
            LINSERT l after b last => :4
            LRANGE l 0 -1 => ["first", "a", "b", "last"]
            """
        );
    }

    [Fact]
    public async Task An_element_is_inserted_at_the_first_of_equal_ones()
    {
        await Client.Dialogue(
            """
            RPUSH l x x => :2
            LINSERT l AFTER x y => :3
            LINSERT l BEFORE x y => :4
            LRANGE l 0 -1 => ["y", "x", "y", "x"]
            """
        );
    }

    [Fact]
    public async Task Nothing_is_inserted_where_the_pivot_is_missing()
    {
        await Client.Dialogue(
            """
            LINSERT none BEFORE a x => :0
            EXISTS none => :0
            RPUSH l a => :1
            LINSERT l BEFORE A x => :-1
            LLEN l => :1
            """
        );
    }

    [Fact]
    public async Task An_insertion_is_refused_for_its_words_first()
    {
        await Client.Dialogue(
            """
            SET text v => +OK
            LINSERT text BESIDE a x => -ERR syntax error
            LINSERT none BESIDE a x => -ERR syntax error
            LINSERT text BEFORE a x => -WRONGTYPE Operation against a key holding the wrong kind of value
            """
        );
    }

    [Fact]
    public async Task Equal_elements_are_removed_from_the_head()
    {
        await Client.Dialogue(
            """
            RPUSH l a b a b a => :5
            LREM l 2 a => :2
            LRANGE l 0 -1 => ["b", "b", "a"]
            """
        );
    }

    [Fact]
    public async Task Equal_elements_are_removed_from_the_tail()
    {
        await Client.Dialogue(
            """
            RPUSH l a b a b a => :5
            LREM l -2 a => :2
            LRANGE l 0 -1 => ["a", "b", "b"]
            """
        );
    }

    [Fact]
    public async Task All_equal_elements_are_removed_for_zero_and_for_more_than_there_are()
    {
        await Client.Dialogue(
            """
            RPUSH l a b a c a => :5
            LREM l 0 a => :3
            LREM l 9223372036854775807 b => :1
            LREM l -9223372036854775807 c => :1
            EXISTS l => :0
            """
        );
    }

    [Fact]
    public async Task A_removal_needs_an_integer_and_a_list()
    {
        await Client.Dialogue(
            """
            SET text v => +OK
            LREM text x a => -ERR value is not an integer or out of range
            LREM text 0 a => -WRONGTYPE Operation against a key holding the wrong kind of value
            LREM none 0 a => :0
            """
        );
    }

    [Fact]
    public async Task An_element_is_replaced_at_either_end()
    {
        await Client.Dialogue(
            """
            RPUSH l a b c => :3
            LSET l 0 x => +OK
            LSET l -1 z => +OK
            LSET l -2 y => +OK
            LRANGE l 0 -1 => ["x", "y", "z"]
            """
        );
    }

    [Fact]
    public async Task No_element_is_replaced_outside_the_list()
    {
        await Client.Dialogue(
            """
            RPUSH l a => :1
            LSET l 1 x => -ERR index out of range
            LSET l -2 x => -ERR index out of range
            LSET l 9223372036854775807 x => -ERR index out of range
            LSET l -9223372036854775808 x => -ERR index out of range
            LRANGE l 0 -1 => ["a"]
            """
        );
    }

    [Fact]
    public async Task A_replacement_needs_a_key_then_a_list_then_an_integer()
    {
        await Client.Dialogue(
            """
            SET text v => +OK
            RPUSH l a => :1
            LSET none x y => -ERR no such key
            LSET text x y => -WRONGTYPE Operation against a key holding the wrong kind of value
            LSET l x y => -ERR value is not an integer or out of range
            """
        );
    }

    [Fact]
    public async Task A_trim_keeps_what_is_between()
    {
        await Client.Dialogue(
            """
            RPUSH l a b c d e => :5
            LTRIM l 1 -2 => +OK
            LRANGE l 0 -1 => ["b", "c", "d"]
            LTRIM l -9223372036854775808 9223372036854775807 => +OK
            LLEN l => :3
            LTRIM l -1 -1 => +OK
            LRANGE l 0 -1 => ["d"]
            """
        );
    }

    [Theory]
    [InlineData("3", "9")]
    [InlineData("2", "1")]
    [InlineData("0", "-4")]
    [InlineData("9223372036854775807", "-9223372036854775808")]
    public async Task A_trim_to_nothing_removes_the_key(string start, string stop)
    {
        await Client.Dialogue(
            $"""
            RPUSH l a b c => :3
            LTRIM l {start} {stop} => +OK
            EXISTS l => :0
            LTRIM l {start} {stop} => +OK
            """
        );
    }

    [Fact]
    public async Task A_position_is_that_of_the_match_which_the_rank_names()
    {
        await Client.Dialogue(
            """
            RPUSH l a b a c a => :5
            LPOS l a => :0
            LPOS l a RANK 2 => :2
            LPOS l a RANK -1 => :4
            LPOS l a RANK -3 => :0
            LPOS l a RANK 4 => nil
            LPOS l x => nil
            """
        );
    }

    [Fact]
    public async Task Positions_are_counted_from_the_side_of_the_rank()
    {
        await Client.Dialogue(
            """
            RPUSH l a b a c a => :5
            LPOS l a COUNT 2 => [:0, :2]
            LPOS l a COUNT 0 => [:0, :2, :4]
            LPOS l a COUNT 9223372036854775807 => [:0, :2, :4]
            LPOS l a COUNT 2 RANK -1 => [:4, :2]
            LPOS l a RANK -2 COUNT 0 => [:2, :0]
            LPOS l x COUNT 1 => []
            """
        );
    }

    [Fact]
    public async Task Only_so_many_elements_are_compared()
    {
        await Client.Dialogue(
            """
            RPUSH l b a a c b => :5
            LPOS l a MAXLEN 1 => nil
            LPOS l a MAXLEN 2 => :1
            LPOS l a MAXLEN 2 COUNT 0 => [:1]
            LPOS l b MAXLEN 4 RANK -2 => nil
            LPOS l b MAXLEN 5 RANK -2 => :0
            LPOS l c MAXLEN 0 => :3
            LPOS l c MAXLEN 9223372036854775807 => :3
            """
        );
    }

    [Fact]
    public async Task Where_there_is_no_list_there_is_no_position()
    {
        await Client.Dialogue(
            """
            LPOS none a => nil
            LPOS none a COUNT 0 => []
            SET text v => +OK
            LPOS text a => -WRONGTYPE Operation against a key holding the wrong kind of value
            """
        );
    }

    [Fact]
    public async Task Options_of_a_search_are_checked_before_the_key()
    {
        await Client.Dialogue(
            """
            SET text v => +OK
            LPOS text a RANK 0 => -ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... or use negative to start from the end of the list
            LPOS text a RANK x => -ERR value is not an integer or out of range
            LPOS text a COUNT -1 => -ERR COUNT can't be negative
            LPOS text a MAXLEN -1 => -ERR MAXLEN can't be negative
            LPOS text a COUNT => -ERR syntax error
            LPOS text a FIRST 1 => -ERR syntax error
            LPOS text a COUNT 1 RANK => -ERR syntax error
            """
        );
    }

    [Fact]
    public async Task A_long_list_is_edited_alike_anywhere()
    {
        var model = Enumerable.Range(0, 1000).Select(i => $"{i}").ToList();
        await Client.Ask(["RPUSH", "l", .. model]);
        foreach (var pivot in new[] { "0", "1", "127", "128", "500", "501", "998", "999" })
        {
            model.Insert(model.IndexOf(pivot), "new");
            await Client.Ask("LINSERT", "l", "BEFORE", pivot, "new");
            model.Insert(model.IndexOf(pivot) + 1, "new");
            await Client.Ask("LINSERT", "l", "AFTER", pivot, "new");
        }

        (await Client.Ask("LREM", "l", "-5", "new")).ShouldBe(":5\r\n");
        for (var i = 0; i < 5; i++)
            model.RemoveAt(model.LastIndexOf("new"));

        var expected = string.Concat(model.Select(element => $"${element.Length}\r\n{element}\r\n"));
        (await Client.Ask("LRANGE", "l", "0", "-1")).ShouldBe($"*{model.Count}\r\n{expected}");
    }
}
