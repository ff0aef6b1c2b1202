using Pika.Tests.Actors.Support;
using Pika.Tests.Protocol.Support;

namespace Pika.Tests.Actors.Commands;

public sealed class HashCommandsTests : NodeTestBase
{
    [Fact]
    public async Task Fields_are_set_read_and_removed()
    {
        (
            await Client.Pipeline("HSET h a 1 b 2", "HSET h a 3 c 4", "HGET h a", "HMGET h b x", "HLEN h", "HDEL h a x", "HEXISTS h a")
        ).ShouldBe(":2\r\n:1\r\n$1\r\n3\r\n*2\r\n$1\r\n2\r\n$-1\r\n:3\r\n:1\r\n:0\r\n");
    }

    [Fact]
    public async Task The_key_goes_with_its_last_field()
    {
        (await Client.Pipeline("HSET h a 1 b 2", "HDEL h a b x", "EXISTS h", "DBSIZE", "TYPE h")).ShouldBe(
            ":2\r\n:2\r\n:0\r\n:0\r\n+none\r\n"
        );
    }

    [Fact]
    public async Task Changes_keep_the_expiry()
    {
        await Client.Pipeline("HSET h a 1", "PEXPIRE h 10000", "HSET h b 2", "HINCRBY h a 1", "HDEL h b");
        Node.Time.Advance(TimeSpan.FromSeconds(10));
        (await Client.Ask("HGET", "h", "a")).ShouldBe("$-1\r\n");
    }

    [Fact]
    public async Task The_same_field_twice_in_one_command_counts_once()
    {
        (await Client.Pipeline("HSET h a 1 a 2", "HLEN h", "HGET h a")).ShouldBe(":1\r\n:1\r\n$1\r\n2\r\n");
    }

    [Fact]
    public async Task Replies_have_the_types_of_RESP3()
    {
        var client = Node.Connect(3);
        (await client.Pipeline("HSET h a 1", "HGETALL h", "HGETALL x", "HGET h x", "HRANDFIELD h 5 WITHVALUES", "HKEYS h")).ShouldBe(
            ":1\r\n%1\r\n$1\r\na\r\n$1\r\n1\r\n%0\r\n_\r\n*1\r\n*2\r\n$1\r\na\r\n$1\r\n1\r\n*1\r\n$1\r\na\r\n"
        );
    }

    [Theory]
    [InlineData("HSET h a", "-ERR wrong number of arguments for 'hset' command\r\n")]
    [InlineData("HSET text a 1 b", "-ERR wrong number of arguments for 'hset' command\r\n")]
    [InlineData("HGET text a", "-WRONGTYPE Operation against a key holding the wrong kind of value\r\n")]
    [InlineData("HINCRBY text a x", "-ERR value is not an integer or out of range\r\n")]
    [InlineData("HINCRBY h word 1", "-ERR hash value is not an integer\r\n")]
    [InlineData("HINCRBY h most 1", "-ERR increment or decrement would overflow\r\n")]
    [InlineData("HINCRBYFLOAT h word 1", "-ERR hash value is not a float\r\n")]
    [InlineData("HINCRBYFLOAT h a inf", "-ERR value is NaN or Infinity\r\n")]
    [InlineData("HRANDFIELD text x", "-ERR value is not an integer or out of range\r\n")]
    [InlineData("HRANDFIELD h 4611686018427387904 WITHVALUES", "-ERR value is out of range\r\n")]
    [InlineData("HSCAN text x", "-ERR invalid cursor\r\n")]
    [InlineData("HSCAN none 0 nonsense", "*2\r\n$1\r\n0\r\n*0\r\n")]
    public async Task Bad_arguments_get_the_errors_of_redis_in_its_order(string command, string reply)
    {
        await Client.Pipeline("SET text v", "HSET h word x most 9223372036854775807");
        (await Client.Pipeline(command)).ShouldBe(reply);
    }

    [Fact]
    public async Task A_scan_in_steps_answers_every_field_that_stays_once()
    {
        for (var i = 0; i < 1000; i++)
            await Client.Ask("HSET", "h", $"stays{i}", "1", $"goes{i}", "1");

        var seen = new List<string>();
        var (cursor, step) = ("0", 0);
        do
        {
            var reply = RespTree.Parse(await Client.Ask("HSCAN", "h", cursor, "COUNT", "30", "MATCH", "stays*"));
            cursor = reply[0].Text!;
            seen.AddRange(reply[1].Pairs.Select(pair => pair.Key));
            await Client.Ask("HDEL", "h", $"goes{step}");
            await Client.Ask("HSET", "h", $"comes{step++}", "1");
        } while (cursor != "0");

        seen.Order(StringComparer.Ordinal).ShouldBe(Enumerable.Range(0, 1000).Select(i => $"stays{i}").Order(StringComparer.Ordinal));
        step.ShouldBeGreaterThan(50);
    }

    [Fact]
    public async Task A_random_field_is_one_of_the_hash()
    {
        await Client.Ask("HSET", "h", "a", "1", "b", "2");
        for (var i = 0; i < 20; i++)
            (await Client.Ask("HRANDFIELD", "h")).ShouldBeOneOf("$1\r\na\r\n", "$1\r\nb\r\n");

        var repeated = RespTree.Parse(await Client.Ask("HRANDFIELD", "h", "-50", "WITHVALUES"));
        repeated.Items.Count.ShouldBe(100);
        repeated.Pairs.ShouldAllBe(pair => pair.Value.Text == (pair.Key == "a" ? "1" : "2"));
    }
}
