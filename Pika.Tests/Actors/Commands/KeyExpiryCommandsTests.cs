using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Commands;

public sealed class KeyExpiryCommandsTests : NodeTestBase
{
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await Client.Ask("SET", "k", "v");
    }

    [Theory]
    [InlineData("EXPIRE k 100", 100_000)]
    [InlineData("PEXPIRE k 1500", 1_500)]
    [InlineData("EXPIREAT k 1700000007", 7_000)]
    [InlineData("PEXPIREAT k 1700000000042", 42)]
    public async Task The_time_to_live_is_what_was_set_and_then_the_key_is_gone(string command, long ms)
    {
        (await Client.Pipeline(command, "PTTL k", "PEXPIRETIME k")).ShouldBe($":1\r\n:{ms}\r\n:{1_700_000_000_000 + ms}\r\n");
        Node.Time.Advance(TimeSpan.FromMilliseconds(ms - 1));
        (await Client.Pipeline("PTTL k", "EXISTS k")).ShouldBe(":1\r\n:1\r\n");
        Node.Time.Advance(TimeSpan.FromMilliseconds(1));
        (await Client.Pipeline("PTTL k", "EXISTS k")).ShouldBe(":-2\r\n:0\r\n");
    }

    [Theory]
    [InlineData("EXPIRE k 0")]
    [InlineData("EXPIRE k -1")]
    [InlineData("PEXPIREAT k 1700000000000")]
    [InlineData("EXPIREAT k 1 LT")]
    public async Task A_time_that_is_past_removes_the_key(string command)
    {
        (await Client.Pipeline(command, "EXISTS k", "DBSIZE")).ShouldBe(":1\r\n:0\r\n:0\r\n");
    }

    [Fact]
    public async Task Seconds_are_rounded_to_the_nearest()
    {
        (await Client.Pipeline("PEXPIRE k 1499", "TTL k", "EXPIRETIME k")).ShouldBe(":1\r\n:1\r\n:1700000001\r\n");
        (await Client.Pipeline("PEXPIRE k 1500", "TTL k", "EXPIRETIME k")).ShouldBe(":1\r\n:2\r\n:1700000002\r\n");
        (await Client.Pipeline("PEXPIREAT k 9223372036854775807", "EXPIRETIME k")).ShouldBe(":1\r\n:9223372036854776\r\n");
    }

    [Fact]
    public async Task A_key_without_expiry_and_no_key_are_told_apart()
    {
        (await Client.Pipeline("TTL k", "PTTL nosuch", "EXPIRETIME k", "PEXPIRETIME nosuch")).ShouldBe(":-1\r\n:-2\r\n:-1\r\n:-2\r\n");
        (await Client.Pipeline("EXPIRE nosuch 10", "PERSIST nosuch", "PERSIST k")).ShouldBe(":0\r\n:0\r\n:0\r\n");
    }

    [Fact]
    public async Task Persist_takes_the_expiry_away()
    {
        (await Client.Pipeline("EXPIRE k 10", "PERSIST k", "TTL k")).ShouldBe(":1\r\n:1\r\n:-1\r\n");
        Node.Time.Advance(TimeSpan.FromSeconds(11));
        (await Client.Ask("GET", "k")).ShouldBe("$1\r\nv\r\n");
    }

    [Fact]
    public async Task Conditions_compare_with_the_present_expiry()
    {
        (await Client.Pipeline("EXPIRE k 10 XX", "EXPIRE k 10 GT", "EXPIRE k 20 LT")).ShouldBe(":0\r\n:0\r\n:1\r\n");
        (await Client.Pipeline("EXPIRE k 30 NX", "EXPIRE k 20 GT", "EXPIRE k 20 LT")).ShouldBe(":0\r\n:0\r\n:0\r\n");
        (await Client.Pipeline("EXPIRE k 21 GT XX", "EXPIRE k 19 lt", "TTL k")).ShouldBe(":1\r\n:1\r\n:19\r\n");
    }

    [Theory]
    [InlineData("EXPIRE nosuch x FOO", "-ERR Unsupported option FOO\r\n")]
    [InlineData("EXPIRE nosuch x NX GT", "-ERR NX and XX, GT or LT options at the same time are not compatible\r\n")]
    [InlineData("EXPIRE nosuch x LT GT", "-ERR GT and LT options at the same time are not compatible\r\n")]
    [InlineData("EXPIRE nosuch x", "-ERR value is not an integer or out of range\r\n")]
    [InlineData("EXPIRE nosuch 9223372036854775807", "-ERR invalid expire time in 'expire' command\r\n")]
    [InlineData("PEXPIRE nosuch 9223372036854775807", "-ERR invalid expire time in 'pexpire' command\r\n")]
    public async Task Options_are_checked_before_the_time_and_the_time_before_the_key(string command, string expected)
    {
        (await Client.Pipeline(command)).ShouldBe(expected);
    }
}
