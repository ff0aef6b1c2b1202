using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Commands;

public sealed class StringSetCommandsTests : NodeTestBase
{
    [Fact]
    public async Task Set_obeys_its_conditions()
    {
        (await Client.Pipeline("SET k a XX", "SET k a NX", "SET k b NX", "SET k c XX", "GET k")).ShouldBe(
            "$-1\r\n+OK\r\n$-1\r\n+OK\r\n$1\r\nc\r\n"
        );
    }

    [Fact]
    public async Task Set_with_get_answers_the_old_value_whether_it_sets_or_not()
    {
        (await Client.Pipeline("SET k a GET", "SET k b get", "SET k c NX GET", "GET k")).ShouldBe(
            "$-1\r\n$1\r\na\r\n$1\r\nb\r\n$1\r\nb\r\n"
        );
    }

    [Fact]
    public async Task Set_drops_the_expiry_unless_told_to_keep_it()
    {
        await Client.Pipeline("SET a 1 PX 1500", "SET a 2", "SET b 1 PX 1500", "SET b 2 KEEPTTL");
        Node.Time.Advance(TimeSpan.FromMilliseconds(1499));
        (await Client.Ask("MGET", "a", "b")).ShouldBe("*2\r\n$1\r\n2\r\n$1\r\n2\r\n");
        Node.Time.Advance(TimeSpan.FromMilliseconds(1));
        (await Client.Ask("MGET", "a", "b")).ShouldBe("*2\r\n$1\r\n2\r\n$-1\r\n");
    }

    [Fact]
    public async Task Every_way_to_give_a_time_means_the_same()
    {
        var at = (Node.Time.NowMs / 1000) + 100;
        await Client.Pipeline($"SET a v EX 100", "SET b v PX 100000", $"SET c v EXAT {at}", $"SET d v PXAT {at}000");
        await Client.Pipeline("SETEX e 100 v", "PSETEX f 100000 v");
        Node.Time.Advance(TimeSpan.FromMilliseconds(99_999));
        (await Client.Ask("MGET", "a", "b", "c", "d", "e", "f")).ShouldBe("*6\r\n" + string.Concat(Enumerable.Repeat("$1\r\nv\r\n", 6)));
        Node.Time.Advance(TimeSpan.FromMilliseconds(1));
        (await Client.Ask("MGET", "a", "b", "c", "d", "e", "f")).ShouldBe("*6\r\n" + string.Concat(Enumerable.Repeat("$-1\r\n", 6)));
    }

    [Fact]
    public async Task A_time_in_the_past_takes_the_key_away()
    {
        (await Client.Pipeline("SET k a", "SET k b PXAT 1", "GET k", "DBSIZE", "SET n b EXAT 1", "DBSIZE")).ShouldBe(
            "+OK\r\n+OK\r\n$-1\r\n:0\r\n+OK\r\n:0\r\n"
        );
    }

    [Theory]
    [InlineData("SET k v NX XX", "-ERR syntax error\r\n")]
    [InlineData("SET k v EX 10 PX 10", "-ERR syntax error\r\n")]
    [InlineData("SET k v EX 10 KEEPTTL", "-ERR syntax error\r\n")]
    [InlineData("SET k v PERSIST", "-ERR syntax error\r\n")]
    [InlineData("SET k v EX", "-ERR syntax error\r\n")]
    [InlineData("SET k v EX x", "-ERR value is not an integer or out of range\r\n")]
    [InlineData("SET k v EX 0", "-ERR invalid expire time in 'set' command\r\n")]
    [InlineData("SET k v EX 9223372036854775807", "-ERR invalid expire time in 'set' command\r\n")]
    [InlineData("SET k v EX 9223372036854775", "-ERR invalid expire time in 'set' command\r\n")]
    [InlineData("SET k v PX 9223372036854775807", "-ERR invalid expire time in 'set' command\r\n")]
    [InlineData("SET k v PXAT 9223372036854775807", "+OK\r\n")]
    [InlineData("SET k v EX 5 EX 10", "+OK\r\n")]
    [InlineData("SETEX k 0 v", "-ERR invalid expire time in 'setex' command\r\n")]
    [InlineData("PSETEX k -1 v", "-ERR invalid expire time in 'psetex' command\r\n")]
    public async Task Options_are_checked_as_in_redis(string command, string reply) => (await Client.Pipeline(command)).ShouldBe(reply);

    [Fact]
    public async Task SetNx_sets_once()
    {
        (await Client.Pipeline("SETNX k a", "SETNX k b", "GET k")).ShouldBe(":1\r\n:0\r\n$1\r\na\r\n");
    }

    [Fact]
    public async Task MSet_sets_all_and_the_last_of_one_key_counts()
    {
        (await Client.Pipeline("MSET a 1 b 2 a 3", "MGET a b", "DBSIZE")).ShouldBe("+OK\r\n*2\r\n$1\r\n3\r\n$1\r\n2\r\n:2\r\n");
        (await Client.Pipeline("MSET a 1 b")).ShouldBe("-ERR wrong number of arguments for 'mset' command\r\n");
    }

    [Fact]
    public async Task MSetNx_sets_all_or_none()
    {
        (await Client.Pipeline("MSETNX a 1 b 2", "MSETNX c 1 b 3", "MGET a b c")).ShouldBe(
            ":1\r\n:0\r\n*3\r\n$1\r\n1\r\n$1\r\n2\r\n$-1\r\n"
        );
        (await Client.Pipeline("MSETNX a 1 b")).ShouldBe("-ERR wrong number of arguments for 'msetnx' command\r\n");
    }
}
