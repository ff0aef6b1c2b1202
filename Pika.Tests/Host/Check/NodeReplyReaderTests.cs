using System.Text;
using Pika.Host.Check;

namespace Pika.Tests.Host.Check;

public sealed class NodeReplyReaderTests
{
    [Fact]
    public async Task Replies_of_all_kinds_are_read()
    {
        var reader = Over("+OK\r\n:-5\r\n$3\r\na\nb\r\n$-1\r\n*2\r\n:1\r\n*1\r\n$1\r\nx\r\n*-1\r\n");
        (await Next(reader)).Text.ShouldBe("OK");
        (await Next(reader)).Number.ShouldBe(-5);
        (await Next(reader)).Text.ShouldBe("a\nb");
        (await Next(reader)).Text.ShouldBe("");
        (await Next(reader)).Items[1].Items[0].Text.ShouldBe("x");
        (await Next(reader)).Items.ShouldBeEmpty();
        await Should.ThrowAsync<EndOfStreamException>(() => Next(reader));
    }

    [Fact]
    public async Task An_error_is_told() =>
        (await Should.ThrowAsync<CheckException>(() => Next(Over("-ERR no\r\n")))).Message.ShouldBe("ERR no");

    /// <summary>Whatever listens there: neither memory nor stack are spent on what it only announces.</summary>
    [Theory]
    [InlineData("*9223372036854775807\r\n:1\r\n", typeof(EndOfStreamException))]
    [InlineData("*2147483647\r\n:1\r\n", typeof(EndOfStreamException))]
    [InlineData("$536870912\r\nabc", typeof(EndOfStreamException))]
    [InlineData("$9223372036854775807\r\nabc", typeof(CheckException))]
    [InlineData("$3\r\nabcd\r\n", typeof(CheckException))]
    [InlineData("HTTP/1.1 400 Bad Request\r\n", typeof(CheckException))]
    [InlineData(":five\r\n", typeof(CheckException))]
    public async Task What_is_no_reply_is_refused(string bytes, Type expected)
    {
        var problem = await Record.ExceptionAsync(() => Next(Over(bytes)));
        problem.ShouldBeOfType(expected);
    }

    [Fact]
    public async Task Arrays_in_arrays_and_lines_have_a_bound()
    {
        await Should.ThrowAsync<CheckException>(() => Next(Over(string.Concat(Enumerable.Repeat("*1\r\n", 100_000)))));
        await Should.ThrowAsync<CheckException>(() => Next(Over("+" + new string('x', 100_000))));
    }

    private static NodeReplyReader Over(string bytes) => new(new MemoryStream(Encoding.Latin1.GetBytes(bytes)));

    private static Task<NodeReply> Next(NodeReplyReader reader) => reader.ReadAsync(CancellationToken.None).AsTask();
}
