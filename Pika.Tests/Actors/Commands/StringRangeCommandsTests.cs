using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Commands;

public sealed class StringRangeCommandsTests : NodeTestBase
{
    private const string TooLong = "-ERR string exceeds maximum allowed size (proto-max-bulk-len)\r\n";

    [Fact]
    public async Task Append_makes_and_lengthens_and_keeps_the_expiry()
    {
        (await Client.Pipeline("APPEND k ab", "APPEND k c", "GET k")).ShouldBe(":2\r\n:3\r\n$3\r\nabc\r\n");
        (await Client.Ask("APPEND", "empty", "")).ShouldBe(":0\r\n");
        (await Client.Pipeline("DBSIZE", "SET k v EX 10", "APPEND k w")).ShouldBe(":2\r\n+OK\r\n:2\r\n");
        Node.Time.Advance(TimeSpan.FromSeconds(10));
        (await Client.Ask("GET", "k")).ShouldBe("$-1\r\n");
    }

    [Fact]
    public async Task Appending_grows_out_of_the_meta_row_and_over_many_chunks()
    {
        var expected = "";
        for (var i = 0; i < 40; i++)
        {
            var piece = new string((char)('a' + (i % 26)), 777);
            expected += piece;
            (await Client.Ask("APPEND", "k", piece)).ShouldBe($":{expected.Length}\r\n");
        }

        (await Client.Ask("GET", "k")).ShouldBe($"${expected.Length}\r\n{expected}\r\n");
    }

    [Fact]
    public async Task SetRange_fills_what_was_not_there_with_zeros()
    {
        (await Client.Pipeline("SETRANGE k 3 ab", "GET k", "SETRANGE k 0 x", "GET k")).ShouldBe(
            ":5\r\n$5\r\n\0\0\0ab\r\n:5\r\n$5\r\nx\0\0ab\r\n"
        );
        (await Client.Pipeline("SETRANGE k 9000 z", "GETRANGE k 8998 9001", "GETRANGE k 0 4")).ShouldBe(
            ":9001\r\n$3\r\n\0\0z\r\n$5\r\nx\0\0ab\r\n"
        );
    }

    [Fact]
    public async Task SetRange_of_nothing_makes_no_key()
    {
        (await Client.Ask("SETRANGE", "k", "5", "")).ShouldBe(":0\r\n");
        (await Client.Ask("DBSIZE")).ShouldBe(":0\r\n");
    }

    [Theory]
    [InlineData("SETRANGE k -1 x", "-ERR offset is out of range\r\n")]
    [InlineData("SETRANGE k a x", "-ERR value is not an integer or out of range\r\n")]
    [InlineData("SETRANGE k 536870912 x", TooLong)]
    [InlineData("SETRANGE k 9223372036854775807 x", TooLong)]
    [InlineData("SETRANGE k 536870911 x", ":536870912\r\n")]
    public async Task SetRange_holds_the_limit_of_512_MB(string command, string reply) => (await Client.Pipeline(command)).ShouldBe(reply);

    [Fact]
    public async Task Append_holds_the_limit_of_512_MB()
    {
        (await Client.Pipeline("SETRANGE k 536870910 x", "APPEND k yz", "APPEND k y", "GETRANGE k -3 -1")).ShouldBe(
            $":536870911\r\n{TooLong}:536870912\r\n$3\r\n\0xy\r\n"
        );
    }

    [Theory]
    [InlineData("0", "-1", "hello")]
    [InlineData("1", "3", "ell")]
    [InlineData("-3", "-2", "ll")]
    [InlineData("0", "100", "hello")]
    [InlineData("-100", "0", "h")]
    [InlineData("3", "1", "")]
    [InlineData("-1", "-3", "")]
    [InlineData("9", "10", "")]
    [InlineData("-9223372036854775808", "9223372036854775807", "hello")]
    public async Task GetRange_cuts(string start, string end, string part)
    {
        await Client.Ask("SET", "k", "hello");
        (await Client.Ask("GETRANGE", "k", start, end)).ShouldBe($"${part.Length}\r\n{part}\r\n");
        (await Client.Ask("SUBSTR", "k", start, end)).ShouldBe($"${part.Length}\r\n{part}\r\n");
        (await Client.Ask("GETRANGE", "none", start, end)).ShouldBe("$0\r\n\r\n");
    }
}
