using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Commands;

public sealed class StringCounterCommandsTests : NodeTestBase
{
    [Fact]
    public async Task Counters_count_from_zero_in_both_directions()
    {
        (await Client.Pipeline("INCR n", "INCRBY n 41", "DECR n", "DECRBY n -9", "DECRBY n 100", "GET n")).ShouldBe(
            ":1\r\n:42\r\n:41\r\n:50\r\n:-50\r\n$3\r\n-50\r\n"
        );
    }

    [Fact]
    public async Task Counters_keep_the_expiry()
    {
        await Client.Pipeline("SET n 1 EX 10", "INCR n", "INCRBYFLOAT n 1");
        Node.Time.Advance(TimeSpan.FromSeconds(10));
        (await Client.Ask("GET", "n")).ShouldBe("$-1\r\n");
    }

    [Theory]
    [InlineData("9223372036854775807", "INCR n")]
    [InlineData("-9223372036854775808", "DECR n")]
    [InlineData("1", "INCRBY n 9223372036854775807")]
    [InlineData("-2", "DECRBY n 9223372036854775807")]
    public async Task Overflow_is_refused_and_changes_nothing(string value, string command)
    {
        await Client.Ask("SET", "n", value);
        (await Client.Pipeline(command)).ShouldBe("-ERR increment or decrement would overflow\r\n");
        (await Client.Ask("GET", "n")).ShouldBe($"${value.Length}\r\n{value}\r\n");
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
        await Client.Ask("SET", "n", value);
        (await Client.Ask("INCR", "n")).ShouldBe("-ERR value is not an integer or out of range\r\n");
        (await Client.Ask("INCRBY", "none", value)).ShouldBe("-ERR value is not an integer or out of range\r\n");
    }

    [Fact]
    public async Task The_least_integer_has_no_negative()
    {
        (await Client.Pipeline("DECRBY n -9223372036854775808")).ShouldBe("-ERR decrement would overflow\r\n");
    }

    [Theory]
    [InlineData("0.1", "0.2", "0.3")]
    [InlineData("3", "1.5e3", "1503")]
    [InlineData("10.50", "-0.5", "10")]
    public async Task Floats_are_added_and_printed_without_exponent(string value, string increment, string sum)
    {
        await Client.Ask("SET", "n", value);
        (await Client.Ask("INCRBYFLOAT", "n", increment)).ShouldBe($"${sum.Length}\r\n{sum}\r\n");
        (await Client.Ask("GET", "n")).ShouldBe($"${sum.Length}\r\n{sum}\r\n");
    }

    [Fact]
    public async Task What_is_no_float_is_refused()
    {
        (await Client.Pipeline("SET n abc", "INCRBYFLOAT n 1", "SET n 1", "INCRBYFLOAT n x", "INCRBYFLOAT n inf")).ShouldBe(
            "+OK\r\n-ERR value is not a valid float\r\n+OK\r\n-ERR value is not a valid float\r\n-ERR increment would produce NaN or Infinity\r\n"
        );
    }
}
