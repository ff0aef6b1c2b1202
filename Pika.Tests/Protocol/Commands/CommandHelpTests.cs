using Pika.Protocol;
using Pika.Tests.Protocol.Support;

namespace Pika.Tests.Protocol.Commands;

public sealed class CommandHelpTests
{
    [Fact]
    public void Help_lists_the_subcommands_with_syntax_and_summary()
    {
        using var reply = new RespWriter();
        CommandHelp.Write(reply, CommandTable.Get("client"));

        var lines = RespTree.Parse(reply.WrittenSpan).Items.Select(item => item.Text!).ToList();

        lines[0].ShouldStartWith("CLIENT <subcommand>");
        lines.ShouldContain("PAUSE timeout [WRITE | ALL]");
        lines[lines.IndexOf("PAUSE timeout [WRITE | ALL]") + 1].ShouldBe("    Suspends the commands of clients for a time.");
        lines.Count.ShouldBe(1 + (2 * CommandTable.Get("client").Subcommands.Count));
    }
}
