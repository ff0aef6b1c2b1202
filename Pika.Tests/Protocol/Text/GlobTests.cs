using System.Diagnostics;
using System.Text;
using Pika.Protocol;
using Pika.Tests.Protocol.Support;

namespace Pika.Tests.Protocol.Text;

public sealed class GlobTests
{
    [Theory]
    [InlineData("*", "anything", true)]
    [InlineData("*", "", false)]
    [InlineData("", "", true)]
    [InlineData("", "a", false)]
    [InlineData("h?llo", "hello", true)]
    [InlineData("h?llo", "hllo", false)]
    [InlineData("h*llo", "heeello", true)]
    [InlineData("h*llo*", "hello", true)]
    [InlineData("h[ae]llo", "hallo", true)]
    [InlineData("h[ae]llo", "hillo", false)]
    [InlineData("h[^e]llo", "hallo", true)]
    [InlineData("h[^e]llo", "hello", false)]
    [InlineData("h[a-c]llo", "hbllo", true)]
    [InlineData("h[c-a]llo", "hbllo", true)]
    [InlineData("h[a-c]llo", "hdllo", false)]
    [InlineData("h\\*llo", "h*llo", true)]
    [InlineData("h\\*llo", "hello", false)]
    [InlineData("h[\\]]llo", "h]llo", true)]
    [InlineData("h[a-", "h-", true)]
    [InlineData("h[a", "ha", true)]
    [InlineData("h[", "h[", false)]
    [InlineData("h[^", "hx", true)]
    [InlineData("h\\", "h\\", true)]
    [InlineData("*a*b", "xaxaxb", true)]
    [InlineData("*a*b", "xaxaxbx", false)]
    [InlineData("A", "a", false)]
    public void Patterns(string pattern, string text, bool expected)
    {
        Matches(pattern, text).ShouldBe(expected);
    }

    [Theory]
    [InlineData("HELLO", "hello", true)]
    [InlineData("h[A-C]llo", "hBLLO", true)]
    [InlineData("h[X]", "hx", true)]
    [InlineData("h[\\X]", "hx", false)]
    [InlineData("\\H", "h", true)]
    public void Patterns_in_any_case(string pattern, string text, bool expected)
    {
        Glob.IsMatch(Encoding.Latin1.GetBytes(pattern), Encoding.Latin1.GetBytes(text), ignoreCase: true).ShouldBe(expected);
    }

    [Fact]
    public void A_pattern_of_many_stars_ends_soon()
    {
        var pattern = string.Concat(Enumerable.Repeat("a*", 1000)) + "b";
        var clock = Stopwatch.StartNew();

        Matches(pattern, new string('a', 10_000)).ShouldBeFalse();

        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    [RedisFact]
    public void Random_patterns_match_as_in_Redis()
    {
        const string PatternBytes = "ab*?[]^-\\\u00e9";
        const string TextBytes = "ab-]\\\u00e9";
        var random = new Random(7);
        using var server = new RedisServer();
        using var redis = server.Connect();
        var texts = Enumerable.Range(0, 200).Select(_ => Words(random, TextBytes, 5)).Distinct().ToArray();
        foreach (var text in texts)
            redis.Ask("SET", text, "");

        for (var i = 0; i < 2000; i++)
        {
            var pattern = Words(random, PatternBytes, 8);
            var theirs = redis.Ask("KEYS", pattern).Items.Select(item => item.Text!).Order(StringComparer.Ordinal);
            var ours = texts.Where(text => pattern == "*" || Matches(pattern, text)).Order(StringComparer.Ordinal);
            ours.ShouldBe(theirs, pattern);
        }
    }

    private static string Words(Random random, string alphabet, int maxLength)
    {
        var text = new char[random.Next(maxLength + 1)];
        for (var i = 0; i < text.Length; i++)
            text[i] = alphabet[random.Next(alphabet.Length)];

        return new string(text);
    }

    private static bool Matches(string pattern, string text) =>
        Glob.IsMatch(Encoding.Latin1.GetBytes(pattern), Encoding.Latin1.GetBytes(text));
}
