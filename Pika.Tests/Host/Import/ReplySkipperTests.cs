using System.Text;
using Pika.Host.Import;

namespace Pika.Tests.Host.Import;

public sealed class ReplySkipperTests
{
    [Fact]
    public void Errors_are_told_wherever_they_stand()
    {
        var errors = new List<string>();
        var replies = Over("+OK\r\n*3\r\n$2\r\n\r\n\r\n*1\r\n-ERR inside\r\n:1\r\n-ERR last\r\n");
        replies.Skip(errors.Add);
        errors.ShouldBeEmpty();
        replies.Skip(errors.Add);
        errors.ShouldBe(["ERR inside"]);
        replies.Skip(errors.Add);
        errors.ShouldBe(["ERR inside", "ERR last"]);
    }

    /// <summary>Two numbers that together are more than a number can be would have ended a reply in its midst.</summary>
    [Theory]
    [InlineData("*9223372036854775807\r\n*9223372036854775807\r\n+OK\r\n")]
    [InlineData("$9223372036854775807\r\n+OK\r\n")]
    [InlineData("what\r\n")]
    [InlineData("*2\r\n+OK\r\n")]
    public void What_is_no_reply_ends_the_import(string bytes) => Should.Throw<IOException>(() => Over(bytes).Skip(_ => { }));

    [Fact]
    public void A_line_has_a_bound() => Should.Throw<IOException>(() => Over("+" + new string('x', 100_000)).Skip(_ => { }));

    private static ReplySkipper Over(string bytes) => new(new MemoryStream(Encoding.Latin1.GetBytes(bytes)));
}
