using Pika.Protocol;

namespace Pika.Tests.Protocol.Commands;

public sealed class CommandKeysTests
{
    [Theory]
    [InlineData("get a", "1-1/1")]
    [InlineData("set a b ex 10", "1-1/1")]
    [InlineData("mset a b c d", "1-3/2")]
    [InlineData("del a b c", "1-3/1")]
    [InlineData("copy a b", "1-2/1")]
    [InlineData("bitop and d a b", "2-4/1")]
    [InlineData("object encoding a", "2-2/1")]
    [InlineData("memory usage a", "2-2/1")]
    [InlineData("ping", null)]
    [InlineData("get", null)]
    public void Most_commands_have_their_keys_at_fixed_places(string text, string? expected)
    {
        var request = Request.Of(text.Split(' '));
        CommandTable.Find(request, out var spec);

        var found = CommandKeys.TryGetRange(spec!, request.Count, out var range);

        (found ? $"{range.First}-{ExactLast(range)}/{range.Step}" : null).ShouldBe(expected);
    }

    [Theory]
    [InlineData("get a", "1:RO|Access")]
    [InlineData("set a b", "1:OW|Update")]
    [InlineData("set a b ex 1 GET", "1:RW|Access|Update")]
    [InlineData("mset a b c d", "1:OW|Update 3:OW|Update")]
    [InlineData("copy a b", "1:RO|Access 2:OW|Update")]
    [InlineData("bitfield k get u8 0 overflow sat get u8 1", "1:RO|Access")]
    [InlineData("bitfield k incrby u8 0 1", "1:RW|Access|Update")]
    [InlineData("bitfield k get u8", "1:RW|Access|Update")]
    [InlineData("ping", "")]
    public void Rules_find_the_keys_and_what_is_done_with_them(string text, string expected)
    {
        var request = Request.Of(text.Split(' ').Select(word => word == "_" ? "" : word).ToArray());
        CommandTable.Find(request, out var spec);
        var keys = new List<KeyPosition> { new(99, KeyFlags.RO) };

        CommandKeys.Positions(spec!, request, keys).ShouldBeTrue();

        string.Join(' ', keys.Select(key => $"{key.Index}:{key.Flags.ToString().Replace(", ", "|")}")).ShouldBe(expected);
    }

    [Theory]
    [InlineData("get")]
    [InlineData("bitop and")]
    public void Arguments_that_do_not_fit_give_no_keys(string text)
    {
        var request = Request.Of(text.Split(' '));
        CommandTable.Find(request, out var spec);
        List<KeyPosition> keys = [];

        CommandKeys.Positions(spec!, request, keys).ShouldBeFalse();

        keys.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("x 2 a b", "2 3")]
    [InlineData("x 0", "")]
    [InlineData("x 3 a b", null)]
    [InlineData("x -1 a", null)]
    [InlineData("x 9223372036854775807 a", null)]
    [InlineData("x", null)]
    public void A_count_says_how_many_keys_follow(string text, string? expected)
    {
        Find(KeySpec.Counted(1, KeyFlags.RO), text).ShouldBe(expected);
    }

    [Theory]
    [InlineData("x streams a b 1 2", "2 3")]
    [InlineData("x block 5 STREAMS a 1", "4")]
    [InlineData("x block 5", null)]
    public void A_keyword_says_where_the_keys_begin(string text, string? expected)
    {
        Find(KeySpec.After("STREAMS", 1, KeyFlags.RO).To(-1, limit: 2), text).ShouldBe(expected);
    }

    [Fact]
    public void A_keyword_can_be_looked_for_from_the_end()
    {
        Find(KeySpec.After("KEYS", -2, KeyFlags.RO).To(-1), "x KEYS a KEYS b c").ShouldBe("4 5");
    }

    private static string? Find(KeySpec key, string text)
    {
        var spec = new CommandSpec("x", -1, CommandFlags.ReadOnly, key) { Summary = "A test.", Since = "1.0.0" };
        List<KeyPosition> keys = [];
        return CommandKeys.Positions(spec, Request.Of(text.Split(' ')), keys) ? string.Join(' ', keys.Select(found => found.Index)) : null;
    }

    private static int ExactLast(KeyRange range) => range.Last - ((range.Last - range.First) % range.Step);
}
