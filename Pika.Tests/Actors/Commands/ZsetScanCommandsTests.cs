using Pika.Tests.Actors.Support;
using Pika.Tests.Protocol.Support;

namespace Pika.Tests.Actors.Commands;

public sealed class ZsetScanCommandsTests : NodeTestBase
{
    [Fact]
    public async Task A_small_set_is_answered_as_a_whole_whatever_the_count()
    {
        await Client.Dialogue(
            """
            ZADD z 1.5 a 2 b inf c => :3
            ZSCAN z 0 COUNT 1 => ["0", ["a", "1.5", "b", "2", "c", "inf"]]
            ZSCAN z 7 => ["0", ["a", "1.5", "b", "2", "c", "inf"]]
            ZSCAN z 0 MATCH [ab] COUNT 1 => ["0", ["a", "1.5", "b", "2"]]
            ZSCAN z 0 MATCH nosuch => ["0", []]
            ZSCAN none 0 => ["0", []]
            """
        );
    }

    [Fact]
    public async Task Members_and_scores_are_flat_text_in_RESP3_too()
    {
        var client = Node.Connect(3);
        await client.Dialogue(
            """
            ZADD z 1.5 a => :1
            ZSCAN z 0 => ["0", ["a", "1.5"]]
            """
        );
    }

    [Theory]
    [InlineData("ZSCAN text x", "-ERR invalid cursor")]
    [InlineData("ZSCAN text 0", "-WRONGTYPE Operation against a key holding the wrong kind of value")]
    [InlineData("ZSCAN z 0 COUNT 0", "-ERR syntax error")]
    [InlineData("ZSCAN z 0 COUNT x", "-ERR value is not an integer or out of range")]
    [InlineData("ZSCAN z 0 MATCH", "-ERR syntax error")]
    [InlineData("ZSCAN z 0 TYPE zset", "-ERR syntax error")]
    public async Task Bad_arguments_are_refused(string command, string reply)
    {
        await Client.Dialogue(
            $"""
            SET text v => +OK
            ZADD z 1 a => :1
            {command} => {reply}
            """
        );
    }

    [Fact]
    public async Task A_scan_in_steps_answers_every_member_that_stays_once()
    {
        await Client.Ask(["ZADD", "z", .. Enumerable.Range(0, 1000).SelectMany(i => new[] { $"{i}", $"stays{i}", $"{i}", $"goes{i}" })]);

        var seen = new List<(string Member, string Score)>();
        var (cursor, step) = ("0", 0);
        do
        {
            var reply = RespTree.Parse(await Client.Ask("ZSCAN", "z", cursor, "COUNT", "30", "MATCH", "stays*"));
            cursor = reply[0].Text!;
            seen.AddRange(reply[1].Pairs.Select(pair => (pair.Key, pair.Value.Text!)));
            await Client.Ask("ZREM", "z", $"goes{step}");
            await Client.Ask("ZADD", "z", "1", $"comes{step++}");
        } while (cursor != "0");

        seen.OrderBy(each => int.Parse(each.Score)).ShouldBe(Enumerable.Range(0, 1000).Select(i => ($"stays{i}", $"{i}")));
        step.ShouldBeGreaterThan(50);
    }
}
