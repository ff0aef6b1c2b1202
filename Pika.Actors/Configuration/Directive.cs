namespace Pika.Actors.Configuration;

/// <summary>One setting: its names, what it means, and the way between its text and <see cref="ServerConfig"/>.</summary>
public abstract class Directive
{
    /// <summary>A directive with its main name, in lower case, and the sentence that <c>--help</c> shows.</summary>
    protected Directive(string name, string doc) => (Name, Doc) = (name, doc);

    /// <summary>The main name.</summary>
    public string Name { get; }

    /// <summary>What it means.</summary>
    public string Doc { get; }

    /// <summary>Other names with the same meaning, as older Redis or Pika know it.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Whether CONFIG SET may change it while the server runs.</summary>
    public bool Settable { get; init; }

    /// <summary>Whether its value is several words, which CONFIG SET splits at blanks.</summary>
    public bool SeveralWords { get; init; }

    /// <summary>Whether a file may say it on several lines that add up.</summary>
    public bool Repeatable { get; init; }

    /// <summary>The directive that holds the same setting in another unit; patterns, <c>--help</c> and rewriting use that one. Null for most.</summary>
    public string? SameAs { get; init; }

    /// <summary>All names, the main one first.</summary>
    public IEnumerable<string> Names => Aliases.Prepend(Name);

    /// <summary>The value before any file or command line, as <see cref="Read"/> shows it.</summary>
    public string Default => Read(new ServerConfig());

    /// <summary>The present value as CONFIG GET shows it.</summary>
    public abstract string Read(ServerConfig config);

    /// <summary>The present value as words for a configuration file.</summary>
    public virtual IReadOnlyList<string> Write(ServerConfig config) => [Read(config)];

    /// <summary>Reads the words of a value, changing nothing yet.</summary>
    public abstract ParsedValue Parse(IReadOnlyList<string> words);

    /// <summary>Reads a value that came as one string, as in CONFIG SET.</summary>
    public ParsedValue ParseText(string text)
    {
        if (!SeveralWords)
        {
            return Parse([text]);
        }

        return ConfigWords.TrySplit(text, out var words) ? Parse(words) : ParsedValue.Wrong("Unbalanced quotes in value");
    }
}

/// <summary>A value that was read: what applying it does, or why it is refused.</summary>
public readonly struct ParsedValue
{
    private ParsedValue(Action<ServerConfig>? apply, string? error) => (Apply, Error) = (apply, error);

    /// <summary>Puts the value into the settings; null if it is refused.</summary>
    public Action<ServerConfig>? Apply { get; }

    /// <summary>Why the value is refused, or null.</summary>
    public string? Error { get; }

    /// <summary>An acceptable value.</summary>
    public static ParsedValue Right(Action<ServerConfig> apply) => new(apply, null);

    /// <summary>A refused value.</summary>
    public static ParsedValue Wrong(string error) => new(null, error);
}
