namespace Pika.Tests.Architecture;

/// <summary>
/// Test files mirror source files: <c>FooTests.cs</c> tests <c>Foo.cs</c>, <c>BarSpecs.cs</c> the actor in <c>Bar.cs</c>; what tests lean on
/// (fakes, simulators) has tests like any source. What tests the whole (end to end, architecture, simulation, fuzzing) lives in its own folder; anything else stands in MirrorAllowed.txt with the reason.
/// </summary>
public sealed class MirrorTests
{
    private static readonly string[] OwnFolders =
    [
        "Pika.Tests/Architecture/",
        "Pika.Tests/Differential/",
        "Pika.Tests/EndToEnd/",
        "Pika.Tests/Fuzzing/",
        "Pika.Tests/Simulation/",
        "Pika.Tests/Akka/",
    ];

    [Fact]
    public void A_test_file_is_named_after_the_source_file_that_it_tests()
    {
        var sources = Repository
            .ProductSources()
            .Concat(Repository.Sources("Pika.Akka.TestKit"))
            .Concat(Repository.Sources("Pika.Benchmarks"))
            .Concat(Repository.Sources("Pika.Tests").Where(path => TestedBy(path) is null))
            .Select(path => Path.GetFileNameWithoutExtension(path))
            .ToHashSet(StringComparer.Ordinal);
        var failures =
            from path in Repository.Sources("Pika.Tests")
            where !OwnFolders.Any(folder => path.StartsWith(folder, StringComparison.Ordinal))
            let tested = TestedBy(path)
            where tested is not null && !sources.Contains(tested)
            select (path, $"{path}: there is no {tested}.cs");

        Repository.Unexcused(failures, "MirrorAllowed.txt").ShouldBeEmpty();
    }

    private static string? TestedBy(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        foreach (var ending in new[] { "Tests", "Specs" })
        {
            if (name.EndsWith(ending, StringComparison.Ordinal))
                return name[..^ending.Length];
        }

        return null;
    }
}
