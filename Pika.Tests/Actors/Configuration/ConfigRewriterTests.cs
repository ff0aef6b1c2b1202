using Pika.Actors.Configuration;

namespace Pika.Tests.Actors.Configuration;

public sealed class ConfigRewriterTests
{
    [Fact]
    public void Comments_order_and_unchanged_lines_stay()
    {
        string[] lines = ["# mine", "", "  port   7000 ", "timeout 5", "databases : 4"];
        var config = Load(lines);
        config.Timeout = 9;

        ConfigRewriter.Rewrite(lines, config).ShouldBe(["# mine", "", "  port   7000 ", "timeout 9", "databases : 4"]);
    }

    [Fact]
    public void A_changed_line_keeps_its_form_and_its_name()
    {
        string[] lines = ["slave-priority : 5", "maxclients 3"];
        var config = Load(lines);
        config.ReplicaPriority = 7;

        ConfigRewriter.Rewrite(lines, config).ShouldBe(["slave-priority : 7", "maxclients 3"]);
    }

    [Fact]
    public void New_values_are_added_under_one_signature()
    {
        string[] lines = ["port 1"];
        var config = Load(lines);
        config.RequirePass = "a b";
        var once = ConfigRewriter.Rewrite(lines, config);
        config.BinlogRetentionBytes = 1 << 30;

        ConfigRewriter
            .Rewrite(once, config)
            .ShouldBe(["port 1", ConfigRewriter.Signature, "requirepass \"a b\"", "binlog-retention-bytes 1gb"]);
    }

    [Fact]
    public void A_value_set_back_to_its_default_is_written_where_it_stood()
    {
        string[] lines = ["timeout 5"];

        ConfigRewriter.Rewrite(lines, new ServerConfig()).ShouldBe(["timeout 0"]);
    }

    [Fact]
    public void Several_lines_of_one_directive_become_one_when_it_changes()
    {
        string[] lines = ["client-output-buffer-limit normal 1mb 0 0", "port 1", "client-output-buffer-limit pubsub 2mb 0 0"];
        var config = Load(lines);
        ConfigRewriter.Rewrite(lines, config).ShouldBe(lines);
        config.ClientOutputBufferLimit = config.ClientOutputBufferLimit with { Replica = new OutputBufferLimit(1, 2, 3) };

        var next = ConfigRewriter.Rewrite(lines, config);

        next.ShouldBe(["client-output-buffer-limit normal 1048576 0 0 replica 1 2 3 pubsub 2097152 0 0", "port 1"]);
        Load(next).ClientOutputBufferLimit.ShouldBe(config.ClientOutputBufferLimit);
    }

    [Fact]
    public void Hours_that_days_cannot_say_are_written_as_hours()
    {
        string[] lines = ["expire-logs-days : 2"];
        var config = Load(lines);
        config.BinlogRetentionHours = 30;

        ConfigRewriter.Rewrite(lines, config).ShouldBe(["binlog-retention-hours : 30"]);
    }

    private static ServerConfig Load(IReadOnlyList<string> lines)
    {
        var config = new ServerConfig();
        ConfigFile.Load("test", lines, config).ShouldBeEmpty();
        return config;
    }
}
