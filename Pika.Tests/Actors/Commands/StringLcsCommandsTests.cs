using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Commands;

public sealed class StringLcsCommandsTests : NodeTestBase
{
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await Client.Pipeline("MSET a ohmytext b mynewtext");
    }

    [Fact]
    public async Task Lcs_answers_the_subsequence_or_its_length()
    {
        (await Client.Pipeline("LCS a b", "LCS a b LEN", "LCS a none", "LCS none none LEN")).ShouldBe(
            "$6\r\nmytext\r\n:6\r\n$0\r\n\r\n:0\r\n"
        );
    }

    [Fact]
    public async Task Lcs_answers_the_stretches_from_the_last_to_the_first()
    {
        const string Long = "*2\r\n:4\r\n:7\r\n*2\r\n:5\r\n:8\r\n";
        const string Short = "*2\r\n:2\r\n:3\r\n*2\r\n:0\r\n:1\r\n";
        const string Matches = "$7\r\nmatches\r\n";
        const string Length = "$3\r\nlen\r\n:6\r\n";
        (await Client.Ask("LCS", "a", "b", "IDX")).ShouldBe($"*4\r\n{Matches}*2\r\n*2\r\n{Long}*2\r\n{Short}{Length}");
        (await Client.Ask("LCS", "a", "b", "IDX", "MINMATCHLEN", "4", "WITHMATCHLEN")).ShouldBe(
            $"*4\r\n{Matches}*1\r\n*3\r\n{Long}:4\r\n{Length}"
        );
        (await Node.Connect(protocol: 3).Ask("LCS", "a", "b", "IDX", "MINMATCHLEN", "5")).ShouldBe($"%2\r\n{Matches}*0\r\n{Length}");
    }

    [Theory]
    [InlineData("LCS a b IDX LEN", "-ERR If you want both the length and indexes, please just use IDX.\r\n")]
    [InlineData("LCS a b FOO", "-ERR syntax error\r\n")]
    [InlineData("LCS a b MINMATCHLEN", "-ERR syntax error\r\n")]
    [InlineData("LCS a b MINMATCHLEN x", "-ERR value is not an integer or out of range\r\n")]
    public async Task Lcs_refuses_what_makes_no_sense(string command, string reply) => (await Client.Pipeline(command)).ShouldBe(reply);

    [Fact]
    public async Task Lcs_of_strings_too_long_for_its_memory_is_refused()
    {
        await Client.Pipeline("SETRANGE x 20000 x", "SETRANGE y 20000 y");
        (await Client.Ask("LCS", "x", "y")).ShouldBe("-ERR Insufficient memory, transient memory for LCS exceeds proto-max-bulk-len\r\n");
    }
}
