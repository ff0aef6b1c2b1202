using Pika.Protocol;

namespace Pika.Tests.Protocol.Requests;

public sealed class RequestTests
{
    [Fact]
    public void Skipping_arguments_leaves_the_others()
    {
        var request = Request.Of("COMMAND", "GETKEYS", "GET", "a").Skip(2);

        request.ToString().ShouldBe("GET a");
        request.TotalLength.ShouldBe(4);
        request.Copy().ToString().ShouldBe("GET a");
        request.Memory(1).ToArray().ShouldBe("a"u8.ToArray());
        Should.Throw<ArgumentOutOfRangeException>(() => request.Skip(2));
    }

    [Fact]
    public void Text_shows_unprintable_bytes()
    {
        Request
            .Of([
                [(byte)'a', 0, 200],
                [],
            ])
            .ToString()
            .ShouldBe(@"a\x00\xc8 ");
    }
}
