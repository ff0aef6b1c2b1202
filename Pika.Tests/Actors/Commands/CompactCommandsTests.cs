using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Commands;

public class CompactCommandsTests
{
    [Fact]
    public async Task Compaction_runs_in_the_background_and_names_bad_databases()
    {
        await using var node = await TestNode.OpenAsync();
        var client = node.Connect();
        await client.Ask("SET", "k", "v");
        foreach (string command in (string[])["COMPACT", "COMPACT db0,DB1", "COMPACT all", "COMPACTRANGE db0 a z"])
        {
            (await client.Pipeline(command)).ShouldBe("+OK\r\n");
            await Eventually.True(() => !node.Node.Compaction.IsRunning);
        }

        (await client.Pipeline("GET k", "COMPACT db99", "COMPACTRANGE 0 a z")).ShouldBe(
            "$1\r\nv\r\n"
                + "-ERR invalid DB for 'compact': db0 or another is expected, or several with commas between them\r\n"
                + "-ERR invalid DB for 'compactrange': db0 or another is expected, or several with commas between them\r\n"
        );
    }
}
