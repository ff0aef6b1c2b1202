using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Commands;

public sealed class PikaStringCommandsTests : NodeTestBase
{
    [Fact]
    public async Task PKSETEXAT_sets_a_value_with_the_time_of_its_end()
    {
        long end = (Node.Time.NowMs / 1000) + 100;
        (await Client.Pipeline($"PKSETEXAT k {end} v", "GET k", "EXPIRETIME k")).ShouldBe($"+OK\r\n$1\r\nv\r\n:{end}\r\n");
        (await Client.Pipeline("PKSETEXAT k 0 w", "GET k", "TTL k")).ShouldBe("+OK\r\n$1\r\nw\r\n:-1\r\n");
        (await Client.Pipeline("PKSETEXAT k 1 x", "EXISTS k")).ShouldBe("+OK\r\n:0\r\n");
        (await Client.Pipeline("PKSETEXAT k x v", "PKSETEXAT k -1 v")).ShouldBe(
            "-ERR value is not an integer or out of range\r\n-ERR value is not an integer or out of range\r\n"
        );
    }

    [Fact]
    public async Task DELVX_removes_a_key_only_if_it_has_the_value()
    {
        await Client.Pipeline("SET k v", "SETBIT other 7 1");
        (await Client.Pipeline("DELVX k w", "DELVX none v", "DELVX k v", "EXISTS k")).ShouldBe(":-1\r\n:0\r\n:1\r\n:0\r\n");
        (await Client.Ask("DELVX", "other", "\u0001")).ShouldBe(":1\r\n");
    }

    [Fact]
    public async Task SET_VX_replaces_a_value_only_if_it_is_the_expected_one()
    {
        await Client.Pipeline("SET k v");
        (await Client.Pipeline("SET k w VX v", "SET k x VX v", "GET k", "SET none v VX v", "EXISTS none")).ShouldBe(
            ":1\r\n:-1\r\n$1\r\nw\r\n:0\r\n:0\r\n"
        );
        (await Client.Pipeline("SET k y VX w EX 10", "TTL k", "SET k z VX y KEEPTTL", "TTL k")).ShouldBe(":1\r\n:10\r\n:1\r\n:10\r\n");
        (await Client.Pipeline("SET k v NX VX v", "SET k v VX v GET", "SET k v VX")).ShouldBe(
            "-ERR syntax error\r\n-ERR syntax error\r\n-ERR syntax error\r\n"
        );
    }
}
