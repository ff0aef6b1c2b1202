using System.Net;
using Pika.Host.Server;

namespace Pika.Tests.Host.Server;

public sealed class BindAddressTests
{
    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1", false)]
    [InlineData("localhost", "127.0.0.1", false)]
    [InlineData("*", "0.0.0.0", false)]
    [InlineData("-::*", "::", true)]
    [InlineData("-::1", "::1", true)]
    public void Words_of_bind_are_understood_as_by_Redis(string word, string address, bool optional) =>
        BindAddress.Parse(word).ShouldBe(new BindAddress(IPAddress.Parse(address), optional));
}
