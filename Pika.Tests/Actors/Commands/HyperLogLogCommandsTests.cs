using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Commands;

public sealed class HyperLogLogCommandsTests : IAsyncLifetime
{
    private const string NotOne = "-WRONGTYPE Key is not a valid HyperLogLog string value.\r\n";
    private const string Damaged = "-INVALIDOBJ Corrupted HLL object detected\r\n";

    private TestNode _node = null!;
    private TestClient _client = null!;

    public async Task InitializeAsync()
    {
        _node = await TestNode.OpenAsync();
        _client = _node.Connect();
    }

    public async Task DisposeAsync() => await _node.DisposeAsync();

    /// <summary>The bytes are those of redis-server 7.0.15.</summary>
    [Fact]
    public async Task Three_elements_are_a_sparse_one_with_three_runs()
    {
        (await _client.Pipeline("PFADD k a b c", "PFADD k a", "PFDEBUG ENCODING k", "PFCOUNT k", "PFDEBUG DECODE k")).ShouldBe(
            ":1\r\n:0\r\n+sparse\r\n:3\r\n$44\r\nZ:8436 v:1,1 Z:4274 v:2,1 Z:3068 v:1,1 Z:603\r\n"
        );
        (await _client.Ask("GET", "k")).ShouldBe(
            "$27\r\nHYLL\u0001\u0000\u0000\u0000\u0003\u0000\u0000\u0000\u0000\u0000\u0000\u0000`\u00f3\u0080P\u00b1\u0084K\u00fb\u0080BZ\r\n"
        );
    }

    [Fact]
    public async Task Without_elements_the_key_is_made_all_the_same()
    {
        (await _client.Pipeline("PFADD k", "PFADD k", "PFCOUNT k", "STRLEN k")).ShouldBe(":1\r\n:0\r\n:0\r\n:18\r\n");
    }

    [Fact]
    public async Task Many_elements_make_it_dense_and_are_estimated_within_a_few_percent()
    {
        for (var i = 0; i < 20; i++)
            await _client.Ask([.. Enumerable.Range(i * 1000, 1000).Select(n => $"{n}").Prepend("k").Prepend("PFADD")]);

        (await _client.Pipeline("PFDEBUG ENCODING k", "STRLEN k")).ShouldBe("+dense\r\n:12304\r\n");
        var count = await _client.Ask("PFCOUNT", "k");
        int.Parse(count.AsSpan(1).Trim()).ShouldBeInRange(19_000, 21_000);
        (await _client.Ask("PFCOUNT", "k")).ShouldBe(count);
    }

    [Fact]
    public async Task The_limit_of_the_sparse_form_is_a_setting()
    {
        await _client.Pipeline("CONFIG SET hll-sparse-max-bytes 20", "PFADD a 1", "PFADD b 1 2 3");
        (await _client.Pipeline("PFDEBUG ENCODING a", "PFDEBUG ENCODING b")).ShouldBe("+dense\r\n+dense\r\n");
    }

    [Fact]
    public async Task Merging_counts_what_is_in_any()
    {
        (await _client.Pipeline("PFADD a 1 2 3", "PFADD b 3 4", "PFMERGE c a b none", "PFCOUNT c", "PFCOUNT a b", "PFCOUNT none")).ShouldBe(
            ":1\r\n:1\r\n+OK\r\n:4\r\n:4\r\n:0\r\n"
        );
    }

    [Fact]
    public async Task The_expiry_stays()
    {
        await _client.Pipeline("PFADD k a", "EXPIRE k 10", "PFADD k b", "PFCOUNT k", "PFDEBUG TODENSE k", "PFADD k c", "PFMERGE k k");
        (await _client.Ask("TTL", "k")).ShouldBe(":10\r\n");
    }

    [Fact]
    public async Task A_count_that_is_kept_touches_the_key_once()
    {
        await _client.Ask("PFADD", "k", "a");
        var other = _node.Connect();
        await _client.Ask("WATCH", "k");
        await other.Ask("PFCOUNT", "k");
        (await _client.Pipeline("MULTI", "PING", "EXEC")).ShouldEndWith("*-1\r\n");
        await _client.Ask("WATCH", "k");
        await other.Ask("PFCOUNT", "k");
        (await _client.Pipeline("MULTI", "PING", "EXEC")).ShouldEndWith("*1\r\n+PONG\r\n");
    }

    [Theory]
    [InlineData("PFADD")]
    [InlineData("PFCOUNT")]
    [InlineData("PFMERGE x")]
    [InlineData("PFDEBUG ENCODING")]
    public async Task Other_strings_are_refused(string command)
    {
        await _client.Ask("SET", "k", "a string that is long enough");
        (await _client.Pipeline($"{command} k")).ShouldBe(NotOne);
    }

    [Theory]
    [InlineData("PFADD k a", "\x80")]
    [InlineData("PFCOUNT k", "\x7f\xfe")]
    [InlineData("PFCOUNT k none", "\x7f\xff\x80")]
    [InlineData("PFMERGE x k", "\x7f\xff\x00")]
    [InlineData("PFDEBUG TODENSE k", "\x7f\xff\x7f\xff")]
    public async Task Damaged_ones_are_refused(string command, string runs)
    {
        await _client.Ask("SET", "k", "HYLL\x01\0\0\0\0\0\0\0\0\0\0\x80" + runs);
        (await _client.Pipeline(command)).ShouldBe(Damaged);
    }

    [Fact]
    public async Task One_that_is_too_long_to_be_sound_is_refused_unread()
    {
        await _client.Ask("SET", "k", "HYLL\x01\0\0\0\0\0\0\0\0\0\0\x80");
        await _client.Ask("SETRANGE", "k", "100000000", "x");
        (await _client.Pipeline("PFADD k a", "PFCOUNT k")).ShouldBe(Damaged + Damaged);
    }

    [Fact]
    public async Task The_self_test_passes() => (await _client.Ask("PFSELFTEST")).ShouldBe("+OK\r\n");
}
