using Pika.Tests.Actors.Support;
using Pika.Tests.Protocol.Support;

namespace Pika.Tests.Actors.Commands;

public sealed class ObjectCommandsTests : NodeTestBase
{
    [RedisFact]
    public async Task Encodings_and_references_of_values_as_they_were_set_are_those_of_Redis()
    {
        using var server = new RedisServer();
        using var redis = server.Connect();
        string[] values =
        [
            "",
            "1",
            "9999",
            "10000",
            "-1",
            "01",
            "1.5",
            "9223372036854775807",
            "9223372036854775808",
            new('x', 44),
            new('x', 45),
            new('x', 70_000),
        ];
        foreach (var value in values)
        {
            redis.Ask("SET", "k", value);
            await Client.Ask("SET", "k", value);
            var encoding = redis.Ask("OBJECT", "ENCODING", "k").Text!;
            (await Client.Ask("OBJECT", "ENCODING", "k")).ShouldBe($"${encoding.Length}\r\n{encoding}\r\n", value);
            (await Client.Ask("OBJECT", "REFCOUNT", "k")).ShouldBe($":{redis.Ask("OBJECT", "REFCOUNT", "k").Text}\r\n", value);
        }
    }

    [RedisFact]
    public async Task Encodings_of_hashes_and_sets_that_only_grew_are_those_of_Redis()
    {
        using var server = new RedisServer();
        using var redis = server.Connect();
        var numbers = Enumerable.Range(0, 1026).Select(i => $"{i}").ToArray();
        string[][] commands =
        [
            ["HSET", "k", "a", new('x', 64)],
            ["HSET", "k", "a", new('x', 65)],
            ["HSET", "k", new('x', 65), "1"],
            ["HSET", "k", .. numbers[..1024]],
            ["HSET", "k", .. numbers],
            ["SADD", "k", .. numbers[..512]],
            ["SADD", "k", .. numbers[..513]],
            ["SADD", "k", "1", "01"],
        ];
        foreach (var command in commands)
        {
            redis.Ask("FLUSHALL");
            redis.Ask(command);
            await Client.Ask("FLUSHALL");
            await Client.Ask(command);
            var encoding = redis.Ask("OBJECT", "ENCODING", "k").Text!;
            (await Client.Ask("OBJECT", "ENCODING", "k")).ShouldBe($"${encoding.Length}\r\n{encoding}\r\n", string.Join(' ', command[..3]));
        }
    }

    [Fact]
    public async Task Of_no_key_there_is_nothing_to_tell()
    {
        (await Client.Pipeline("OBJECT ENCODING x", "OBJECT REFCOUNT x", "OBJECT IDLETIME x", "OBJECT FREQ x")).ShouldBe(
            "$-1\r\n$-1\r\n$-1\r\n$-1\r\n"
        );
    }

    [Fact]
    public async Task Use_is_not_tracked()
    {
        await Client.Ask("SET", "k", "v");
        Node.Time.Advance(TimeSpan.FromHours(1));
        (await Client.Ask("OBJECT", "IDLETIME", "k")).ShouldBe(":0\r\n");
        (await Client.Ask("OBJECT", "FREQ", "k")).ShouldStartWith("-ERR An LFU maxmemory policy is not selected");
    }

    [Fact]
    public async Task Help_comes_from_the_table()
    {
        (await Client.Ask("OBJECT", "HELP")).ShouldContain("+ENCODING key\r\n");
        (await Client.Ask("OBJECT", "NOSUCH", "k")).ShouldBe("-ERR unknown subcommand 'NOSUCH'. Try OBJECT HELP.\r\n");
    }
}
