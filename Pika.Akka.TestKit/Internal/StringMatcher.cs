using System.Text.RegularExpressions;

namespace Akka.TestKit.Internal.StringMatcher;

/// <summary>Recognises a text of a log event.</summary>
public interface IStringMatcher
{
    /// <summary>Whether <paramref name="s"/> is meant.</summary>
    bool IsMatch(string s);
}

/// <summary>Any text.</summary>
public class MatchesAll : IStringMatcher
{
    private MatchesAll() { }

    /// <summary>The only instance.</summary>
    public static IStringMatcher Instance { get; } = new MatchesAll();

    /// <inheritdoc/>
    public bool IsMatch(string s) => true;

    /// <inheritdoc/>
    public override string ToString() => "";
}

/// <summary>One text.</summary>
public class EqualsString(string s) : IStringMatcher
{
    private readonly string _expected = s;

    /// <inheritdoc/>
    public bool IsMatch(string s) => string.Equals(_expected, s, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override string ToString() => $"== \"{_expected}\"";
}

/// <summary>Texts that begin so.</summary>
public class StartsWithString(string start) : IStringMatcher
{
    /// <inheritdoc/>
    public bool IsMatch(string s) => s.StartsWith(start, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override string ToString() => $"starts with \"{start}\"";
}

/// <summary>Texts with this part.</summary>
public class ContainsString(string part) : IStringMatcher
{
    /// <inheritdoc/>
    public bool IsMatch(string s) => s.Contains(part, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override string ToString() => $"contains \"{part}\"";
}

/// <summary>Texts that match a regular expression.</summary>
public class RegexMatcher(Regex regex) : IStringMatcher
{
    /// <inheritdoc/>
    public bool IsMatch(string s) => regex.IsMatch(s);

    /// <inheritdoc/>
    public override string ToString() => $"matches regex \"{regex}\"";
}

/// <summary>A source of log events: its text as a whole, or the path of the actor in it, with or without the system in front.</summary>
public class EqualsStringAndPathMatcher(string path, bool canBeRelative = true) : IStringMatcher
{
    private readonly string _expected = path;

    /// <inheritdoc/>
    public bool IsMatch(string path)
    {
        if (string.Equals(_expected, path, StringComparison.OrdinalIgnoreCase))
            return true;
        var bare = path.Trim('[', ']');
        var uid = bare.IndexOf('#');
        if (uid >= 0)
            bare = bare[..uid];
        if (string.Equals(_expected, bare, StringComparison.OrdinalIgnoreCase))
            return true;
        return canBeRelative && bare.EndsWith("/" + _expected.TrimStart('/'), StringComparison.OrdinalIgnoreCase);
    }

    /// <inheritdoc/>
    public override string ToString() => $"== \"{_expected}\"";
}
