using System.Collections.Frozen;

namespace Pika.Actors.Configuration;

/// <summary>The table of directives, by topic; each topic has a file of its own. Whoever adds a setting adds one row and one property.</summary>
public static partial class Directives
{
    /// <summary>The topics with their directives, in the order in which people read about them.</summary>
    public static IReadOnlyList<(string Title, IReadOnlyList<Directive> Rows)> Topics { get; } =
    [
        ("Network", Network()),
        ("Clients", Clients()),
        ("General", General()),
        ("Binlog", Binlog()),
        ("Storage", Storage()),
        ("Replication", Replication()),
        ("Compatibility", Compatibility()),
    ];

    /// <summary>All directives.</summary>
    public static IReadOnlyList<Directive> All { get; } = [.. Topics.SelectMany(topic => topic.Rows)];

    private static readonly FrozenDictionary<string, Directive> ByName = All.SelectMany(directive =>
            directive.Names.Select(name => KeyValuePair.Create(name, directive))
        )
        .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The directive of that name or alias, in any case; null if there is none.</summary>
    public static Directive? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>The directive that holds the setting: this one, or the one that it is the same as.</summary>
    public static Directive Holder(Directive directive) => directive.SameAs is null ? directive : ByName[directive.SameAs];

    /// <summary>The name that somebody may have meant by a misspelt one; null if none is near.</summary>
    public static string? Nearest(string name)
    {
        var near = ByName.Keys.Order(StringComparer.Ordinal).MinBy(known => Distance(known, name));
        return near is not null && Distance(near, name) <= 2 ? near : null;
    }

    /// <summary>The number of characters to insert, delete or change between two names.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var change = diagonal + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
