using System.Text.RegularExpressions;

namespace Pika.Tests.Architecture;

/// <summary>The source tree, as text: what the architecture tests look at.</summary>
internal static partial class Repository
{
    /// <summary>The projects that make up the product, without tests and benchmarks.</summary>
    public static readonly string[] ProductProjects = ["Pika.Protocol", "Pika.Storage", "Pika.Actors", "Pika.Host", "Pika.Akka"];

    /// <summary>The folder that holds Pika.slnx.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The C# files of a project, as paths relative to the root with forward slashes, sorted.</summary>
    public static IReadOnlyList<string> Sources(string project) =>
        [
            .. Directory
                .EnumerateFiles(Path.Combine(Root, project), "*.cs", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
                .Where(path => !GeneratedFolder().IsMatch(path))
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>The C# files of all product projects.</summary>
    public static IEnumerable<string> ProductSources() => ProductProjects.SelectMany(Sources);

    /// <summary>The text of a file that is named relative to the root.</summary>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>
    /// The failures that no allow-list entry covers, and the entries that cover nothing any more: both must be empty.
    /// An allow-list is a file of lines <c>subject | reason</c>; lines that begin with # are comments.
    /// </summary>
    public static IReadOnlyList<string> Unexcused(IEnumerable<(string Subject, string Failure)> failures, string allowList)
    {
        var excused = ReadAllowList(allowList);
        var found = failures.ToList();
        var uncovered = found.Where(failure => !excused.Contains(failure.Subject)).Select(failure => failure.Failure);
        var idle = excused
            .Where(subject => found.TrueForAll(failure => failure.Subject != subject))
            .Select(subject => $"{allowList}: the entry for '{subject}' covers nothing, remove it");
        return [.. uncovered, .. idle];
    }

    private static HashSet<string> ReadAllowList(string name)
    {
        var subjects = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in Read($"Pika.Tests/Architecture/{name}").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith('#'))
                continue;
            var parts = line.Split(" | ", 2);
            (parts.Length == 2 && parts[1].Trim().Length >= 15).ShouldBeTrue($"{name}: an entry is 'subject | reason': {line}");
            subjects.Add(parts[0].Trim()).ShouldBeTrue($"{name}: listed twice: {line}");
        }

        return subjects;
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Pika.slnx")))
                return folder.FullName;
        }

        throw new InvalidOperationException($"no Pika.slnx above {AppContext.BaseDirectory}");
    }

    [GeneratedRegex("(^|/)(bin|obj|node_modules)/")]
    private static partial Regex GeneratedFolder();
}
