using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Commands;

public sealed class HyperLogLogCommandsTests : NodeTestBase
{
    private const string NotOne = "-WRONGTYPE Key is not a valid HyperLogLog string value.\r\n";
    private const string Damaged = "-INVALIDOBJ Corrupted HLL object detected\r\n";

    /// <summary>The bytes are those of redis-server 7.0.15.</summary>
    [Fact]
    public async Task Three_elements_are_a_sparse_one_with_three_runs()
    {
        (await Client.Pipeline("PFADD k a b c", "PFADD k a", "PFDEBUG ENCODING k", "PFCOUNT k", "PFDEBUG DECODE k")).ShouldBe(
            ":1\r\n:0\r\n+sparse\r\n:3\r\n$44\r\nZ:8436 v:1,1 Z:4274 v:2,1 Z:3068 v:1,1 Z:603\r\n"
        );
        (await Client.Ask("GET", "k")).ShouldBe(
            "$27\r\nHYLL\u0001\u0000\u0000\u0000\u0003\u0000\u0000\u0000\u0000\u0000\u0000\u0000`\u00f3\u0080P\u00b1\u0084K\u00fb\u0080BZ\r\n"
        );
    }

    [Fact]
    public async Task Without_elements_the_key_is_made_all_the_same()
    {
        (await Client.Pipeline("PFADD k", "PFADD k", "PFCOUNT k", "STRLEN k")).ShouldBe(":1\r\n:0\r\n:0\r\n:18\r\n");
    }

    [Fact]
    public async Task Many_elements_make_it_dense_and_are_estimated_within_a_few_percent()
    {
        for (var i = 0; i < 20; i++)
            await Client.Ask([.. Enumerable.Range(i * 1000, 1000).Select(n => $"{n}").Prepend("k").Prepend("PFADD")]);

        (await Client.Pipeline("PFDEBUG ENCODING k", "STRLEN k")).ShouldBe("+dense\r\n:12304\r\n");
        var count = await Client.Ask("PFCOUNT", "k");
        int.Parse(count.AsSpan(1).Trim()).ShouldBeInRange(19_000, 21_000);
        (await Client.Ask("PFCOUNT", "k")).ShouldBe(count);
    }

    [Fact]
    public async Task The_limit_of_the_sparse_form_is_a_setting()
    {
        await Client.Pipeline("CONFIG SET hll-sparse-max-bytes 20", "PFADD a 1", "PFADD b 1 2 3");
        (await Client.Pipeline("PFDEBUG ENCODING a", "PFDEBUG ENCODING b")).ShouldBe("+dense\r\n+dense\r\n");
    }

    [Fact]
    public async Task Merging_counts_what_is_in_any()
    {
        (await Client.Pipeline("PFADD a 1 2 3", "PFADD b 3 4", "PFMERGE c a b none", "PFCOUNT c", "PFCOUNT a b", "PFCOUNT none")).ShouldBe(
            ":1\r\n:1\r\n+OK\r\n:4\r\n:4\r\n:0\r\n"
        );
    }

    [Fact]
    public async Task The_expiry_stays()
    {
        await Client.Pipeline("PFADD k a", "EXPIRE k 10", "PFADD k b", "PFCOUNT k", "PFDEBUG TODENSE k", "PFADD k c", "PFMERGE k k");
        (await Client.Ask("TTL", "k")).ShouldBe(":10\r\n");
    }

    [Fact]
    public async Task A_count_that_is_kept_touches_the_key_once()
    {
        await Client.Ask("PFADD", "k", "a");
        var other = Node.Connect();
        await Client.Ask("WATCH", "k");
        await other.Ask("PFCOUNT", "k");
        (await Client.Pipeline("MULTI", "PING", "EXEC")).ShouldEndWith("*-1\r\n");
        await Client.Ask("WATCH", "k");
        await other.Ask("PFCOUNT", "k");
        (await Client.Pipeline("MULTI", "PING", "EXEC")).ShouldEndWith("*1\r\n+PONG\r\n");
    }

    [Theory]
    [InlineData("PFADD")]
    [InlineData("PFCOUNT")]
    [InlineData("PFMERGE x")]
    [InlineData("PFDEBUG ENCODING")]
    public async Task Other_strings_are_refused(string command)
    {
        await Client.Ask("SET", "k", "a string that is long enough");
        (await Client.Pipeline($"{command} k")).ShouldBe(NotOne);
    }

    [Theory]
    [InlineData("PFADD k a", "\x80")]
    [InlineData("PFCOUNT k", "\x7f\xfe")]
    [InlineData("PFCOUNT k none", "\x7f\xff\x80")]
    [InlineData("PFMERGE x k", "\x7f\xff\x00")]
    [InlineData("PFDEBUG TODENSE k", "\x7f\xff\x7f\xff")]
    public async Task Damaged_ones_are_refused(string command, string runs)
    {
        await Client.Ask("SET", "k", "HYLL\x01\0\0\0\0\0\0\0\0\0\0\x80" + runs);
        (await Client.Pipeline(command)).ShouldBe(Damaged);
    }

    [Fact]
    public async Task One_that_is_too_long_to_be_sound_is_refused_unread()
    {
        await Client.Ask("SET", "k", "HYLL\x01\0\0\0\0\0\0\0\0\0\0\x80");
        await Client.Ask("SETRANGE", "k", "100000000", "x");
        (await Client.Pipeline("PFADD k a", "PFCOUNT k")).ShouldBe(Damaged + Damaged);
    }

    [Fact]
    public async Task The_self_test_passes() => (await Client.Ask("PFSELFTEST")).ShouldBe("+OK\r\n");
}
