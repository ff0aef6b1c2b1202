namespace Pika.Tests.Differential;

public sealed class ReplyOrderTests
{
    private readonly ReplyOrder _order = new();

    [Theory]
    [InlineData("smembers s", "*2\r\n$1\r\nb\r\n$1\r\na\r\n", "*2\r\n$1\r\na\r\n$1\r\nb\r\n")]
    [InlineData("SMEMBERS s", "~2\r\n$1\r\nb\r\n$1\r\na\r\n", "~2\r\n$1\r\na\r\n$1\r\nb\r\n")]
    [InlineData("HGETALL h", "*4\r\n$1\r\nb\r\n$1\r\n1\r\n$1\r\na\r\n$1\r\n2\r\n", "*4\r\n$1\r\na\r\n$1\r\n2\r\n$1\r\nb\r\n$1\r\n1\r\n")]
    [InlineData("HGETALL h", "%2\r\n$1\r\nb\r\n$1\r\n1\r\n$1\r\na\r\n$1\r\n2\r\n", "%2\r\n$1\r\na\r\n$1\r\n2\r\n$1\r\nb\r\n$1\r\n1\r\n")]
    [InlineData("SSCAN s 0", "*2\r\n$1\r\n0\r\n*2\r\n$1\r\nb\r\n$0\r\n\r\n", "*2\r\n$1\r\n0\r\n*2\r\n$0\r\n\r\n$1\r\nb\r\n")]
    [InlineData("SMEMBERS s", "-ERR b\r\n", "-ERR b\r\n")]
    [InlineData("LRANGE l 0 -1", "*2\r\n$1\r\nb\r\n$1\r\na\r\n", "*2\r\n$1\r\nb\r\n$1\r\na\r\n")]
    public void Only_what_has_no_order_is_sorted(string command, string reply, string expected)
    {
        _order.Next(command.Split(' '), reply).ShouldBe(expected);
    }

    [Fact]
    public void Pairs_stay_together()
    {
        var crossed = "*4\r\n$1\r\na\r\n$1\r\n1\r\n$1\r\nb\r\n$1\r\n2\r\n";
        var swapped = "*4\r\n$1\r\na\r\n$1\r\n2\r\n$1\r\nb\r\n$1\r\n1\r\n";
        _order.Next(["HGETALL", "h"], crossed).ShouldNotBe(_order.Next(["HGETALL", "h"], swapped));
    }

    [Fact]
    public void Nothing_is_the_same_as_something_else()
    {
        _order.Next(["SPOP", "s"], "$-1\r\n").ShouldNotBe(_order.Next(["SPOP", "s"], "$0\r\n\r\n"));
        _order.Next(["SMEMBERS", "s"], "*1\r\n$-1\r\n").ShouldNotBe(_order.Next(["SMEMBERS", "s"], "*1\r\n$0\r\n\r\n"));
    }

    [Fact]
    public void The_reply_of_a_transaction_is_sorted_by_its_commands()
    {
        _order.Next(["MULTI"], "+OK\r\n");
        _order.Next(["SMEMBERS", "s"], "+QUEUED\r\n");
        _order.Next(["LRANGE", "l", "0", "-1"], "+QUEUED\r\n");
        _order
            .Next(["EXEC"], "*2\r\n*2\r\n$1\r\nb\r\n$1\r\na\r\n*2\r\n$1\r\nb\r\n$1\r\na\r\n")
            .ShouldBe("*2\r\n*2\r\n$1\r\na\r\n$1\r\nb\r\n*2\r\n$1\r\nb\r\n$1\r\na\r\n");
    }
}
