using System.Text;

namespace Pika.Actors.Information;

/// <summary>Lines of INFO: headers, and fields with Redis's number formats.</summary>
internal sealed class InfoText
{
    private readonly StringBuilder _text = new();

    /// <summary>Begins a section, parted from the one before by an empty line.</summary>
    public void Header(string title) => _text.Append(_text.Length > 0 ? "\r\n" : "").Append("# ").Append(title).Append("\r\n");

    /// <summary>A field.</summary>
    public void Field(string name, FormattableString value) => Field(name, FormattableString.Invariant(value));

    /// <summary>A field.</summary>
    public void Field(string name, string value) => _text.Append(name).Append(':').Append(value).Append("\r\n");

    /// <summary>A field of an integer.</summary>
    public void Field(string name, long value) => Field(name, FormattableString.Invariant($"{value}"));

    /// <summary>A size in bytes, and again for people in <c>name_human</c>.</summary>
    public void Size(string name, long bytes)
    {
        Field(name, bytes);
        Field(name + "_human", Human(bytes));
    }

    /// <summary>A size as Redis shows it to people: <c>919.22K</c>.</summary>
    public static string Human(long bytes)
    {
        const double Step = 1024;
        ReadOnlySpan<char> units = "KMGTP";
        if (bytes < Step)
        {
            return FormattableString.Invariant($"{bytes}B");
        }

        var (value, unit) = (bytes / Step, 0);
        for (; value >= Step && unit < units.Length - 1; unit++)
        {
            value /= Step;
        }

        return FormattableString.Invariant($"{value:F2}{units[unit]}");
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    /// <summary>A message of the disk's, the store's or another node's, which must not look like another field.</summary>
    public static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
