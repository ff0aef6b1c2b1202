using Pika.Actors.Configuration;
using Pika.Host.CommandLine;

namespace Pika.Tests.Host.CommandLine;

public sealed class HelpTextTests
{
    [Fact]
    public void Every_directive_is_listed_with_its_default_within_the_width()
    {
        using var output = new StringWriter();
        HelpText.Write(output);
        var lines = output.ToString().Split('\n');

        foreach (var row in Directives.All.Where(row => row.SameAs is null))
        {
            lines.ShouldContain(line => line.StartsWith("  --" + row.Name) && line.Contains("(default: "), row.Name);
        }

        lines.ShouldAllBe(line => line.Length <= 120);
    }
}
