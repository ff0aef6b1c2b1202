namespace Pika.Tests.EndToEnd;

/// <summary>
/// What clients send when they connect, and what they need to hear. Each transcript is played to Pika, and to Redis to prove that it
/// expects the truth.
/// </summary>
[Collection(Servers.Collection)]
public sealed class TranscriptTests(Servers servers)
{
    public static TheoryData<string> Names()
    {
        var names = new TheoryData<string>();
        foreach (var path in Directory.EnumerateFiles(Folder, "*.txt").Order(StringComparer.Ordinal))
            names.Add(Path.GetFileNameWithoutExtension(path));
        return names;
    }

    private static string Folder => Path.Combine(Architecture.Repository.Root, "Pika.Tests/EndToEnd/Transcripts");

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Pika_answers_as_the_client_expects(string name)
    {
        (await Load(name).Play(servers.Pika.Port, isRedis: false)).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Redis_answers_as_the_transcript_says(string name)
    {
        (await Load(name).Play(servers.Redis.Port, isRedis: true)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("a*", "abc", true)]
    [InlineData("a*c", "abc", true)]
    [InlineData("a*b*c", "a1b2c", true)]
    [InlineData("abc", "abd", false)]
    [InlineData("a*b", "abc", false)]
    [InlineData("ab*b", "ab", false)]
    public void A_star_stands_for_anything(string pattern, string text, bool matches)
    {
        Transcript.Matches(pattern, text).ShouldBe(matches);
    }

    [Fact]
    public async Task A_wrong_expectation_is_reported_with_its_line()
    {
        var transcript = Transcript.Parse("wrong", "# first line\n> PING\n< +PANG\n");

        (await transcript.Play(servers.Redis.Port, isRedis: true)).ShouldHaveSingleItem().ShouldStartWith("wrong:2: PING");
    }

    private static Transcript Load(string name) => Transcript.Parse(name, File.ReadAllText(Path.Combine(Folder, name + ".txt")));
}
