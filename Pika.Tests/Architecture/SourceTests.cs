using System.Text.RegularExpressions;

namespace Pika.Tests.Architecture;

/// <summary>What must hold of the text of every source file.</summary>
public sealed class SourceTests
{
    [Fact]
    public void Every_limit_has_a_comment_that_says_why()
    {
        var failures = new List<string>();
        foreach (var path in Repository.ProductSources().Where(path => path.EndsWith("Limits.cs", StringComparison.Ordinal)))
        {
            var lines = Repository.Read(path).Split('\n');
            for (var i = 1; i < lines.Length; i++)
            {
                if (Regex.IsMatch(lines[i], @"^\s*(public|internal|private) (const|static readonly) ") && !Explained(lines, i))
                    failures.Add($"{path}:{i + 1}: {lines[i].Trim()}");
            }
        }

        failures.ShouldBeEmpty();
    }

    [Fact]
    public void No_channel_is_unbounded()
    {
        Containing("CreateUnbounded").ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_is_left_to_do_and_nothing_is_folded_away()
    {
        Containing("TO" + "DO").Concat(Containing("FIX" + "ME")).Concat(Containing("#region")).ShouldBeEmpty();
    }

    private static bool Explained(string[] lines, int constant) =>
        lines[constant].Contains("//") || lines[constant - 1].TrimStart().StartsWith("//");

    private static IEnumerable<string> Containing(string text) =>
        Repository
            .ProductSources()
            .Where(path => Repository.Read(path).Contains(text, StringComparison.Ordinal))
            .Select(path => $"{path}: {text}");
}
