using System.Text.RegularExpressions;
using Pika.Tests.Architecture;

namespace Pika.Tests.Simulated.PlantedBugs;

/// <summary>
/// A bug that the product does not have: a change of one of its files. Each is a text file in <c>Bugs/</c>; what stands there is described in its README.
/// </summary>
/// <param name="Name">The file's name.</param>
/// <param name="Title">What goes wrong, in words.</param>
/// <param name="BringsBack">The failure that it brings back, or the rule that it breaks.</param>
/// <param name="File">The changed file, relative to the root.</param>
/// <param name="Checks">The checks that are expected to find it: each may be the one that does.</param>
/// <param name="Bias">What runs are like in which it can be found; any if empty.</param>
/// <param name="MostSeeds">It has to be found in the runs of the seeds from 1 to this one.</param>
/// <param name="Edits">What is replaced by what. Each text to be replaced stands in the file exactly once.</param>
internal sealed partial record PlantedBug(
    string Name,
    string Title,
    string BringsBack,
    string File,
    IReadOnlyList<string> Checks,
    string Bias,
    int MostSeeds,
    IReadOnlyList<(string Find, string Replace)> Edits
)
{
    private const string Folder = "Pika.Tests/Simulation/PlantedBugs/Bugs";

    /// <summary>The assembly that is another with the bug: the folder of its project is called like it.</summary>
    public string Assembly => File.Split('/')[0];

    /// <summary>All there are, by name.</summary>
    public static IReadOnlyList<PlantedBug> All() =>
        [
            .. Directory
                .EnumerateFiles(Path.Combine(Repository.Root, Folder), "*.bug")
                .Order(StringComparer.Ordinal)
                .Select(path => Parse(Path.GetFileNameWithoutExtension(path), System.IO.File.ReadAllText(path))),
        ];

    /// <summary>The changed file.</summary>
    /// <param name="source">The file as it is in the product.</param>
    /// <exception cref="InvalidOperationException">The product is not any more what the bug was planted in.</exception>
    public string Plant(string source)
    {
        foreach (var (find, replace) in Edits)
        {
            var count = source.Split(find).Length - 1;
            if (count != 1)
                throw new InvalidOperationException(
                    $"'{Name}' cannot be planted: {File} has changed, and holds this text {count} times instead of once. Find the place again:\n{find}"
                );
            source = source.Replace(find, replace, StringComparison.Ordinal);
        }

        return source;
    }

    /// <summary>Reads a bug's file.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public static PlantedBug Parse(string name, string text)
    {
        var edit = Edit();
        var fields = edit.Replace(text, "")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(": ", 2))
            .ToDictionary(words => words[0], words => words.Length == 2 ? words[1].Trim() : throw Malformed(words[0]));
        (string, string)[] edits = [.. edit.Matches(text).Select(match => (match.Groups["find"].Value, match.Groups["replace"].Value))];
        return new PlantedBug(
            name,
            Field("title"),
            Field("brings back"),
            Field("file"),
            Field("found by").Split(", "),
            fields.GetValueOrDefault("runs") ?? "",
            int.Parse(Field("seeds"), System.Globalization.CultureInfo.InvariantCulture),
            edits.Length > 0 ? edits : throw Malformed("nothing is replaced")
        );

        string Field(string key) => fields.GetValueOrDefault(key) ?? throw Malformed($"no '{key}'");

        FormatException Malformed(string what) => new($"{Folder}/{name}.bug: {what}");
    }

    [GeneratedRegex(
        "^---- find\n(?<find>.*?)\n---- replace\n(?<replace>.*?)\n?---- end$",
        RegexOptions.Singleline | RegexOptions.Multiline
    )]
    private static partial Regex Edit();
}
