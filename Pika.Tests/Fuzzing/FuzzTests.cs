using Pika.Tests.Architecture;
using Pika.Tests.Support;

namespace Pika.Tests.Fuzzing;

/// <summary>Every parser of bytes from outside or from a disk against mutated inputs: for a moment in every run, for long with <c>./build.sh fuzz</c>.</summary>
public sealed class FuzzTests
{
    private static readonly double Minutes = double.TryParse(Environment.GetEnvironmentVariable("PIKA_FUZZ_MINUTES"), out double minutes)
        ? minutes
        : 0;

    private static readonly Type[] Targets =
    [
        .. typeof(FuzzTarget)
            .Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(FuzzTarget)) && !type.IsAbstract && type.Namespace == "Pika.Tests.Fuzzing.Targets")
            .OrderBy(type => type.Name, StringComparer.Ordinal),
    ];

    private static string Corpus => Path.Combine(Repository.Root, "Pika.Tests/Fuzzing/Corpus");

    public static TheoryData<string> Names() => [.. Targets.Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_parser_stands_whatever_it_gets(string name)
    {
        using var target = Make(name);
        var fuzzer = new Fuzzer(target);

        // The seconds of all parsers together.
        var time = TimeSpan.FromMinutes(Minutes > 0 ? Minutes / Targets.Length : 0.05 / Targets.Length);
        var (least, longest) = TestSeed.IsGiven ? (1, TimeSpan.Zero) : (100, time);
        var failure = fuzzer.Run(TestSeed.Current, longest, least);

        Console.WriteLine($"{target.Name}: {fuzzer.Cases} cases, {fuzzer.Accepted} accepted");
        failure.ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_was_found_once_is_not_found_again(string name)
    {
        using var target = Make(name);
        foreach (var input in target.Seeds)
            target.Run(input, Pieces.Whole).ShouldNotStartWith(FuzzTarget.Refused.ToString());

        var folder = Path.Combine(Corpus, target.Name);
        string[] files = Directory.Exists(folder) ? Directory.GetFiles(folder) : [];
        foreach (var file in files.Order(StringComparer.Ordinal))
            new Fuzzer(target).Replay(File.ReadAllBytes(file)).ShouldBeNull(file);
    }

    [Fact]
    public void Every_folder_of_the_corpus_has_a_parser()
    {
        var known = Targets.Select(type => type.Name[..^"Target".Length]).ToHashSet();
        Directory.GetDirectories(Corpus).ShouldAllBe(folder => known.Contains(Path.GetFileName(folder)));
    }

    private static FuzzTarget Make(string name) => (FuzzTarget)Activator.CreateInstance(Targets.Single(type => type.Name == name))!;
}
