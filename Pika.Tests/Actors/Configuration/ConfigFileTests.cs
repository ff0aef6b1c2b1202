using Pika.Actors.Configuration;

namespace Pika.Tests.Actors.Configuration;

public sealed class ConfigFileTests
{
    [Fact]
    public void Redis_and_Pika_forms_mix()
    {
        var config = Load(
            """
            # a comment
            port 7000

            bind 127.0.0.1 ::1
            requirepass "two words"
            databases : 3
            max-background-jobs: 6
            logfile : ""
            """
        );

        config.Port.ShouldBe(7000);
        config.Bind.ShouldBe(["127.0.0.1", "::1"]);
        config.RequirePass.ShouldBe("two words");
        config.Databases.ShouldBe(3);
        config.MaxBackgroundJobs.ShouldBe(6);
        config.LogFile.ShouldBe("");
    }

    [Theory]
    [InlineData("bind ::1", "bind", "::1")]
    [InlineData("bind : ::1", "bind", "::1")]
    [InlineData("requirepass :secret", "requirepass", ":secret")]
    [InlineData("requirepass \": secret\"", "requirepass", ": secret")]
    [InlineData("requirepass :", "requirepass", "")]
    [InlineData("port:1", "port", "1")]
    public void A_colon_belongs_to_the_value_or_parts_it_from_the_name(string line, string name, string value)
    {
        var service = new ConfigService(Load(line));

        service.Get(name).ShouldBe([KeyValuePair.Create(name, value)]);
    }

    [Fact]
    public void All_problems_are_reported_at_once_with_line_text_and_reason()
    {
        string[] lines =
        [
            "prot 1",
            "databases 0",
            "timeout 5",
            "timeout 6",
            "requirepass \"x",
            "loglevel loud",
            "daemonize yes",
            "port",
            "zzzzzz 1",
        ];

        var problems = ConfigFile.Load("pika.conf", lines, new ServerConfig()).Select(problem => problem.ToString());

        problems.ShouldBe([
            "pika.conf:1: 'prot 1': unknown directive 'prot'; did you mean 'port'?",
            "pika.conf:2: 'databases 0': argument must be between 1 and 1024 inclusive",
            "pika.conf:4: 'timeout 6': duplicate of line 3",
            "pika.conf:5: 'requirepass \"x': Unbalanced quotes in configuration line",
            "pika.conf:6: 'loglevel loud': argument(s) must be one of the following: debug, verbose, notice, warning",
            "pika.conf:7: 'daemonize yes': pika stays in the foreground; let systemd or another supervisor run it in the background",
            "pika.conf:8: 'port': wrong number of arguments",
            "pika.conf:9: 'zzzzzz 1': unknown directive 'zzzzzz'",
        ]);
    }

    [Fact]
    public void The_same_setting_in_two_units_is_a_duplicate() =>
        ConfigFile
            .Load("f", ["expire-logs-days 2", "binlog-retention-hours 5"], new ServerConfig())
            .ShouldHaveSingleItem()
            .Reason.ShouldBe("duplicate of line 1");

    [Fact]
    public void Lines_of_a_repeatable_directive_add_up()
    {
        var config = Load("client-output-buffer-limit normal 1mb 1kb 5\nclient-output-buffer-limit replica 2mb 0 0");

        config.ClientOutputBufferLimit.Normal.ShouldBe(new OutputBufferLimit(1 << 20, 1024, 5));
        config.ClientOutputBufferLimit.Replica.ShouldBe(new OutputBufferLimit(2 << 20, 0, 0));
        config.ClientOutputBufferLimit.PubSub.ShouldBe(OutputBufferLimits.Default.PubSub);
    }

    private static ServerConfig Load(string text)
    {
        var config = new ServerConfig();
        ConfigFile.Load("test", text.Split('\n'), config).ShouldBeEmpty();
        return config;
    }
}
