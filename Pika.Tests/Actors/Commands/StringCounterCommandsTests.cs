using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Commands;

public sealed class StringCounterCommandsTests : IAsyncLifetime
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
    public async Task Counters_count_from_zero_in_both_directions()
    {
        (await _client.Pipeline("INCR n", "INCRBY n 41", "DECR n", "DECRBY n -9", "DECRBY n 100", "GET n")).ShouldBe(
            ":1\r\n:42\r\n:41\r\n:50\r\n:-50\r\n$3\r\n-50\r\n"
        );
    }

    [Fact]
    public async Task Counters_keep_the_expiry()
    {
        await _client.Pipeline("SET n 1 EX 10", "INCR n", "INCRBYFLOAT n 1");
        _node.Time.Advance(TimeSpan.FromSeconds(10));
        (await _client.Ask("GET", "n")).ShouldBe("$-1\r\n");
    }

    [Theory]
    [InlineData("9223372036854775807", "INCR n")]
    [InlineData("-9223372036854775808", "DECR n")]
    [InlineData("1", "INCRBY n 9223372036854775807")]
    [InlineData("-2", "DECRBY n 9223372036854775807")]
    public async Task Overflow_is_refused_and_changes_nothing(string value, string command)
    {
        await _client.Ask("SET", "n", value);
        (await _client.Pipeline(command)).ShouldBe("-ERR increment or decrement would overflow\r\n");
        (await _client.Ask("GET", "n")).ShouldBe($"${value.Length}\r\n{value}\r\n");
    }

    [Theory]
    [InlineData(" 1")]
    [InlineData("01")]
    [InlineData("+1")]
    [InlineData("")]
    [InlineData("1.0")]
    [InlineData("9223372036854775808")]
    public async Task Other_spellings_are_no_integers(string value)
    {
        await _client.Ask("SET", "n", value);
        (await _client.Ask("INCR", "n")).ShouldBe("-ERR value is not an integer or out of range\r\n");
        (await _client.Ask("INCRBY", "none", value)).ShouldBe("-ERR value is not an integer or out of range\r\n");
    }

    [Fact]
    public async Task The_least_integer_has_no_negative()
    {
        (await _client.Pipeline("DECRBY n -9223372036854775808")).ShouldBe("-ERR decrement would overflow\r\n");
    }

    [Theory]
    [InlineData("0.1", "0.2", "0.3")]
    [InlineData("3", "1.5e3", "1503")]
    [InlineData("10.50", "-0.5", "10")]
    public async Task Floats_are_added_and_printed_without_exponent(string value, string increment, string sum)
    {
        await _client.Ask("SET", "n", value);
        (await _client.Ask("INCRBYFLOAT", "n", increment)).ShouldBe($"${sum.Length}\r\n{sum}\r\n");
        (await _client.Ask("GET", "n")).ShouldBe($"${sum.Length}\r\n{sum}\r\n");
    }

    [Fact]
    public async Task What_is_no_float_is_refused()
    {
        (await _client.Pipeline("SET n abc", "INCRBYFLOAT n 1", "SET n 1", "INCRBYFLOAT n x", "INCRBYFLOAT n inf")).ShouldBe(
            "+OK\r\n-ERR value is not a valid float\r\n+OK\r\n-ERR value is not a valid float\r\n-ERR increment would produce NaN or Infinity\r\n"
        );
    }
}
