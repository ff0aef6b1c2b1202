using Pika.Host.CommandLine;

namespace Pika.Tests.Host.CommandLine;

public sealed class PikaCommandTests
{
    [Fact]
    public async Task Version_is_printed()
    {
        var (code, output, error) = await Run("--version");

        (code, error).ShouldBe((0, ""));
        output.ShouldMatch(@"^pika \d+\.\d+\.\d+\s$");
    }

    [Theory]
    [InlineData("unknown directive 'prot'; did you mean 'port'?", "--prot", "1")]
    [InlineData("unknown directive 'zzzzzz'", "--zzzzzz")]
    [InlineData("unknown directive 'zzzzzz'", "--port", "1", "--zzzzzz", "1")]
    [InlineData("argument couldn't be parsed into an integer", "--port", "many")]
    [InlineData("argument must be between 0 and 2147483647 inclusive", "--timeout", "-1")]
    [InlineData("wrong number of arguments", "--port")]
    [InlineData("cannot read the configuration file '/no/such/file'", "/no/such/file")]
    [InlineData("two configuration files: 'a' and 'b'", "a", "-c", "b")]
    public async Task What_is_wrong_is_said_in_one_line_and_nothing_starts(string reason, params string[] arguments)
    {
        var (code, output, error) = await Run(arguments);

        (code, output).ShouldBe((1, ""));
        error.ShouldStartWith("pika: ");
        error.ShouldContain(reason);
        error.TrimEnd('\n').ShouldNotContain('\n');
    }

    [Fact]
    public async Task All_problems_are_reported_at_once()
    {
        var (code, _, error) = await Run("--port", "x", "--daemonize", "yes");

        code.ShouldBe(1);
        error.ShouldContain("--port x");
        error.ShouldContain("systemd");
    }

    private static async Task<(int Code, string Output, string Error)> Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await PikaCommand.RunAsync(arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
