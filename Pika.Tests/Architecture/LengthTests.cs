using System.Text.RegularExpressions;

namespace Pika.Tests.Architecture;

/// <summary>
/// Files under 350 lines, methods under 60. What must be longer stands in LengthAllowed.txt with the reason: a file by its path,
/// a method by its path, a colon and the first line of its head.
/// </summary>
public sealed partial class LengthTests
{
    private const int FileLimit = 350;
    private const int MethodLimit = 60;

    private static readonly string[] Projects = [.. Repository.ProductProjects, "Pika.Akka.TestKit", "Pika.Benchmarks", "Pika.Tests"];

    [Fact]
    public void Files_and_methods_are_short()
    {
        var failures = new List<(string Subject, string Failure)>();
        foreach (var path in Projects.SelectMany(Repository.Sources))
        {
            var lines = Repository.Read(path).TrimEnd().Split('\n');
            if (lines.Length > FileLimit)
                failures.Add((path, $"{path} has {lines.Length} lines"));
            foreach (var (head, length) in Members(lines))
            {
                if (length > MethodLimit)
                    failures.Add(($"{path}: {head}", $"{path}: {head} | has {length} lines"));
            }
        }

        Repository.Unexcused(failures, "LengthAllowed.txt").ShouldBeEmpty();
    }

    [Fact]
    public void The_measure_counts_the_lines_between_the_braces_of_a_member()
    {
        var code = """
            public sealed class A
            {
                private readonly int _x;

                public int B(
                    int c
                )
                {
                    if (c > 0)
                    {
                        return 1;
                    }
                    return 2;
                }

                private static int D(int e) =>
                    e switch
                    {
                        1 => 2,
                        _ => 3,
                    };
            }
            """;

        Members(code.Split('\n')).ShouldBe([("public int B(", 5), ("private static int D(int e) =>", 2)]);
    }

    /// <summary>
    /// The members of all types in a file and the number of lines between their braces. It leans on the formatter: a brace that
    /// opens a body stands alone on its line, and the one that closes it is indented alike.
    /// </summary>
    private static IEnumerable<(string Head, int Length)> Members(string[] lines)
    {
        var open = new Stack<(int Line, int Indent, bool IsType, string Head)>();
        var rawString = false;
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].Split("\"\"\"").Length % 2 == 0)
                rawString = !rawString;
            if (rawString)
                continue;
            var text = lines[i].Trim();
            var indent = lines[i].Length - lines[i].TrimStart().Length;
            if (text == "{")
            {
                var head = HeadOf(lines, i, open.TryPeek(out var outer) ? outer.Indent + 4 : 0);
                open.Push((i, indent, TypeHead().IsMatch(head), head));
            }
            else if (text.StartsWith('}') && open.TryPeek(out var block) && block.Indent == indent)
            {
                open.Pop();
                if (!block.IsType && open.TryPeek(out var holder) && holder.IsType)
                    yield return (block.Head, i - block.Line - 1);
            }
        }
    }

    // The nearest line above the brace at the indentation of members, which begins the head: its other lines are indented deeper or
    // are the bracket that closes the parameters.
    private static string HeadOf(string[] lines, int brace, int indent)
    {
        for (var i = brace - 1; i >= 0; i--)
        {
            var text = lines[i].Trim();
            if (
                text.Length > 0
                && lines[i].Length - lines[i].TrimStart().Length == indent
                && char.IsLetter(text[0])
                && !WhereClause().IsMatch(text)
            )
                return text;
        }

        return "";
    }

    [GeneratedRegex(@"\b(class|struct|interface|enum|record|namespace|extension)\b")]
    private static partial Regex TypeHead();

    [GeneratedRegex(@"^where \w+ :")]
    private static partial Regex WhereClause();
}
