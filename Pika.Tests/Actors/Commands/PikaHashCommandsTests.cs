using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Commands;

public sealed class PikaHashCommandsTests : NodeTestBase
{
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        for (int i = 0; i < 30; i++)
            await Client.Ask("HSET", "h", $"f{i:00}", $"v{i}");
    }

    [Fact]
    public async Task HSCANX_visits_every_field_once_and_goes_on_at_the_field_that_it_returns()
    {
        var seen = new List<string>();
        string next = "";
        do
        {
            var (at, words) = Parse(await Client.Ask("HSCANX", "h", next, "COUNT", "7"));
            words.Count.ShouldBeLessThanOrEqualTo(14);
            seen.AddRange(words.Where((_, i) => i % 2 == 0));
            next = at;
        } while (next.Length > 0);

        seen.Order().ShouldBe(Enumerable.Range(0, 30).Select(i => $"f{i:00}"));
    }

    [Fact]
    public async Task PKHSCANRANGE_returns_fields_in_the_order_of_their_names()
    {
        var some = Parse(await Client.Ask("PKHSCANRANGE", "h", "f03", "f20", "LIMIT", "2"));
        some.Words.ShouldBe(["f03", "v3", "f04", "v4"]);
        some.Next.ShouldBe("f05");
        Parse(await Client.Ask("PKHSCANRANGE", "h", "f28", "")).Words.ShouldBe(["f28", "v28", "f29", "v29"]);
        Parse(await Client.Ask("PKHRSCANRANGE", "h", "f20", "", "MATCH", "f1*", "LIMIT", "3")).Words.ShouldBe(["f19", "v19", "f18", "v18"]);
    }

    [Fact]
    public async Task What_is_no_hash_is_named()
    {
        await Client.Ask("SET", "s", "v");
        (await Client.Ask("HSCANX", "s", "")).ShouldStartWith("-WRONGTYPE");
        (await Client.Ask("PKHSCANRANGE", "s", "", "")).ShouldStartWith("-WRONGTYPE");
        (await Client.Pipeline("PKHSCANRANGE none a b")).ShouldBe("*2\r\n$0\r\n\r\n*0\r\n");
        (await Client.Ask("PKHSCANRANGE", "h", "", "", "LIMIT", "x")).ShouldBe("-ERR value is not an integer or out of range\r\n");
    }

    private static (string Next, List<string> Words) Parse(string reply)
    {
        string[] lines = reply.Split("\r\n");
        lines[0].ShouldBe("*2");
        return (lines[2], [.. lines.Skip(4).Where((_, i) => i % 2 == 1).Where(word => word.Length > 0)]);
    }
}
