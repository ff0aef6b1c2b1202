namespace Pika.Actors.Configuration;

/// <summary>One line of a configuration file: <c>name value</c> as Redis has it, or <c>name : value</c> as Pika has it.</summary>
/// <param name="Name">The directive's name as it stands there; null for a comment or a blank line.</param>
/// <param name="Words">The words of its value.</param>
/// <param name="HasColon">Whether it is Pika's form, which a rewrite keeps.</param>
internal readonly record struct ConfigLine(string? Name, IReadOnlyList<string> Words, bool HasColon)
{
    /// <summary>Parts a line; false if its quotes do not match.</summary>
    public static bool TryParse(string text, out ConfigLine line)
    {
        line = new ConfigLine(null, [], false);
        var trimmed = text.Trim();
        if (trimmed.Length == 0 || trimmed[0] == '#')
        {
            return true;
        }

        if (ColonAfterName(trimmed) is { } colon)
        {
            if (!ConfigWords.TrySplit(trimmed[(colon + 1)..], out var value))
            {
                return false;
            }

            line = new ConfigLine(trimmed[..colon].TrimEnd(), value.Count == 0 ? [""] : value, true);
            return true;
        }

        if (!ConfigWords.TrySplit(trimmed, out var words))
        {
            return false;
        }

        line = new ConfigLine(words[0], [.. words.Skip(1)], false);
        return true;
    }

    /// <summary>The line with another value, perhaps under another name.</summary>
    public string Rewrite(string name, IReadOnlyList<string> words) =>
        name + (HasColon ? " : " : " ") + string.Join(' ', words.Select(ConfigWords.Quote));

    /// <summary>
    /// Where Pika's colon is, or null. It touches the name or stands alone, since <c>bind ::1</c> and <c>requirepass :x</c> are Redis's form.
    /// </summary>
    private static int? ColonAfterName(string line)
    {
        var end = line.AsSpan().IndexOfAny(": \t\"'");
        if (end <= 0)
        {
            return null;
        }

        if (line[end] == ':')
        {
            return end;
        }

        var at = end;
        while (at < line.Length && char.IsWhiteSpace(line[at]))
        {
            at++;
        }

        var alone = at < line.Length && line[at] == ':' && (at + 1 == line.Length || char.IsWhiteSpace(line[at + 1]));
        return alone ? at : null;
    }
}
