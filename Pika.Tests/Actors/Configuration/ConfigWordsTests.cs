using FsCheck;
using FsCheck.Fluent;
using Pika.Actors.Configuration;

namespace Pika.Tests.Actors.Configuration;

public sealed class ConfigWordsTests
{
    [Theory]
    [InlineData("a b  c", "a|b|c")]
    [InlineData("  a\tb ", "a|b")]
    [InlineData("a \"b c\" 'd e'", "a|b c|d e")]
    [InlineData("a \"\"", "a|")]
    [InlineData("\"a\\\"b\\x41\\n\"", "a\"bA\n")]
    [InlineData("'a\\'b\\n'", "a'b\\n")]
    public void Words_are_parted_as_Redis_parts_them(string line, string words)
    {
        ConfigWords.TrySplit(line, out var split).ShouldBeTrue();
        string.Join('|', split).ShouldBe(words);
    }

    [Theory]
    [InlineData("a \"b")]
    [InlineData("a 'b")]
    [InlineData("\"a\"b")]
    [InlineData("'a''b'")]
    [InlineData("\"a\\\"")]
    public void Quotes_that_do_not_match_are_refused(string line) => ConfigWords.TrySplit(line, out _).ShouldBeFalse();

    [Fact]
    public void Any_quoted_word_is_read_back() =>
        Prop.ForAll<NonNull<string>>(word =>
                ConfigWords.TrySplit("name " + ConfigWords.Quote(word.Get), out var words) && words.SequenceEqual(["name", word.Get])
            )
            .QuickCheckThrowOnFailure();
}
