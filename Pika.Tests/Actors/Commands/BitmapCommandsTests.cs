using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Commands;

public sealed class BitmapCommandsTests : NodeTestBase
{
    [Fact]
    public async Task Bits_are_set_from_the_highest_of_the_first_byte()
    {
        (
            await Client.Pipeline("SETBIT k 1 1", "SETBIT k 1 1", "SETBIT k 9 1", "GETBIT k 9", "GETBIT k 999", "GETBIT none 3", "GET k")
        ).ShouldBe(":0\r\n:1\r\n:0\r\n:1\r\n:0\r\n:0\r\n$2\r\n\x40\x40\r\n");
    }

    [Fact]
    public async Task Setting_a_bit_keeps_the_expiry()
    {
        await Client.Pipeline("SET k v EX 10", "SETBIT k 100000 1");
        Node.Time.Advance(TimeSpan.FromSeconds(10));
        (await Client.Ask("GET", "k")).ShouldBe("$-1\r\n");
    }

    [Fact]
    public async Task The_last_bit_of_512_MB_costs_one_chunk()
    {
        (
            await Client.Pipeline("SETBIT k 4294967295 1", "GETBIT k 4294967295", "STRLEN k", "BITCOUNT k", "BITPOS k 1", "BITPOS k 0")
        ).ShouldBe(":0\r\n:1\r\n:536870912\r\n:1\r\n:4294967295\r\n:0\r\n");
    }

    [Theory]
    [InlineData("SETBIT k 4294967296 1", "-ERR bit offset is not an integer or out of range\r\n")]
    [InlineData("SETBIT k -1 1", "-ERR bit offset is not an integer or out of range\r\n")]
    [InlineData("GETBIT k #1", "-ERR bit offset is not an integer or out of range\r\n")]
    [InlineData("SETBIT k 0 2", "-ERR bit is not an integer or out of range\r\n")]
    [InlineData("SETBIT k x y", "-ERR bit offset is not an integer or out of range\r\n")]
    [InlineData("BITCOUNT k 1", "-ERR syntax error\r\n")]
    [InlineData("BITCOUNT k 0 1 FOO", "-ERR syntax error\r\n")]
    [InlineData("BITCOUNT k -1 -2 FOO", ":0\r\n")]
    [InlineData("BITCOUNT k x 1 FOO", "-ERR value is not an integer or out of range\r\n")]
    [InlineData("BITCOUNT none x", ":0\r\n")]
    [InlineData("BITPOS k 2", "-ERR The bit argument must be 1 or 0.\r\n")]
    [InlineData("BITPOS k 1 0 x FOO", "-ERR syntax error\r\n")]
    [InlineData("BITPOS none 0 x", ":0\r\n")]
    public async Task Bad_arguments_get_the_errors_of_redis_in_its_order(string command, string reply)
    {
        await Client.Ask("SET", "k", "v");
        (await Client.Pipeline(command)).ShouldBe(reply);
    }

    [Theory]
    [InlineData("BITCOUNT k", 26)]
    [InlineData("BITCOUNT k 0 0", 4)]
    [InlineData("BITCOUNT k 1 1 BYTE", 6)]
    [InlineData("BITCOUNT k 5 30 BIT", 17)]
    [InlineData("BITCOUNT k -7 -3 BIT", 3)]
    [InlineData("BITCOUNT k 3 1", 0)]
    public async Task Set_bits_are_counted(string command, int count)
    {
        await Client.Ask("SET", "k", "foobar");
        (await Client.Pipeline(command)).ShouldBe($":{count}\r\n");
    }

    [Theory]
    [InlineData("BITPOS ones 0", 24)]
    [InlineData("BITPOS ones 0 0 -1", -1)]
    [InlineData("BITPOS ones 0 1", 24)]
    [InlineData("BITPOS zeros 1", -1)]
    [InlineData("BITPOS zeros 0 1", 8)]
    [InlineData("BITPOS mixed 0", 12)]
    [InlineData("BITPOS mixed 1 13 -1 BIT", -1)]
    [InlineData("BITPOS mixed 1 3 9 BIT", 3)]
    [InlineData("BITPOS mixed 0 -9702 -13360 BYTE", -1)]
    [InlineData("BITPOS zeros 0 -9702 -13360 BYTE", 0)]
    public async Task A_bit_is_found(string command, int position)
    {
        await Client.Ask("MSET", "ones", "\xff\xff\xff", "zeros", "\0\0\0", "mixed", "\xff\xf0\0");
        (await Client.Pipeline(command)).ShouldBe($":{position}\r\n");
    }
}
