namespace Pika.Actors.Information;

/// <summary>INFO's text from facts: which sections are asked for, in Redis's order, each with Redis's fields.</summary>
public static class InfoReport
{
    private static readonly Section[] Sections =
    [
        new("server", InfoServerSections.Server),
        new("clients", InfoServerSections.Clients),
        new("memory", InfoServerSections.Memory),
        new("persistence", InfoServerSections.Persistence),
        new("stats", InfoActivitySections.Stats),
        new("replication", InfoReplicationSection.Write),
        new("cpu", InfoActivitySections.Cpu),
        new("modules", static (_, text) => text.Header("Modules")),
        new("commandstats", InfoActivitySections.CommandStats, IsDefault: false),
        new("errorstats", InfoActivitySections.ErrorStats),
        new("cluster", InfoActivitySections.Cluster),
        new("keyspace", InfoActivitySections.Keyspace),
        new("binlog", InfoBinlogSection.Write, IsDefault: false),
        new("rocksdb", InfoActivitySections.RocksDb, IsDefault: false),
    ];

    /// <summary>Whether the request asks for a section, so that costly facts are read only then.</summary>
    public static bool Asks(IReadOnlyCollection<string> request, string section) => Chosen(request).Any(chosen => chosen.Name == section);

    /// <summary>
    /// The text for a request: section names, <c>default</c>, <c>all</c> or <c>everything</c>, in any case; none is <c>default</c>, and unknown
    /// ones add nothing.
    /// </summary>
    public static string Write(InfoFacts facts, IReadOnlyCollection<string> request)
    {
        var text = new InfoText();
        foreach (var section in Chosen(request))
        {
            section.Write(facts, text);
        }

        return text.ToString();
    }

    private static IEnumerable<Section> Chosen(IReadOnlyCollection<string> request)
    {
        bool Has(string name) => request.Contains(name, StringComparer.OrdinalIgnoreCase);
        var all = Has("all") || Has("everything");
        var defaults = request.Count == 0 || Has("default");
        return Sections.Where(section => all || (defaults && section.IsDefault) || Has(section.Name));
    }

    private sealed record Section(string Name, Action<InfoFacts, InfoText> Write, bool IsDefault = true);
}
