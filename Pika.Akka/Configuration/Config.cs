using System.Text;

namespace Akka.Configuration;

/// <summary>An immutable tree of settings, read by dotted path. A missing value reads as the given default; a malformed one throws.</summary>
public class Config
{
    /// <summary>A configuration without any setting.</summary>
    public static readonly Config Empty = new(new HoconObject());

    private readonly HoconObject _root;

    internal Config(HoconObject root) => _root = root;

    internal HoconObject Root => _root;

    /// <summary>True if there is no setting at all.</summary>
    public virtual bool IsEmpty => _root.Fields.Count == 0;

    public static implicit operator Config(string str) => ConfigurationFactory.ParseString(str);

    /// <summary>True if the path leads to a value, be it null or an object.</summary>
    public virtual bool HasPath(string path) => Find(path) is not null;

    public virtual string GetString(string path, string @default = null!) => Text(path) ?? @default;

    public virtual bool GetBoolean(string path, bool @default = false) =>
        Text(path) is { } text ? ConfigValues.Boolean(path, text) : @default;

    public virtual int GetInt(string path, int @default = 0) => Text(path) is { } text ? ConfigValues.Number<int>(path, text) : @default;

    public virtual long GetLong(string path, long @default = 0) =>
        Text(path) is { } text ? ConfigValues.Number<long>(path, text) : @default;

    public virtual float GetFloat(string path, float @default = 0) =>
        Text(path) is { } text ? ConfigValues.Number<float>(path, text) : @default;

    public virtual double GetDouble(string path, double @default = 0) =>
        Text(path) is { } text ? ConfigValues.Number<double>(path, text) : @default;

    public virtual decimal GetDecimal(string path, decimal @default = 0) =>
        Text(path) is { } text ? ConfigValues.Number<decimal>(path, text) : @default;

    /// <summary>A duration: a number of milliseconds, a number with a unit, or <c>infinite</c> (<see cref="Timeout.InfiniteTimeSpan"/>).</summary>
    public virtual TimeSpan GetTimeSpan(string path, TimeSpan? @default = null, bool allowInfinite = true) =>
        Text(path) is { } text ? ConfigValues.Duration(path, text, allowInfinite) : @default.GetValueOrDefault();

    /// <summary>A size in bytes; <c>k</c>, <c>m</c> and <c>g</c> count in powers of 1024, <c>kB</c>, <c>MB</c> and <c>GB</c> in powers of 1000.</summary>
    public virtual long? GetByteSize(string path, long? def = null) => Text(path) is { } text ? ConfigValues.ByteSize(path, text) : def;

    public virtual IList<string> GetStringList(string path) => GetStringList(path, []);

    public virtual IList<string> GetStringList(string path, string[] defaultPaths) =>
        Find(path) switch
        {
            HoconArray array => array.Items.OfType<HoconScalar>().Select(item => item.Text).ToList(),
            HoconScalar { IsNull: false } scalar => [scalar.Text],
            _ => defaultPaths,
        };

    public virtual IList<int> GetIntList(string path) => GetStringList(path).Select(text => ConfigValues.Number<int>(path, text)).ToList();

    /// <summary>The settings below a path; an empty configuration if there are none.</summary>
    public virtual Config GetConfig(string path) => Find(path) is HoconObject section ? new Config(section) : Empty;

    /// <summary>These settings, and those of <paramref name="fallback"/> wherever these have none.</summary>
    public virtual Config WithFallback(Config fallback)
    {
        if (fallback is null || ReferenceEquals(fallback, this) || fallback.IsEmpty)
            return this;
        return IsEmpty ? fallback : new Config((HoconObject)HoconNode.Merge(_root, fallback._root));
    }

    /// <summary>The keys directly below the root.</summary>
    internal IEnumerable<string> Keys => _root.Fields.Keys;

    public override string ToString()
    {
        var text = new StringBuilder();
        Write(text, _root, indent: 0);
        return text.ToString();
    }

    private HoconNode? Find(string path) => _root.Find(ConfigPath.Split(path));

    private string? Text(string path) =>
        Find(path) switch
        {
            null or HoconScalar { IsNull: true } => null,
            HoconScalar scalar => scalar.Text,
            _ => throw new ConfigurationException($"{path} is an object or an array, where a single value is expected"),
        };

    private static void Write(StringBuilder text, HoconNode node, int indent)
    {
        switch (node)
        {
            case HoconScalar scalar:
                text.Append(
                    scalar.Quoted ? $"\"{scalar.Text.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n")}\"" : scalar.Text
                );
                break;
            case HoconArray array:
                text.Append('[');
                for (var i = 0; i < array.Items.Count; i++)
                {
                    text.Append(i == 0 ? "" : ", ");
                    Write(text, array.Items[i], indent);
                }

                text.Append(']');
                break;
            case HoconObject section:
                text.Append("{\n");
                foreach (var (key, value) in section.Fields)
                {
                    text.Append(' ', indent + 2)
                        .Append(key.All(c => char.IsLetterOrDigit(c) || c is '-' or '_') ? key : $"\"{key}\"")
                        .Append(" : ");
                    Write(text, value, indent + 2);
                    text.Append('\n');
                }

                text.Append(' ', indent).Append('}');
                break;
        }
    }
}
