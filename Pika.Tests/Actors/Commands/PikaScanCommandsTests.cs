using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Commands;

public sealed class PikaScanCommandsTests : NodeTestBase
{
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        for (int i = 0; i < 30; i++)
            await Client.Ask("SET", $"k{i:00}", $"v{i}");
    }

    [Fact]
    public async Task SCANX_visits_every_key_of_the_type_once_and_goes_on_at_the_key_that_it_returns()
    {
        var seen = new List<string>();
        string next = "";
        do
        {
            var (at, keys) = Parse(await Client.Ask("SCANX", "string", next, "COUNT", "7"));
            keys.Count.ShouldBeLessThanOrEqualTo(7);
            seen.AddRange(keys);
            next = at;
        } while (next.Length > 0);

        seen.Order().ShouldBe(Enumerable.Range(0, 30).Select(i => $"k{i:00}"));
        Parse(await Client.Ask("SCANX", "hash", "", "COUNT", "100")).Keys.ShouldBeEmpty();
    }

    [Fact]
    public async Task PKSCANRANGE_returns_names_in_order_and_where_to_go_on()
    {
        var first = Parse(await Client.Ask("PKSCANRANGE", "string", "k03", "k20", "LIMIT", "5"));
        first.Keys.ShouldBe(["k03", "k04", "k05", "k06", "k07"]);
        first.Next.ShouldBe("k08");
        var rest = Parse(await Client.Ask("PKSCANRANGE", "string", first.Next, "k20", "LIMIT", "100"));
        rest.Keys.ShouldBe(Enumerable.Range(8, 13).Select(i => $"k{i:00}"));
        rest.Next.ShouldBe("");
        Parse(await Client.Ask("PKSCANRANGE", "string", "", "", "MATCH", "k1?", "LIMIT", "100")).Keys.Count.ShouldBe(10);
        Parse(await Client.Ask("PKSCANRANGE", "string_with_value", "k28", "")).Keys.ShouldBe(["k28", "v28", "k29", "v29"]);
    }

    [Fact]
    public async Task PKRSCANRANGE_goes_downwards()
    {
        var some = Parse(await Client.Ask("PKRSCANRANGE", "string", "k20", "k03", "LIMIT", "3"));
        some.Keys.ShouldBe(["k20", "k19", "k18"]);
        some.Next.ShouldBe("k17");
    }

    [Fact]
    public async Task PKPATTERNMATCHDEL_removes_what_matches_up_to_a_count()
    {
        (await Client.Pipeline("PKPATTERNMATCHDEL k1* 4", "DBSIZE")).ShouldBe(":4\r\n:26\r\n");
        (await Client.Pipeline("PKPATTERNMATCHDEL k1*", "DBSIZE", "PKPATTERNMATCHDEL none*")).ShouldBe(":6\r\n:20\r\n:0\r\n");
    }

    [Fact]
    public async Task Bad_arguments_are_named()
    {
        (await Client.Ask("SCANX", "tree", "")).ShouldStartWith("-ERR Invalid argument: the type");
        (await Client.Ask("PKSCANRANGE", "string", "", "", "LIMIT", "0")).ShouldBe("-ERR value is not an integer or out of range\r\n");
        (await Client.Ask("PKSCANRANGE", "string", "", "", "LIMIT")).ShouldBe("-ERR syntax error\r\n");
        (await Client.Ask("PKPATTERNMATCHDEL", "*", "x")).ShouldBe("-ERR value is not an integer or out of range\r\n");
    }

    private static (string Next, List<string> Keys) Parse(string reply)
    {
        string[] words = reply.Split("\r\n");
        words[0].ShouldBe("*2");
        var bulks = words.Skip(4).Where((_, i) => i % 2 == 1).Where(word => word.Length > 0).ToList();
        return (words[2], bulks);
    }
}
