using Pika.Host.Check;

namespace Pika.Tests.Host.Check;

public sealed class NodeAddressTests
{
    [Theory]
    [InlineData("localhost:9221", "localhost", 9221)]
    [InlineData("127.0.0.1:1", "127.0.0.1", 1)]
    [InlineData("[::1]:65535", "::1", 65535)]
    public void An_address_is_read_and_written_alike(string text, string host, int port)
    {
        NodeAddress.TryParse(text).ShouldBe(new NodeAddress(host, port));
        new NodeAddress(host, port).ToString().ShouldBe(text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("localhost")]
    [InlineData(":9221")]
    [InlineData("localhost:")]
    [InlineData("localhost:0")]
    [InlineData("localhost:65536")]
    [InlineData("localhost:x")]
    public void Anything_else_is_none(string text) => NodeAddress.TryParse(text).ShouldBeNull();
}
