using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Commands;

public sealed class ServerCommandsTests : NodeTestBase
{
    [Fact]
    public async Task Info_counts_what_happens()
    {
        await Client.Pipeline(
            "SET a 1",
            "SET b 1 EX 100",
            "GET a",
            "GET nothing",
            "INCR",
            "NOSUCH",
            "SETRANGE a -1 x",
            "CONFIG SET nosuch 1"
        );

        var info = await Client.Ask("INFO", "everything");

        info.ShouldContain("\r\ndb0:keys=2,expires=1,avg_ttl=0\r\n");
        info.ShouldContain("\r\nkeyspace_hits:1\r\n");
        info.ShouldContain("\r\nkeyspace_misses:1\r\n");
        info.ShouldContain("\r\nerrorstat_ERR:count=4\r\n");
        info.ShouldContain("\r\ntotal_error_replies:4\r\n");
        info.ShouldContain("\r\nconnected_clients:1\r\n");
        info.ShouldContain("\r\nbinlog_last_index:");
    }

    [Fact]
    public async Task Resetstat_begins_anew()
    {
        await Client.Pipeline("GET nothing", "NOSUCH", "CONFIG RESETSTAT");

        var info = await Client.Ask("INFO", "stats", "errorstats");

        info.ShouldContain("\r\nkeyspace_misses:0\r\n");
        info.ShouldContain("\r\ntotal_error_replies:0\r\n");
        info.ShouldNotContain("errorstat_");
    }

    [Fact]
    public async Task Time_is_the_nodes_clock() =>
        (await Client.Ask("TIME")).ShouldBe($"*2\r\n$10\r\n{Node.Time.NowMs / 1000}\r\n$1\r\n0\r\n");

    [Theory]
    [InlineData("SHUTDOWN")]
    [InlineData("SHUTDOWN NOSAVE")]
    [InlineData("SHUTDOWN SAVE NOW FORCE")]
    public async Task Shutdown_asks_the_process_to_end_and_says_nothing(string command)
    {
        (await Client.Pipeline(command)).ShouldBe("");

        Node.Node.ShutdownRequested.IsCompleted.ShouldBeTrue();
        Client.Client.CloseAfterReply.ShouldBeTrue();
    }

    [Theory]
    [InlineData("SHUTDOWN ABORT", "-ERR No shutdown in progress.\r\n")]
    [InlineData("SHUTDOWN SAVE NOSAVE", "-ERR syntax error\r\n")]
    [InlineData("SHUTDOWN ABORT NOW", "-ERR syntax error\r\n")]
    [InlineData("SHUTDOWN later", "-ERR syntax error\r\n")]
    public async Task A_shutdown_that_makes_no_sense_is_none(string command, string error)
    {
        (await Client.Pipeline(command)).ShouldBe(error);

        Node.Node.ShutdownRequested.IsCompleted.ShouldBeFalse();
    }
}
