using System.Text;

namespace Akka.Configuration;

/// <summary>Replaces <c>${path}</c> and <c>${?path}</c> by what the root holds at that path, else by the environment variable of that name.</summary>
internal sealed class HoconResolver
{
    private readonly HoconObject _root;
    private readonly HashSet<string> _underway = new(StringComparer.Ordinal);

    private HoconResolver(HoconObject root) => _root = root;

    public static HoconObject Resolve(HoconObject root) =>
        Mentions(root) ? (HoconObject)new HoconResolver(root).Resolve((HoconNode)root)! : root;

    /// <summary>One value out of several side by side: objects merge, arrays append, scalars become one string.</summary>
    public static HoconNode? Join(IReadOnlyList<HoconNode> parts)
    {
        var solid = parts
            .Where(part => part is not HoconScalar { Quoted: false } scalar || !string.IsNullOrWhiteSpace(scalar.Text))
            .ToList();
        if (solid.Count <= 1)
            return solid.FirstOrDefault();
        if (solid.TrueForAll(part => part is HoconObject))
            return solid.Aggregate((under, over) => HoconNode.Merge(over, under));
        if (solid.TrueForAll(part => part is HoconArray))
            return new HoconArray([.. solid.Cast<HoconArray>().SelectMany(array => array.Items)]);
        if (solid.Exists(part => part is not HoconScalar))
            throw new ConfigurationException("Objects, arrays and text cannot be concatenated with each other");
        var text = new StringBuilder();
        foreach (var part in parts)
            text.Append(((HoconScalar)part).Text);
        return new HoconScalar(text.ToString(), solid.Exists(part => part is HoconScalar { Quoted: true }));
    }

    private static bool Mentions(HoconNode node) =>
        node switch
        {
            HoconObject o => o.Fields.Values.Any(Mentions),
            HoconArray a => a.Items.Exists(Mentions),
            HoconConcatenation => true,
            _ => false,
        };

    private HoconNode? Resolve(HoconNode node)
    {
        switch (node)
        {
            case HoconObject o:
                var fields = new HoconObject();
                foreach (var (key, value) in o.Fields)
                {
                    if (Resolve(value) is { } resolved)
                        fields.Fields[key] = resolved;
                }

                return fields;
            case HoconArray a:
                return new HoconArray([.. a.Items.Select(Resolve).OfType<HoconNode>()]);
            case HoconConcatenation c:
                return ResolveConcatenation(c);
            default:
                return node;
        }
    }

    private HoconNode? ResolveConcatenation(HoconConcatenation c)
    {
        var parts = new List<HoconNode>();
        foreach (var part in c.Parts)
        {
            var resolved = part is HoconSubstitution substitution ? Lookup(substitution, c) : Resolve(part);
            if (resolved is not null)
                parts.Add(resolved);
        }

        var joined = Join(parts);
        var previous = c.Previous is null ? null : Resolve(c.Previous);
        return joined is null ? previous : HoconNode.Merge(joined, previous);
    }

    private HoconNode? Lookup(HoconSubstitution substitution, HoconConcatenation around)
    {
        var found = _root.Find(ConfigPath.Split(substitution.Path));

        // A value that refers to itself means what the key held before.
        if (ReferenceEquals(found, around) && around.Previous is { } previous)
            return Resolve(previous);
        if (!_underway.Add(substitution.Path))
            throw new ConfigurationException($"Substitution ${{{substitution.Path}}} refers to itself");
        try
        {
            if (found is not null)
                return Resolve(found);
            if (Environment.GetEnvironmentVariable(substitution.Path) is { } variable)
                return new HoconScalar(variable, quoted: true);
            return substitution.Optional ? null : throw new ConfigurationException($"Unresolved substitution: ${{{substitution.Path}}}");
        }
        finally
        {
            _underway.Remove(substitution.Path);
        }
    }
}
