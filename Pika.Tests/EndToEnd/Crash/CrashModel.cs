namespace Pika.Tests.EndToEnd.Crash;

/// <summary>
/// What one key must hold: its value and the interval, in Unix milliseconds, in which its expiry lies (a relative expiry is known only up to the time
/// that the command was on its way).
/// </summary>
internal sealed record KeyState(string Value, (long From, long To)? Expiry)
{
    public bool Agrees(string value, long expiry) =>
        Value == value && (Expiry is { } range ? expiry >= range.From && expiry <= range.To : expiry == -1);
}

/// <summary>One command of a writer and what it makes of its key. Null is a key that does not exist.</summary>
internal sealed record Write(int Database, string Key, string[] Command, Func<KeyState?, KeyState?> Effect);

/// <summary>
/// What a store must hold after a crash: all that was acknowledged, and of the rest either everything or nothing of each command. A
/// writer has keys of its own, so the order of the writes to a key is known.
/// </summary>
internal sealed class CrashModel
{
    private readonly Dictionary<(int Database, string Key), KeyState> _certain = [];
    private readonly List<Write> _unanswered = [];

    /// <summary>The keys that exist for certain, or with the outcome that <see cref="Settle"/> found.</summary>
    public IReadOnlyDictionary<(int Database, string Key), KeyState> Keys => _certain;

    /// <summary>The write was answered: from now on its effect must be there.</summary>
    public void Acknowledge(Write write)
    {
        lock (_certain)
            Apply(write);
    }

    /// <summary>The write was sent and never answered: its effect may be there. To be called in the order of sending.</summary>
    public void LeaveOpen(Write write)
    {
        lock (_certain)
            _unanswered.Add(write);
    }

    /// <summary>
    /// Compares with what the store holds; decides for each unanswered write whether it happened, and returns what cannot have
    /// come about.
    /// </summary>
    public IReadOnlyList<string> Settle(IReadOnlyDictionary<(int Database, string Key), (string Value, long Expiry)> found)
    {
        var failures = new List<string>();
        var open = _unanswered.ToLookup(write => (write.Database, write.Key));
        _unanswered.Clear();
        foreach (var key in _certain.Keys.Union(found.Keys).Union(open.Select(writes => writes.Key)).ToList())
        {
            var state = _certain.GetValueOrDefault(key);
            var actual = found.TryGetValue(key, out var row) ? row : ((string Value, long Expiry)?)null;
            var possible = new List<KeyState?> { state };
            foreach (var write in open[key])
                possible.Add(state = write.Effect(state));

            if (!possible.Exists(candidate => Agrees(candidate, actual)))
                failures.Add($"db{key.Database} {key.Key}: found {Show(actual)}, possible {string.Join(" or ", possible.Select(Show))}");
            else if (possible.Find(candidate => Agrees(candidate, actual)) is { } outcome)
                _certain[key] = outcome;
            else
                _certain.Remove(key);
        }

        return failures;
    }

    private void Apply(Write write)
    {
        var key = (write.Database, write.Key);
        if (write.Effect(_certain.GetValueOrDefault(key)) is { } state)
            _certain[key] = state;
        else
            _certain.Remove(key);
    }

    private static bool Agrees(KeyState? state, (string Value, long Expiry)? found) =>
        state is null ? found is null : found is { } row && state.Agrees(row.Value, row.Expiry);

    private static string Show(KeyState? state) => state is null ? "nothing" : $"'{Brief(state.Value)}' expiry {state.Expiry}";

    private static string Show((string Value, long Expiry)? row) => row is { } it ? $"'{Brief(it.Value)}' expiry {it.Expiry}" : "nothing";

    private static string Brief(string value) => value.Length <= 80 ? value : $"{value[..20]}...{value[^60..]} ({value.Length} bytes)";
}
