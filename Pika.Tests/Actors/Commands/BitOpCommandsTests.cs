using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Commands;

public sealed class BitOpCommandsTests : NodeTestBase
{
    [Theory]
    [InlineData("BITOP AND d a b", "\x0c\0")]
    [InlineData("BITOP or d a b", "\x3f\xf0")]
    [InlineData("BITOP XOR d a b", "\x33\xf0")]
    [InlineData("BITOP NOT d a", "\xf0")]
    [InlineData("BITOP AND b a b", "\x0c\0")]
    public async Task Shorter_strings_go_on_in_zeros(string command, string result)
    {
        await Client.Ask("MSET", "a", "\x0f", "b", "\x3c\xf0");
        (await Client.Pipeline(command)).ShouldBe($":{result.Length}\r\n");
        (await Client.Ask("GET", command.Split(' ')[2])).ShouldBe($"${result.Length}\r\n{result}\r\n");
    }

    [Fact]
    public async Task Without_any_source_the_destination_goes()
    {
        (await Client.Pipeline("SET d v", "BITOP OR d x y", "DBSIZE")).ShouldBe("+OK\r\n:0\r\n:0\r\n");
    }

    [Fact]
    public async Task Strings_of_many_segments_are_combined_into_one_of_the_sources()
    {
        const int Length = 3_000_000;
        var a = new string('\x0f', Length);
        await Client.Ask("SET", "a", a);
        await Client.Pipeline($"SETRANGE b {Length - 1} z", "SETRANGE b 1500000 y");
        (await Client.Ask("BITOP", "XOR", "a", "a", "b")).ShouldBe($":{Length}\r\n");
        (await Client.Ask("GET", "a")).ShouldBe($"${Length}\r\n{a[..1500000]}{(char)('y' ^ 15)}{a[1500001..^1]}{(char)('z' ^ 15)}\r\n");
    }

    [Theory]
    [InlineData("BITOP NAND d a", "-ERR syntax error\r\n")]
    [InlineData("BITOP NOT d a b", "-ERR BITOP NOT must be called with a single source key.\r\n")]
    public async Task Bad_operations_are_refused(string command, string reply) => (await Client.Pipeline(command)).ShouldBe(reply);
}
