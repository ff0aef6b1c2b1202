namespace Pika.Protocol;

/// <summary>What an <see cref="Argument"/> takes.</summary>
public enum ArgumentType
{
    /// <summary>Any bytes.</summary>
    String,

    /// <summary>An integer.</summary>
    Integer,

    /// <summary>A floating-point number.</summary>
    Double,

    /// <summary>The name of a key.</summary>
    Key,

    /// <summary>A glob pattern.</summary>
    Pattern,

    /// <summary>A point in time, in seconds or milliseconds since 1970.</summary>
    UnixTime,

    /// <summary>A word that stands for itself.</summary>
    PureToken,

    /// <summary>One of its parts.</summary>
    OneOf,

    /// <summary>Its parts, one after another.</summary>
    Block,
}

/// <summary>One node of a command's syntax, as COMMAND DOCS shows it.</summary>
public sealed record Argument(string Name, ArgumentType Type)
{
    /// <summary>The word in front of the value, or the word itself.</summary>
    public string? Token { get; init; }

    /// <summary>Which of the command's key specs finds it, when it is or names a key.</summary>
    public int? KeySpecIndex { get; init; }

    /// <summary>The Redis version that added it, when later than the command.</summary>
    public string? Since { get; init; }

    /// <summary>The Redis version that deprecated it.</summary>
    public string? DeprecatedSince { get; init; }

    /// <summary>It may be left out.</summary>
    public bool IsOptional { get; init; }

    /// <summary>It may be repeated.</summary>
    public bool IsMultiple { get; init; }

    /// <summary>When repeated, its token is repeated too.</summary>
    public bool RepeatsToken { get; init; }

    /// <summary>The parts of <see cref="ArgumentType.OneOf"/> and <see cref="ArgumentType.Block"/>.</summary>
    public IReadOnlyList<Argument> Parts { get; init; } = [];

    /// <summary>A key, found by key spec <paramref name="spec"/>.</summary>
    public static Argument Key(string name = "key", int? spec = 0) => new(name, ArgumentType.Key) { KeySpecIndex = spec };

    /// <summary>Any bytes.</summary>
    public static Argument Text(string name, string? token = null) => new(name, ArgumentType.String) { Token = token };

    /// <summary>An integer.</summary>
    public static Argument Int(string name, string? token = null) => new(name, ArgumentType.Integer) { Token = token };

    /// <summary>A floating-point number.</summary>
    public static Argument Float(string name, string? token = null) => new(name, ArgumentType.Double) { Token = token };

    /// <summary>A glob pattern.</summary>
    public static Argument Pattern(string name, string? token = null) => new(name, ArgumentType.Pattern) { Token = token };

    /// <summary>A point in time.</summary>
    public static Argument UnixTime(string name, string? token = null) => new(name, ArgumentType.UnixTime) { Token = token };

    /// <summary>A word that stands for itself; its name is the word in lower case, unless given.</summary>
    public static Argument Word(string token, string? name = null) =>
        new(name ?? token.ToLowerInvariant().Replace(' ', '_'), ArgumentType.PureToken) { Token = token };

    /// <summary>One of <paramref name="parts"/>.</summary>
    public static Argument OneOf(string name, params IReadOnlyList<Argument> parts) => new(name, ArgumentType.OneOf) { Parts = parts };

    /// <summary>All of <paramref name="parts"/>, in order.</summary>
    public static Argument Block(string name, params IReadOnlyList<Argument> parts) => new(name, ArgumentType.Block) { Parts = parts };

    /// <summary>It may be left out.</summary>
    public Argument Optional() => this with { IsOptional = true };

    /// <summary>It may be repeated.</summary>
    public Argument Multiple() => this with { IsMultiple = true };

    /// <summary>It may be repeated, its token each time.</summary>
    public Argument MultipleToken() => this with { IsMultiple = true, RepeatsToken = true };

    /// <summary>Puts a word in front.</summary>
    public Argument WithToken(string token) => this with { Token = token };

    /// <summary>Says that key spec <paramref name="spec"/> finds the keys that it names, though it is not itself a key.</summary>
    public Argument FoundBy(int spec) => this with { KeySpecIndex = spec };

    /// <summary>Says which Redis version added it.</summary>
    public Argument From(string version) => this with { Since = version };

    /// <summary>Says which Redis version deprecated it.</summary>
    public Argument Deprecated(string version) => this with { DeprecatedSince = version };
}
