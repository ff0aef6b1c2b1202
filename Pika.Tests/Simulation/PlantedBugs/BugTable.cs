using System.Text;
using Pika.Tests.Architecture;

namespace Pika.Tests.Simulated.PlantedBugs;

/// <summary>
/// The hunts of one run of the tests, as many at a time as there are processors; and the table of all planted bugs in docs/simulation.md, which is written when all of them
/// have been hunted.
/// </summary>
public sealed class BugTable : IDisposable
{
    private const string Begin = "<!-- planted bugs: generated -->";
    private const string End = "<!-- end -->";

    private readonly SemaphoreSlim _processors = new(Environment.ProcessorCount);
    private readonly SortedDictionary<string, Task<BugHunt>> _hunts = new(StringComparer.Ordinal);

    /// <summary>Begins to hunt.</summary>
    public BugTable()
    {
        foreach (var bug in PlantedBug.All().Where(PlantedBugTests.IsHunted))
            _hunts[bug.Name] = HuntAsync(bug);
    }

    /// <summary>Where it is, relative to the root.</summary>
    public static string Document => "docs/simulation.md";

    public void Dispose()
    {
        if (_hunts.Count == PlantedBug.All().Count && _hunts.Values.All(hunt => hunt.IsCompletedSuccessfully))
            WriteInto(Path.Combine(Repository.Root, Document));
        _processors.Dispose();
    }

    /// <summary>What comes of a hunt.</summary>
    internal Task<BugHunt> Of(string bug) => _hunts[bug];

    private async Task<BugHunt> HuntAsync(PlantedBug bug)
    {
        await _processors.WaitAsync();
        try
        {
            return await Task.Run(() => BugHunt.Run(bug));
        }
        finally
        {
            _processors.Release();
        }
    }

    private void WriteInto(string path)
    {
        var text = File.ReadAllText(path);
        var from = text.IndexOf(Begin, StringComparison.Ordinal);
        var to = text.IndexOf(End, Math.Max(from, 0), StringComparison.Ordinal);
        if (from < 0 || to < from)
            throw new InvalidOperationException($"{Document} has no place for the planted bugs: '{Begin}' and '{End}'");
        File.WriteAllText(path, $"{text[..(from + Begin.Length)]}\n\n{Write()}\n{text[to..]}");
    }

    private string Write()
    {
        var table = new StringBuilder(
            "| Planted bug | What it brings back | Changed file | Seeds needed | Found by | Without that check |\n|---|---|---|---|---|---|\n"
        );
        foreach (var hunt in _hunts.Values.Select(hunt => hunt.Result))
        {
            var file = Path.GetFileName(hunt.Bug.File);
            table.Append($"| {hunt.Bug.Title} | {hunt.Bug.BringsBack} | [{file}](../{hunt.Bug.File}) ");
            table.Append($"| {hunt.Seeds} | `{hunt.Violation?.Check ?? "nobody"}` ");
            table.Append(hunt.Without is { } other ? $"| `{other.Check}` |\n" : "| not seen |\n");
        }

        return table.ToString();
    }
}
