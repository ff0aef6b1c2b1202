using System.Text.RegularExpressions;

namespace Pika.Tests.Architecture;

/// <summary>What the documents name is there.</summary>
public sealed class TourTests
{
    public static TheoryData<string> Documents()
    {
        var documents = new TheoryData<string> { "README.md", "CONTRIBUTING.md" };
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories).Order())
            documents.Add(Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'));
        return documents;
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_path_that_a_document_names_exists(string document)
    {
        var missing =
            from Match match in Regex.Matches(Repository.Read(document), "`((?:Pika\\.[A-Za-z.]+|docs|\\.ci|bench)/[A-Za-z0-9_./-]*)`")
            let path = match.Groups[1].Value
            where !Path.Exists(Path.Combine(Repository.Root, path))
            select $"{document} names {path}";

        missing.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_link_to_a_file_of_the_repository_leads_somewhere(string document)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Repository.Root, document))!;
        var missing =
            from Match match in Regex.Matches(Repository.Read(document), @"\]\(([^)#:\s]+)(#[^)]*)?\)")
            let path = match.Groups[1].Value
            where !Path.Exists(Path.Combine(folder, path))
            select $"{document} links to {path}";

        missing.ShouldBeEmpty();
    }
}
