using Pika.Actors.Configuration;

namespace Pika.Tests.Actors.Configuration;

public sealed class NamePatternTests
{
    [Theory]
    [InlineData("*", "", true)]
    [InlineData("*", "port", true)]
    [InlineData("p*t", "PORT", true)]
    [InlineData("p*t", "ports", false)]
    [InlineData("*-*-*", "slave-read-only", true)]
    [InlineData("*ab*ab", "abxabab", true)]
    [InlineData("p?rt", "port", true)]
    [InlineData("p?rt", "prt", false)]
    [InlineData("[a-q]ort", "port", true)]
    [InlineData("[^a-q]ort", "port", false)]
    [InlineData("[xp]ort", "port", true)]
    [InlineData("\\*", "*", true)]
    [InlineData("\\*", "a", false)]
    [InlineData("port[", "port", false)]
    [InlineData("", "a", false)]
    public void Patterns_match_as_in_Redis(string pattern, string name, bool matches) =>
        NamePattern.Matches(pattern, name).ShouldBe(matches);

    [Fact]
    public void Many_stars_do_not_take_exponential_time() =>
        NamePattern.Matches(string.Concat(Enumerable.Repeat("a*", 500)) + "b", new string('a', 5000)).ShouldBeFalse();
}
