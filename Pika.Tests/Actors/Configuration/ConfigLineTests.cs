using Pika.Actors.Configuration;

namespace Pika.Tests.Actors.Configuration;

public sealed class ConfigLineTests
{
    /// <summary>A colon alone behind a name is Pika's form of a line, so a value must not look like it: a password of a colon would become an empty one.</summary>
    [Theory]
    [InlineData("requirepass old", ":")]
    [InlineData("requirepass : old", ":")]
    [InlineData("requirepass old", "::")]
    [InlineData("bind 127.0.0.1", ":", "::1")]
    [InlineData("bind 127.0.0.1", "", ":")]
    public void What_is_rewritten_is_read_back(string text, params string[] words)
    {
        ConfigLine.TryParse(text, out var line).ShouldBeTrue();
        ConfigLine.TryParse(line.Rewrite(line.Name!, words), out var again).ShouldBeTrue();
        again.Name.ShouldBe(line.Name);
        again.Words.ShouldBe(words);
        again.HasColon.ShouldBe(line.HasColon);
    }
}
