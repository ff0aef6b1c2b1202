using Akka.Configuration;

namespace Pika.Tests.ActorRuntime;

public sealed class ConfigTests
{
    private static Config Parse(string text) => ConfigurationFactory.ParseString(text);

    [Fact]
    public void Objects_dotted_keys_and_both_signs_mean_the_same()
    {
        foreach (
            var text in new[]
            {
                "a { b { c = 1 } }",
                "a.b.c = 1",
                "a.b { c : 1 }",
                "{ \"a\" : { \"b\" : { \"c\" : 1 } } }",
                "a { b.c = 1, }",
            }
        )
            Parse(text).GetInt("a.b.c").ShouldBe(1, text);
    }

    [Fact]
    public void Later_values_win_and_objects_merge()
    {
        var config = Parse("a { x = 1, y = 2 }\na { y = 3, z = 4 }\na.x = 5");

        config.GetInt("a.x").ShouldBe(5);
        config.GetInt("a.y").ShouldBe(3);
        config.GetInt("a.z").ShouldBe(4);
    }

    [Fact]
    public void A_fallback_fills_the_gaps()
    {
        var config = Parse("a { x = 1 }").WithFallback(Parse("a { x = 2, y = 3 }, b = 4"));

        config.GetInt("a.x").ShouldBe(1);
        config.GetInt("a.y").ShouldBe(3);
        config.GetInt("b").ShouldBe(4);
    }

    [Fact]
    public void Comments_blank_lines_and_odd_spaces_do_not_matter()
    {
        var config = Parse(
            """
            # a comment
            // another
            a   =   some unquoted text   # the rest
              url = "http://host:80/x" // not a comment inside quotes

            b { c = 1 } // end
            """
        );

        config.GetString("a").ShouldBe("some unquoted text");
        config.GetString("url").ShouldBe("http://host:80/x");
        config.GetInt("b.c").ShouldBe(1);
    }

    [Fact]
    public void Strings_are_quoted_unquoted_or_triple_quoted()
    {
        var config = Parse("a = \"x\\n\\\"y\\\"\\u0041\"\nb = Akka.Actor.Some.Type\nc = \"\"\"no \\escape \"here\" \"\"\"\n\"d.e\" = 1");

        config.GetString("a").ShouldBe("x\n\"y\"A");
        config.GetString("b").ShouldBe("Akka.Actor.Some.Type");
        config.GetString("c").ShouldBe("no \\escape \"here\" ");
        config.GetInt("\"d.e\"").ShouldBe(1);
    }

    [Fact]
    public void Substitutions_take_values_objects_and_themselves()
    {
        var config = Parse(
            """
            base { x = 1, y = 2 }
            copy = ${base}
            copy.y = 3
            text = before ${base.x} after
            missing = ${?no.such.path}
            list = [1]
            list = ${list} [2]
            """
        );

        config.GetInt("copy.x").ShouldBe(1);
        config.GetInt("copy.y").ShouldBe(3);
        config.GetString("text").ShouldBe("before 1 after");
        config.HasPath("missing").ShouldBeFalse();
        config.GetIntList("list").ShouldBe([1, 2]);
    }

    [Theory]
    [InlineData("100ms", 100)]
    [InlineData("5s", 5_000)]
    [InlineData("5 seconds", 5_000)]
    [InlineData("1.5m", 90_000)]
    [InlineData("2h", 7_200_000)]
    [InlineData("1d", 86_400_000)]
    [InlineData("250", 250)]
    public void Durations(string text, double milliseconds) =>
        Parse($"a = {text}").GetTimeSpan("a").ShouldBe(TimeSpan.FromMilliseconds(milliseconds));

    [Fact]
    public void An_infinite_duration() => Parse("a = infinite").GetTimeSpan("a").ShouldBe(Timeout.InfiniteTimeSpan);

    [Theory]
    [InlineData("100", 100L)]
    [InlineData("1k", 1024L)]
    [InlineData("2kB", 2_000L)]
    [InlineData("3 MiB", 3L << 20)]
    [InlineData("100m", 100L << 20)]
    [InlineData("1GB", 1_000_000_000L)]
    public void Byte_sizes(string text, long bytes) => Parse($"a = {text}").GetByteSize("a").ShouldBe(bytes);

    [Theory]
    [InlineData("on", true)]
    [InlineData("yes", true)]
    [InlineData("true", true)]
    [InlineData("off", false)]
    [InlineData("no", false)]
    [InlineData("false", false)]
    public void Booleans(string text, bool value) => Parse($"a = {text}").GetBoolean("a").ShouldBe(value);

    [Fact]
    public void Arrays_by_comma_or_line()
    {
        Parse("a = [x, \"y\", z]").GetStringList("a").ShouldBe(["x", "y", "z"]);
        Parse("a = [\n x\n y\n]").GetStringList("a").ShouldBe(["x", "y"]);
        Parse("a = [x]\na += y").GetStringList("a").ShouldBe(["x", "y"]);
    }

    [Fact]
    public void Missing_values_read_as_the_default()
    {
        var config = Parse("a = 1, n = null");

        config.GetInt("b", 7).ShouldBe(7);
        config.GetString("b", "x").ShouldBe("x");
        config.GetString("n", "x").ShouldBe("x");
        config.GetTimeSpan("b", TimeSpan.FromSeconds(3)).ShouldBe(TimeSpan.FromSeconds(3));
        config.GetConfig("b").IsEmpty.ShouldBeTrue();
        config.HasPath("a.b").ShouldBeFalse();
    }

    [Theory]
    [InlineData("a = {", "line 1")]
    [InlineData("a = 1\nb = [1", "line 2")]
    [InlineData("a = \"x\nb = 1", "line 1")]
    [InlineData("a 1", "a 1")]
    [InlineData("a = ${b}", "b")]
    [InlineData("a = 1 }", "line 1")]
    public void Malformed_text_is_refused_with_the_place(string text, string told) =>
        Should.Throw<ConfigurationException>(() => Parse(text)).Message.ShouldContain(told);

    [Theory]
    [InlineData("5 parsecs")]
    [InlineData("soon")]
    public void A_malformed_value_is_refused_with_its_path(string text) =>
        Should.Throw<ConfigurationException>(() => Parse($"my.time = {text}").GetTimeSpan("my.time")).Message.ShouldContain("my.time");

    [Fact]
    public void What_is_written_reads_alike()
    {
        var config = Parse("a { b = \"x \\\"y\\\"\", c = [1, 2], \"d.e\" = 5s }");

        Parse(config.ToString()).ToString().ShouldBe(config.ToString());
    }
}
