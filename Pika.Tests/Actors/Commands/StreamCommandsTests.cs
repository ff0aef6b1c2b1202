using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Commands;

public sealed class StreamCommandsTests : IAsyncLifetime
{
    private TestNode _node = null!;
    private TestClient _client = null!;

    public async Task InitializeAsync()
    {
        _node = await TestNode.OpenAsync();
        _client = _node.Connect();
    }

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public async Task Ids_follow_the_clock_and_never_go_back()
    {
        var now = _node.Time.NowMs;
        (await _client.Pipeline("XADD s * a b", "XADD s * a b")).ShouldBe($"$15\r\n{now}-0\r\n$15\r\n{now}-1\r\n");
        await _client.Ask("XADD", "s", $"{now + 5}-7", "a", "b");
        _node.Time.Advance(TimeSpan.FromMilliseconds(3));
        (await _client.Ask("XADD", "s", "*", "a", "b")).ShouldBe($"$15\r\n{now + 5}-8\r\n");
    }

    [Fact]
    public async Task An_approximate_length_is_trimmed_a_hundred_entries_at_a_time()
    {
        for (var i = 1; i <= 1_099; i++)
            await _client.Ask("XADD", "s", "MAXLEN", "~", "1000", $"{i}", "a", "b");

        (await _client.Ask("XLEN", "s")).ShouldBe(":1099\r\n");
        (await _client.Pipeline("XADD s MAXLEN ~ 1000 1100 a b", "XLEN s", "XRANGE s - + COUNT 1")).ShouldBe(
            "$6\r\n1100-0\r\n:1000\r\n*1\r\n*2\r\n$5\r\n101-0\r\n*2\r\n$1\r\na\r\n$1\r\nb\r\n"
        );
    }

    [Fact]
    public async Task A_limit_bounds_what_a_trim_removes()
    {
        for (var i = 1; i <= 1_000; i++)
            await _client.Ask("XADD", "s", $"{i}", "a", "b");

        (await _client.Pipeline("XTRIM s MAXLEN ~ 10 LIMIT 250", "XTRIM s MINID ~ 900 LIMIT 30", "XTRIM s MAXLEN ~ 0 LIMIT 0")).ShouldBe(
            ":200\r\n:30\r\n:770\r\n"
        );
    }

    [Fact]
    public async Task A_stream_stays_when_its_last_entry_goes_and_remembers_its_last_id()
    {
        (await _client.Pipeline("XADD s 5-1 a b", "XDEL s 5-1 5-1", "XLEN s", "EXISTS s", "XADD s 5-1 a b", "XADD s 5-* a b")).ShouldBe(
            "$3\r\n5-1\r\n:1\r\n:0\r\n:1\r\n-ERR The ID specified in XADD is equal or smaller than the target stream top item\r\n$3\r\n5-2\r\n"
        );
    }

    [Fact]
    public async Task An_entry_keeps_the_expiry_of_its_stream()
    {
        await _client.Pipeline("XADD s 1 a b", "EXPIRE s 10", "XADD s 2 a b", "XDEL s 1", "XTRIM s MAXLEN 0");
        (await _client.Ask("TTL", "s")).ShouldBe(":10\r\n");
    }

    [Theory]
    [InlineData("XADD s LIMIT 5 * a b", "-ERR syntax error, LIMIT cannot be used without specifying a trimming strategy\r\n")]
    [InlineData("XADD s MAXLEN 5 LIMIT 5 * a b", "-ERR syntax error, LIMIT cannot be used without the special ~ option\r\n")]
    [InlineData("XADD s MAXLEN 5 MINID 5 * a", "-ERR syntax error, MAXLEN and MINID options at the same time are not compatible\r\n")]
    [InlineData("XADD s MAXLEN -5 * a b", "-ERR The MAXLEN argument must be >= 0.\r\n")]
    [InlineData("XADD s MAXLEN 1 x a b", "-ERR Invalid stream ID specified as stream command argument\r\n")]
    [InlineData("XADD s NOMKSTREAM 1-1 a b c", "-ERR wrong number of arguments for 'xadd' command\r\n")]
    [InlineData("XADD s 0-0 a b", "-ERR The ID specified in XADD must be greater than 0-0\r\n")]
    [InlineData("XADD s NOMKSTREAM 1-1 a b", "$-1\r\n")]
    [InlineData("XADD text 1-1 a b", "-WRONGTYPE Operation against a key holding the wrong kind of value\r\n")]
    [InlineData("XDEL s x", ":0\r\n")]
    [InlineData("XTRIM s FOO 3", "-ERR syntax error\r\n")]
    public async Task Bad_arguments_get_the_errors_of_redis_in_its_order(string command, string reply)
    {
        await _client.Ask("SET", "text", "x");
        (await _client.Pipeline(command)).ShouldBe(reply);
    }
}
