namespace Pika.Protocol;

/// <summary>What a command does with the keys of a <see cref="KeySpec"/>, in the order in which COMMAND prints it.</summary>
[Flags]
public enum KeyFlags
{
    /// <summary>None of the below.</summary>
    None = 0,

    /// <summary>Overwrites the value, whatever it was.</summary>
    OW = 1 << 0,

    /// <summary>Reads.</summary>
    RO = 1 << 1,

    /// <summary>Reads and writes.</summary>
    RW = 1 << 2,

    /// <summary>Removes the key.</summary>
    RM = 1 << 3,

    /// <summary>Returns, copies or otherwise uses the user's data, not only its type, length or age.</summary>
    Access = 1 << 4,

    /// <summary>Changes data in a way that depends on what was there or may leave it as it was.</summary>
    Update = 1 << 5,

    /// <summary>Adds data, and neither changes nor deletes what was there.</summary>
    Insert = 1 << 6,

    /// <summary>Deletes some of the value's content.</summary>
    Delete = 1 << 7,

    /// <summary>The argument is not a key, but is routed as one.</summary>
    NotKey = 1 << 8,

    /// <summary>There may be more keys than this spec finds.</summary>
    Incomplete = 1 << 9,

    /// <summary>The flags depend on the arguments.</summary>
    VariableFlags = 1 << 10,
}

/// <summary>How a spec finds where its keys begin.</summary>
public enum KeySearch
{
    /// <summary>At a fixed argument.</summary>
    Index,

    /// <summary>After a keyword.</summary>
    Keyword,

    /// <summary>Only the command itself knows.</summary>
    Unknown,
}

/// <summary>How a spec finds its keys, once it knows where they begin.</summary>
public enum KeyExtent
{
    /// <summary>From the first to a last argument, in steps.</summary>
    Range,

    /// <summary>As many as an argument says.</summary>
    Count,

    /// <summary>Only the command itself knows.</summary>
    Unknown,
}

/// <summary>
/// One rule that finds keys among a command's arguments. Read it aloud: <c>At(1, RO | Access).To(-1)</c> is "the keys are the arguments from 1 to the
/// last"; <c>Counted(2, RO)</c> is "argument 2 says how many keys follow it".
/// </summary>
public sealed record KeySpec
{
    /// <summary>What the command does with these keys.</summary>
    public required KeyFlags Flags { get; init; }

    /// <summary>How the begin is found.</summary>
    public KeySearch Search { get; init; }

    /// <summary>For <see cref="KeySearch.Index"/> the argument; for a keyword, where to look from (negative: from the end, backwards).</summary>
    public int Begin { get; init; }

    /// <summary>The word that precedes the keys.</summary>
    public string? Keyword { get; init; }

    /// <summary>How the keys are found from the begin on.</summary>
    public KeyExtent Extent { get; init; }

    /// <summary>
    /// For a range: its last argument, relative to the begin, or to the end when negative (-1 the last). For a count: where the count is,
    /// relative to the begin.
    /// </summary>
    public int Last { get; init; }

    /// <summary>For a count: where the first key is, relative to the begin.</summary>
    public int First { get; init; }

    /// <summary>The distance from key to key.</summary>
    public int Step { get; init; } = 1;

    /// <summary>When <see cref="Last"/> is -1 and this is above 1: only the first 1/limit of the remaining arguments are keys.</summary>
    public int Limit { get; init; }

    /// <summary>What the flags cannot say, or null.</summary>
    public string? Notes { get; init; }

    /// <summary>One key, at a fixed argument.</summary>
    public static KeySpec At(int index, KeyFlags flags) => new() { Begin = index, Flags = flags };

    /// <summary>Argument <paramref name="index"/> is the number of keys, and they follow it.</summary>
    public static KeySpec Counted(int index, KeyFlags flags) =>
        new()
        {
            Begin = index,
            Extent = KeyExtent.Count,
            First = 1,
            Flags = flags,
        };

    /// <summary>One key after <paramref name="word"/>, which is looked for from <paramref name="from"/> on.</summary>
    public static KeySpec After(string word, int from, KeyFlags flags) =>
        new()
        {
            Search = KeySearch.Keyword,
            Keyword = word,
            Begin = from,
            Flags = flags,
        };

    /// <summary>Keys that only the command's own rule finds.</summary>
    public static KeySpec Unknown(KeyFlags flags) =>
        new()
        {
            Search = KeySearch.Unknown,
            Extent = KeyExtent.Unknown,
            Flags = flags,
        };

    /// <summary>Makes one key a range of them.</summary>
    public KeySpec To(int last, int step = 1, int limit = 0) => this with { Last = last, Step = step, Limit = limit };

    /// <summary>Adds a note.</summary>
    public KeySpec Note(string notes) => this with { Notes = notes };
}
