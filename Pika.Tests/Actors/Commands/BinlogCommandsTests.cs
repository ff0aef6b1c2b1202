using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Commands;

public sealed class BinlogCommandsTests
{
    [Theory]
    [InlineData("PURGELOGSTO write2file0", "+OK\r\n")]
    [InlineData("PURGELOGSTO WRITE2FILE7 db15", "+OK\r\n")]
    [InlineData("PURGELOGSTO write2file", "-ERR Invalid Argument: the name of a binlog file is expected, such as write2file7\r\n")]
    [InlineData("PURGELOGSTO 7", "-ERR Invalid Argument: the name of a binlog file is expected, such as write2file7\r\n")]
    [InlineData("PURGELOGSTO write2file-1", "-ERR Invalid Argument: the name of a binlog file is expected, such as write2file7\r\n")]
    [InlineData("PURGELOGSTO write2file0 db16", "-ERR invalid DB for 'purgelogsto': db0 or another is expected\r\n")]
    [InlineData("PURGELOGSTO write2file0 0", "-ERR invalid DB for 'purgelogsto': db0 or another is expected\r\n")]
    [InlineData("PURGELOGSTO", "-ERR wrong number of arguments for 'purgelogsto' command\r\n")]
    [InlineData("PURGELOGSTO write2file0 db0 db1", "-ERR wrong number of arguments for 'purgelogsto' command\r\n")]
    public async Task PURGELOGSTO_takes_the_name_of_a_file(string command, string reply)
    {
        await using var node = await TestNode.OpenAsync();
        (await node.Connect().Pipeline(command)).ShouldBe(reply);
        (await node.Connect().Pipeline("SET a 1", "GET a")).ShouldBe("+OK\r\n$1\r\n1\r\n", "the current file stays");
    }
}
