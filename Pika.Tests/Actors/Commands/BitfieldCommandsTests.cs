using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Commands;

public sealed class BitfieldCommandsTests : NodeTestBase
{
    [Fact]
    public async Task Steps_see_each_other_and_answer_in_order()
    {
        (await Client.Pipeline("BITFIELD k SET u8 #1 200 GET u8 8 INCRBY i5 100 1 GET i64 0", "STRLEN k")).ShouldBe(
            "*4\r\n:0\r\n:200\r\n:1\r\n:56294995342131200\r\n:14\r\n"
        );
    }

    [Theory]
    [InlineData("BITFIELD k SET u8 0 250 INCRBY u8 0 10", "*2\r\n:0\r\n:4\r\n")]
    [InlineData("BITFIELD k SET u8 0 250 OVERFLOW SAT INCRBY u8 0 10", "*2\r\n:0\r\n:255\r\n")]
    [InlineData("BITFIELD k SET u8 0 250 OVERFLOW FAIL INCRBY u8 0 10 GET u8 0", "*3\r\n:0\r\n$-1\r\n:250\r\n")]
    [InlineData("BITFIELD k OVERFLOW SAT INCRBY u8 0 -1", "*1\r\n:0\r\n")]
    [InlineData("BITFIELD k SET i8 0 127 INCRBY i8 0 1", "*2\r\n:0\r\n:-128\r\n")]
    [InlineData("BITFIELD k OVERFLOW SAT SET i8 0 -500 GET i8 0", "*2\r\n:0\r\n:-128\r\n")]
    [InlineData("BITFIELD k OVERFLOW SAT SET i8 0 -9223372036854775808 GET i8 0", "*2\r\n:0\r\n:127\r\n")]
    [InlineData("BITFIELD k SET i64 3 -9223372036854775808 OVERFLOW SAT INCRBY i64 3 -1", "*2\r\n:0\r\n:-9223372036854775808\r\n")]
    [InlineData("BITFIELD k SET u63 1 9223372036854775807 INCRBY u63 1 2", "*2\r\n:0\r\n:1\r\n")]
    public async Task Overflow_is_treated_as_told(string command, string reply) => (await Client.Pipeline(command)).ShouldBe(reply);

    [Fact]
    public async Task Fields_may_lie_across_chunks()
    {
        (
            await Client.Pipeline("BITFIELD k SET u16 32760 43981 SET u16 65528 1", "BITFIELD_RO k GET u16 32760 GET u8 32768", "STRLEN k")
        ).ShouldBe("*2\r\n:0\r\n:0\r\n*2\r\n:43981\r\n:205\r\n:8193\r\n");
    }

    [Fact]
    public async Task A_step_that_fails_makes_room_all_the_same()
    {
        (await Client.Pipeline("BITFIELD k OVERFLOW FAIL SET u8 8 256", "STRLEN k")).ShouldBe("*1\r\n$-1\r\n:2\r\n");
    }

    [Fact]
    public async Task Reading_makes_no_key()
    {
        (await Client.Pipeline("BITFIELD k GET u8 0", "BITFIELD k", "DBSIZE")).ShouldBe("*1\r\n:0\r\n*0\r\n:0\r\n");
    }

    [Theory]
    [InlineData("BITFIELD k GET u8", "-ERR syntax error\r\n")]
    [InlineData("BITFIELD k SET u8 0", "-ERR syntax error\r\n")]
    [InlineData("BITFIELD k OVERFLOW NONE", "-ERR Invalid OVERFLOW type specified\r\n")]
    [InlineData(
        "BITFIELD k GET u64 0",
        "-ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.\r\n"
    )]
    [InlineData("BITFIELD k GET u8 #x", "-ERR bit offset is not an integer or out of range\r\n")]
    [InlineData("BITFIELD k SET u8 0 x", "-ERR value is not an integer or out of range\r\n")]
    [InlineData("BITFIELD_RO k SET u8 0 1", "-ERR BITFIELD_RO only supports the GET subcommand\r\n")]
    public async Task Bad_steps_are_refused_before_any_is_done(string command, string reply)
    {
        (
            await Client.Pipeline(
                command
                    .Replace(" k ", " k SET u8 0 7 ", StringComparison.Ordinal)
                    .Replace("_RO k SET u8 0 7", "_RO k", StringComparison.Ordinal)
            )
        ).ShouldBe(reply);
        (await Client.Ask("DBSIZE")).ShouldBe(":0\r\n");
    }
}
