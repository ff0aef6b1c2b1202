using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Commands;

public sealed class ListCommandsTests : NodeTestBase
{
    [Fact]
    public async Task Elements_are_pushed_one_after_the_other()
    {
        await Client.Dialogue(
            """
            LPUSH l a b c => :3
            RPUSH l d e => :5
            LRANGE l 0 -1 => ["c", "b", "a", "d", "e"]
            LLEN l => :5
            """
        );
    }

    [Fact]
    public async Task What_pushes_only_onto_a_list_makes_none()
    {
        await Client.Dialogue(
            """
            LPUSHX l a b => :0
            RPUSHX l a => :0
            EXISTS l => :0
            RPUSH l x => :1
            LPUSHX l a b => :3
            RPUSHX l c => :4
            LRANGE l 0 -1 => ["b", "a", "x", "c"]
            """
        );
    }

    [Fact]
    public async Task Elements_are_popped_from_the_end_on()
    {
        await Client.Dialogue(
            """
            RPUSH l a b c d e f => :6
            LPOP l => "a"
            RPOP l => "f"
            LPOP l 2 => ["b", "c"]
            RPOP l 9223372036854775807 => ["e", "d"]
            EXISTS l => :0
            """
        );
    }

    [Fact]
    public async Task A_pop_of_none_leaves_the_list()
    {
        await Client.Dialogue(
            """
            RPUSH l a => :1
            LPOP l 0 => []
            RPOP l 0 => []
            LLEN l => :1
            """
        );
    }

    [Fact]
    public async Task A_pop_from_nothing_is_null_or_a_null_array()
    {
        (await Client.Pipeline("LPOP none", "RPOP none", "LPOP none 0", "RPOP none 2")).ShouldBe("$-1\r\n$-1\r\n*-1\r\n*-1\r\n");
    }

    [Fact]
    public async Task A_pop_refuses_counts_that_are_none()
    {
        await Client.Dialogue(
            """
            SET text v => +OK
            LPOP none -1 => -ERR value is out of range, must be positive
            RPOP text x => -ERR value is out of range, must be positive
            LPOP none 9223372036854775808 => -ERR value is out of range, must be positive
            LPOP none 1 2 => -ERR wrong number of arguments for 'lpop' command
            LPOP text => -WRONGTYPE Operation against a key holding the wrong kind of value
            RPOP text 0 => -WRONGTYPE Operation against a key holding the wrong kind of value
            """
        );
    }

    [Fact]
    public async Task A_range_is_cut_to_the_list()
    {
        await Client.Dialogue(
            """
            RPUSH l a b c => :3
            LRANGE l -9223372036854775808 9223372036854775807 => ["a", "b", "c"]
            LRANGE l -100 0 => ["a"]
            LRANGE l -2 -1 => ["b", "c"]
            LRANGE l 2 100 => ["c"]
            """
        );
    }

    [Fact]
    public async Task A_range_beside_the_list_is_empty()
    {
        await Client.Dialogue(
            """
            RPUSH l a b c => :3
            LRANGE l 3 9 => []
            LRANGE l 2 1 => []
            LRANGE l -1 -2 => []
            LRANGE l 0 -4 => []
            LRANGE l 9223372036854775807 -9223372036854775808 => []
            LRANGE none 0 -1 => []
            """
        );
    }

    [Fact]
    public async Task A_range_needs_integers_before_it_needs_a_list()
    {
        await Client.Dialogue(
            """
            SET text v => +OK
            LRANGE text x 0 => -ERR value is not an integer or out of range
            LRANGE none 0 9223372036854775808 => -ERR value is not an integer or out of range
            LRANGE text 0 0 => -WRONGTYPE Operation against a key holding the wrong kind of value
            """
        );
    }

    [Fact]
    public async Task An_index_counts_from_either_end()
    {
        await Client.Dialogue(
            """
            RPUSH l a b c => :3
            LINDEX l 0 => "a"
            LINDEX l 2 => "c"
            LINDEX l -1 => "c"
            LINDEX l -3 => "a"
            """
        );
    }

    [Fact]
    public async Task An_index_outside_the_list_is_null()
    {
        await Client.Dialogue(
            """
            RPUSH l a b c => :3
            LINDEX l 3 => nil
            LINDEX l -4 => nil
            LINDEX l 9223372036854775807 => nil
            LINDEX l -9223372036854775808 => nil
            """
        );
    }

    [Fact]
    public async Task An_index_is_looked_at_only_where_there_is_a_list()
    {
        await Client.Dialogue(
            """
            SET text v => +OK
            RPUSH l a => :1
            LINDEX none x => nil
            LINDEX text x => -WRONGTYPE Operation against a key holding the wrong kind of value
            LINDEX l x => -ERR value is not an integer or out of range
            """
        );
    }

    [Fact]
    public async Task An_element_may_be_empty_or_any_bytes()
    {
        await Client.Dialogue(
            """
            RPUSH l "" "a\r\nb" "\\" 007 => :4
            LRANGE l 0 -1 => ["", "a\r\nb", "\\", "007"]
            LINDEX l 0 => ""
            """
        );
    }

    [Fact]
    public async Task A_list_that_was_popped_empty_comes_back_without_its_expiry()
    {
        await Client.Dialogue(
            """
            RPUSH l a => :1
            EXPIRE l 100 => :1
            RPUSH l b => :2
            TTL l => :100
            LPOP l 2 => ["a", "b"]
            RPUSH l c => :1
            TTL l => :-1
            """
        );
    }

    [Fact]
    public async Task A_long_list_is_read_alike_anywhere()
    {
        await Client.Ask(["RPUSH", "l", .. Enumerable.Range(500, 500).Select(i => $"{i}")]);
        await Client.Ask(["LPUSH", "l", .. Enumerable.Range(0, 500).Select(i => $"{499 - i}")]);
        for (var i = 0; i < 1000; i += 7)
        {
            (await Client.Ask("LINDEX", "l", $"{i}")).ShouldBe($"${$"{i}".Length}\r\n{i}\r\n");
            (await Client.Ask("LINDEX", "l", $"{i - 1000}")).ShouldBe($"${$"{i}".Length}\r\n{i}\r\n");
        }

        await Client.Dialogue(
            """
            LRANGE l 498 501 => ["498", "499", "500", "501"]
            LRANGE l -2 5000 => ["998", "999"]
            LLEN l => :1000
            """
        );
    }
}
