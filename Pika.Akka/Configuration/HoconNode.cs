namespace Akka.Configuration;

/// <summary>A parsed HOCON value. Objects keep their keys in order of appearance; nodes are immutable once parsing has ended.</summary>
internal abstract class HoconNode
{
    /// <summary>Lays <paramref name="over"/> on top of <paramref name="under"/>: objects merge key by key, anything else replaces.</summary>
    public static HoconNode Merge(HoconNode over, HoconNode? under)
    {
        if (over is HoconObject top && under is HoconObject bottom)
        {
            var merged = new HoconObject();
            foreach (var (key, value) in bottom.Fields)
                merged.Fields[key] = value;
            foreach (var (key, value) in top.Fields)
                merged.Fields[key] = Merge(value, merged.Fields.GetValueOrDefault(key));
            return merged;
        }

        // An object over a substitution waits for what that turns out to be.
        if (over is HoconObject && under is HoconConcatenation unresolved)
            return new HoconConcatenation([.. unresolved.Parts, over]) { Previous = unresolved.Previous };

        return over is HoconConcatenation pending && pending.Previous is null && under is not null
            ? new HoconConcatenation(pending.Parts) { Previous = under }
            : over;
    }
}

internal sealed class HoconObject : HoconNode
{
    public Dictionary<string, HoconNode> Fields { get; } = new(StringComparer.Ordinal);

    /// <summary>Sets the value at a path, creating the objects on the way and merging with what is there.</summary>
    public void Put(IReadOnlyList<string> path, HoconNode value)
    {
        var target = this;
        for (var i = 0; i < path.Count - 1; i++)
        {
            var existing = target.Fields.GetValueOrDefault(path[i]);
            if (existing is HoconConcatenation pending)
            {
                var rest = new HoconObject();
                rest.Put([.. path.Skip(i + 1)], value);
                target.Fields[path[i]] = Merge(rest, pending);
                return;
            }

            if (existing is not HoconObject next)
            {
                next = new HoconObject();
                target.Fields[path[i]] = next;
            }

            target = next;
        }

        target.Fields[path[^1]] = Merge(value, target.Fields.GetValueOrDefault(path[^1]));
    }

    public HoconNode? Find(IReadOnlyList<string> path)
    {
        HoconNode? node = this;
        foreach (var key in path)
        {
            if (node is not HoconObject parent)
                return null;
            node = parent.Fields.GetValueOrDefault(key);
        }

        return node;
    }
}

internal sealed class HoconArray(List<HoconNode> items) : HoconNode
{
    public List<HoconNode> Items { get; } = items;
}

/// <summary>A string, number, boolean or null. HOCON does not tell them apart until they are read; only quoting is remembered.</summary>
internal sealed class HoconScalar(string text, bool quoted) : HoconNode
{
    public string Text { get; } = text;

    public bool Quoted { get; } = quoted;

    public bool IsNull => !Quoted && Text == "null";
}

internal sealed class HoconSubstitution(string path, bool optional) : HoconNode
{
    public string Path { get; } = path;

    public bool Optional { get; } = optional;
}

/// <summary>Several values side by side, at least one of them a substitution; becomes one value when substitutions are resolved.</summary>
internal sealed class HoconConcatenation(List<HoconNode> parts) : HoconNode
{
    public List<HoconNode> Parts { get; } = parts;

    /// <summary>What the same key held before, needed when the substitution turns out to be an object or refers to itself.</summary>
    public HoconNode? Previous { get; init; }
}
