using Pika.Protocol;

namespace Pika.Tests.Protocol.Commands;

public sealed class CommandSyntaxTests
{
    [Theory]
    [InlineData("ping", "PING [message]")]
    [InlineData("mset", "MSET key value [key value ...]")]
    [InlineData("del", "DEL key [key ...]")]
    [InlineData("client|reply", "CLIENT REPLY <ON | OFF | SKIP>")]
    [InlineData("client|list", "CLIENT LIST [TYPE <NORMAL | MASTER | REPLICA | PUBSUB>] [ID client-id [client-id ...]]")]
    [InlineData("bitcount", "BITCOUNT key [start end [BYTE | BIT]]")]
    public void Syntax_as_text(string name, string expected)
    {
        CommandSyntax.Of(CommandTable.Get(name)).ShouldBe(expected);
    }
}
