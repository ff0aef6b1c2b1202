using System.CommandLine;
using Pika.Actors.Configuration;
using Pika.Host.CommandLine;

namespace Pika.Tests.Host.CommandLine;

public sealed class ServeOptionsTests
{
    [Fact]
    public void Each_option_takes_the_words_that_follow_it()
    {
        var config = Read("--port", "7000", "--bind", "127.0.0.1", "::1", "--save", "", "--requirepass", "@x", "--dir", "some where");

        config.Port.ShouldBe(7000);
        config.Bind.ShouldBe(["127.0.0.1", "::1"]);
        config.RequirePass.ShouldBe("@x");
        config.Dir.ShouldBe("some where");
    }

    [Fact]
    public void Several_words_may_come_as_one_argument()
    {
        var config = Read("--client-output-buffer-limit", "normal 4mb 0 0", "--bind", "127.0.0.1 ::1");

        config.ClientOutputBufferLimit.Normal.HardBytes.ShouldBe(4 << 20);
        config.Bind.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("-c")]
    [InlineData("--conf")]
    [InlineData(null)]
    public void The_command_line_overrides_the_file(string? option)
    {
        using var folder = new HostFolder();
        var path = folder.Write("pika.conf", "port 7000\ntimeout : 9\n");

        string[] file = option is null ? [path] : [option, path];
        var settings = Parse([.. file, "--port", "7001"]);

        settings.Problems.ShouldBeEmpty();
        (settings.Service.Config.Port, settings.Service.Config.Timeout).ShouldBe((7001, 9));
        settings.Service.FilePath.ShouldBe(path);
    }

    [Fact]
    public void Problems_of_the_file_and_of_the_command_line_come_together()
    {
        using var folder = new HostFolder();
        var path = folder.Write("pika.conf", "port x\n");

        Parse(path, "--timeout", "y")
            .Problems.Select(problem => (problem.Line, problem.Text))
            .ShouldBe([(1, "port x"), (0, "--timeout y")]);
    }

    private static ServerConfig Read(params string[] arguments)
    {
        var settings = Parse(arguments);
        settings.Problems.ShouldBeEmpty();
        return settings.Service.Config;
    }

    private static Settings Parse(params string[] arguments)
    {
        var options = new ServeOptions();
        var root = new RootCommand();
        options.AddTo(root);
        var parsed = root.Parse(arguments, PikaCommand.Parsing);
        parsed.Errors.ShouldBeEmpty();
        return options.Read(parsed);
    }
}
