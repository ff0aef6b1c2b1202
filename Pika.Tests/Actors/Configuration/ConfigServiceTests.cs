using Pika.Actors.Configuration;

namespace Pika.Tests.Actors.Configuration;

public sealed class ConfigServiceTests
{
    private readonly ConfigService _service = new(new ServerConfig());

    [Fact]
    public void Patterns_find_names_and_aliases_once_each() =>
        Keys(_service.Get("*read-only", "slave-r*", "PORT", "port", "nothing")).ShouldBe(["replica-read-only", "slave-read-only", "PORT"]);

    [Theory]
    [InlineData("save", "")]
    [InlineData("appendonly", "yes")]
    [InlineData("databases", "16")]
    [InlineData("timeout", "0")]
    [InlineData("slave-read-only", "yes")]
    [InlineData("maxmemory", "0")]
    [InlineData("requirepass", "")]
    [InlineData("cluster-require-full-coverage", "yes")]
    [InlineData("proto-max-bulk-len", "536870912")]
    [InlineData("client-output-buffer-limit", "normal 0 0 0 slave 268435456 67108864 60 pubsub 33554432 8388608 60")]
    public void What_clients_ask_for_is_answered_as_Redis_answers(string name, string value) =>
        _service.Get(name).ShouldBe([KeyValuePair.Create(name, value)]);

    [Fact]
    public void All_names_are_listed_by_a_star() =>
        Keys(_service.Get("*")).ShouldBe(Directives.All.Where(d => d.SameAs is null).SelectMany(d => d.Names));

    [Theory]
    [InlineData("foo", "1", "ERR Unknown option or number of arguments for CONFIG SET - 'foo'")]
    [InlineData("databases", "3", "ERR CONFIG SET failed (possibly related to argument 'databases') - can't set immutable config")]
    [InlineData(
        "timeout",
        "abc",
        "ERR CONFIG SET failed (possibly related to argument 'timeout') - argument couldn't be parsed into an integer"
    )]
    [InlineData(
        "timeout",
        "-1",
        "ERR CONFIG SET failed (possibly related to argument 'timeout') - argument must be between 0 and 2147483647 inclusive"
    )]
    [InlineData(
        "appendfsync",
        "zzz",
        "ERR CONFIG SET failed (possibly related to argument 'appendfsync') - argument(s) must be one of the following: everysec, always, no"
    )]
    [InlineData(
        "proto-max-bulk-len",
        "zz",
        "ERR CONFIG SET failed (possibly related to argument 'proto-max-bulk-len') - argument must be a memory value"
    )]
    [InlineData(
        "client-output-buffer-limit",
        "foo 1 2 3",
        "ERR CONFIG SET failed (possibly related to argument 'client-output-buffer-limit') - "
            + "Invalid client class specified in buffer limit configuration."
    )]
    public void Refusals_use_the_words_of_Redis(string name, string value, string error) =>
        _service.Set(KeyValuePair.Create(name, value)).ShouldBe(error);

    [Fact]
    public void Several_pairs_are_set_together_or_not_at_all()
    {
        _service
            .Set(KeyValuePair.Create("timeout", "5"), KeyValuePair.Create("maxclients", "0"))
            .ShouldBe(
                "ERR CONFIG SET failed (possibly related to argument 'maxclients') - argument must be between 1 and 2147483647 inclusive"
            );
        _service.Config.Timeout.ShouldBe(0);

        _service.Set(KeyValuePair.Create("timeout", "5"), KeyValuePair.Create("maxclients", "77")).ShouldBeNull();
        (_service.Config.Timeout, _service.Config.MaxClients).ShouldBe((5, 77));
    }

    [Theory]
    [InlineData("timeout", "timeout")]
    [InlineData("slave-priority", "replica-priority")]
    [InlineData("expire-logs-days", "binlog-retention-hours")]
    public void A_setting_may_be_named_once(string first, string second) =>
        _service
            .Set(KeyValuePair.Create(first, "1"), KeyValuePair.Create(second, "2"))
            .ShouldBe($"ERR CONFIG SET failed (possibly related to argument '{second}') - duplicate parameter");

    [Fact]
    public void A_class_that_is_not_named_keeps_its_limit()
    {
        _service.Set(KeyValuePair.Create("client-output-buffer-limit", "replica 100mb 1k 60")).ShouldBeNull();

        _service.Get("client-output-buffer-limit")[0].Value.ShouldBe("normal 0 0 0 slave 104857600 1000 60 pubsub 33554432 8388608 60");
    }

    [Fact]
    public void Subscribers_hear_of_a_change_when_all_of_it_is_in_force()
    {
        var heard = new List<string>();
        _service.Changed += directive => heard.Add($"{directive.Name} {_service.Config.Timeout} {_service.Config.Hz}");

        _service.Set(KeyValuePair.Create("timeout", "5"), KeyValuePair.Create("hz", "0"));
        _service.Set(KeyValuePair.Create("timeout", "6"), KeyValuePair.Create("hz", "20"));

        heard.ShouldBe(["timeout 6 20", "hz 6 20"]);
    }

    [Fact]
    public void Without_a_file_there_is_nothing_to_rewrite() =>
        _service.Rewrite().ShouldBe("ERR The server is running without a config file");

    [Fact]
    public void Statistics_are_reset_by_their_owner()
    {
        var resets = 0;
        _service.StatisticsReset += () => resets++;

        _service.ResetStatistics();

        resets.ShouldBe(1);
    }

    private static IEnumerable<string> Keys(IEnumerable<KeyValuePair<string, string>> pairs) => pairs.Select(pair => pair.Key);
}
