using Pika.Tests.Actors.Support;
using Pika.Tests.Protocol.Support;

namespace Pika.Tests.Actors.Commands;

public sealed class KeyCommandsTests : NodeTestBase
{
    private static readonly string Lookups = """
        SET a 1, SET a 1 NX, SET a 1 GET, SET x 1 XX, SETNX a 1, GET a, GET x, GETEX a, GETEX x, GETDEL x, GETSET a 1, MGET a x,
        STRLEN a, STRLEN x, GETRANGE a 0 1, GETBIT x 1, BITCOUNT a, BITPOS a 1, SETBIT a 1 1, BITFIELD a GET u8 0,
        BITFIELD a SET u8 0 1, BITFIELD_RO a GET u8 0, BITOP AND d a x, APPEND a 1, SETRANGE a 0 1, INCR n, INCRBYFLOAT n 1, LCS a x,
        MSETNX a 1 b 1, EXISTS a x, TOUCH a x, TYPE a, TYPE x, TTL a, PTTL x, EXPIRETIME a, EXPIRE a 100, EXPIRE x 1, PERSIST a,
        OBJECT ENCODING a, OBJECT REFCOUNT x, RENAME a b, RENAMENX b a, COPY a c, COPY x c, MOVE c 1, DEL x, UNLINK x, KEYS *,
        SCAN 0 COUNT 100, SCAN 0 COUNT 100 TYPE string, SCAN 0 COUNT 100 MATCH a TYPE list, RANDOMKEY, DBSIZE, WATCH a x, UNWATCH
        """;

    [Fact]
    public async Task Del_and_unlink_count_what_they_remove()
    {
        await Client.Pipeline("SET a 1", "SET b 2", "SET c 3");
        (await Client.Pipeline("DEL a nosuch a", "UNLINK b c b", "DBSIZE")).ShouldBe(":1\r\n:2\r\n:0\r\n");
    }

    [Fact]
    public async Task Exists_and_touch_count_a_key_as_often_as_it_is_named()
    {
        await Client.Ask("SET", "a", "1");
        (await Client.Pipeline("EXISTS a nosuch a", "TOUCH nosuch a")).ShouldBe(":2\r\n:1\r\n");
    }

    [Fact]
    public async Task Type_names_the_type()
    {
        await Client.Ask("SET", "a", "1");
        (await Client.Pipeline("TYPE a", "TYPE nosuch")).ShouldBe("+string\r\n+none\r\n");
    }

    [Fact]
    public async Task Reads_count_hits_and_misses_and_writes_do_not()
    {
        await Client.Pipeline(
            "SET a 1",
            "EXPIRE a 100",
            "PERSIST a",
            "DEL nosuch",
            "RENAME a b",
            "MOVE b 1",
            "KEYS *",
            "SCAN 0",
            "RANDOMKEY"
        );
        Counts().ShouldBe((0, 0));
        await Client.Pipeline(
            "SET a 1",
            "EXISTS a x",
            "TOUCH a x",
            "TYPE a",
            "TTL a",
            "OBJECT ENCODING x",
            "COPY a c",
            "SCAN 0 TYPE string"
        );
        Counts().ShouldBe((7, 3));
    }

    [RedisFact]
    public async Task Each_command_counts_as_in_Redis()
    {
        using var server = new RedisServer();
        using var redis = server.Connect();
        foreach (var command in Lookups.Split([',', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var before = (OfRedis(redis), Counts());
            redis.Ask(command.Split(' '));
            await Client.Pipeline(command);
            var (theirs, ours) = (OfRedis(redis), Counts());
            (ours.Hits - before.Item2.Hits, ours.Misses - before.Item2.Misses).ShouldBe(
                (theirs.Hits - before.Item1.Hits, theirs.Misses - before.Item1.Misses),
                command
            );
        }
    }

    [Fact]
    public async Task A_read_that_meets_an_expired_key_has_it_removed()
    {
        Node.Node.ActiveExpire = false;
        await Client.Pipeline("SET a 1 PX 10", "SET b 1 PX 10", "SET c 1 PX 10", "SET d 1");
        Node.Time.Advance(TimeSpan.FromMilliseconds(10));
        (await Client.Ask("DBSIZE")).ShouldBe(":4\r\n");
        (await Client.Pipeline("GET a", "DBSIZE")).ShouldBe("$-1\r\n:3\r\n");
        (await Client.Pipeline("MGET b c d", "DBSIZE", "SET e 1", "DBSIZE")).ShouldBe("*3\r\n$-1\r\n$-1\r\n$1\r\n1\r\n:1\r\n+OK\r\n:2\r\n");
        Node.Node.Statistics.ExpiredKeys.ShouldBe(3);
    }

    [Fact]
    public async Task Writes_remove_expired_keys_and_do_not_count_them_as_removed()
    {
        Node.Node.ActiveExpire = false;
        await Client.Pipeline("SET a 1 PX 10", "SET b 1 PX 10");
        Node.Time.Advance(TimeSpan.FromMilliseconds(10));
        (await Client.Pipeline("DEL a", "EXPIRE b 10", "DBSIZE")).ShouldBe(":0\r\n:0\r\n:0\r\n");
        Node.Node.Statistics.ExpiredKeys.ShouldBe(2);
    }

    private static (long Hits, long Misses) OfRedis(RedisConnection redis)
    {
        var fields = redis
            .Ask("INFO", "stats")
            .Text!.Split("\r\n")
            .Where(line => line.Contains(':'))
            .ToDictionary(line => line.Split(':')[0], line => line.Split(':')[1]);
        return (long.Parse(fields["keyspace_hits"]), long.Parse(fields["keyspace_misses"]));
    }

    private (long Hits, long Misses) Counts() => (Node.Node.Statistics.KeyspaceHits, Node.Node.Statistics.KeyspaceMisses);
}
