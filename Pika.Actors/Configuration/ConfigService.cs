namespace Pika.Actors.Configuration;

/// <summary>
/// CONFIG GET, SET, REWRITE and RESETSTAT over the settings in force, with Redis 7.0's rules and error texts. Methods may be called from any
/// thread; an error is the text of a RESP error without its leading <c>-</c>, and null means OK.
/// </summary>
public sealed class ConfigService
{
    private readonly Lock _changing = new();
    private readonly IConfigFile? _file;

    /// <summary>A service over the settings, and the file that they came from, if there was one.</summary>
    public ConfigService(ServerConfig config, IConfigFile? file = null) => (Config, _file) = (config, file);

    /// <summary>Raised once for each directive that CONFIG SET changed, after all of the command's values are in force.</summary>
    public event Action<Directive>? Changed;

    /// <summary>Raised by CONFIG RESETSTAT.</summary>
    public event Action? StatisticsReset;

    /// <summary>The settings in force.</summary>
    public ServerConfig Config { get; }

    /// <summary>The full path of the configuration file; empty if there is none.</summary>
    public string FilePath => _file?.Path ?? "";

    /// <summary>
    /// The names and values that fit the patterns, each once. As in Redis, a plain name is answered as the client wrote it, and a pattern
    /// finds aliases too.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, string>> Get(params ReadOnlySpan<string> patterns)
    {
        var found = new List<KeyValuePair<string, string>>();
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var pattern in patterns)
        {
            if (!NamePattern.IsPattern(pattern))
            {
                if (Directives.Find(pattern) is { } directive && names.Add(pattern))
                {
                    found.Add(KeyValuePair.Create(pattern, directive.Read(Config)));
                }

                continue;
            }

            foreach (var directive in Directives.All.Where(directive => directive.SameAs is null))
            {
                found.AddRange(
                    directive
                        .Names.Where(name => NamePattern.Matches(pattern, name) && names.Add(name))
                        .Select(name => KeyValuePair.Create(name, directive.Read(Config)))
                );
            }
        }

        return found;
    }

    /// <summary>Sets all the pairs or none of them.</summary>
    public string? Set(params ReadOnlySpan<KeyValuePair<string, string>> pairs)
    {
        var directives = new List<Directive>(pairs.Length);
        foreach (var pair in pairs)
        {
            if (Directives.Find(pair.Key) is not { } directive)
            {
                return $"ERR Unknown option or number of arguments for CONFIG SET - '{pair.Key}'";
            }

            if (!directive.Settable)
            {
                return Failed(pair.Key, "can't set immutable config");
            }

            if (directives.Any(other => Directives.Holder(other) == Directives.Holder(directive)))
            {
                return Failed(pair.Key, "duplicate parameter");
            }

            directives.Add(directive);
        }

        var values = new List<ParsedValue>(pairs.Length);
        for (var i = 0; i < pairs.Length; i++)
        {
            var value = directives[i].ParseText(pairs[i].Value);
            if (value.Error is not null)
            {
                return Failed(pairs[i].Key, value.Error);
            }

            values.Add(value);
        }

        Apply(directives, values);
        return null;
    }

    /// <summary>Writes the settings in force into the configuration file.</summary>
    public string? Rewrite()
    {
        if (_file is null)
        {
            return "ERR The server is running without a config file";
        }

        lock (_changing)
        {
            try
            {
                _file.Replace(ConfigRewriter.Rewrite(_file.ReadLines(), Config));
                return null;
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                return $"ERR Rewriting config file: {failure.Message.ReplaceLineEndings(" ")}";
            }
        }
    }

    /// <summary>Asks whoever counts to begin again at zero.</summary>
    public void ResetStatistics() => StatisticsReset?.Invoke();

    private static string Failed(string name, string reason) => $"ERR CONFIG SET failed (possibly related to argument '{name}') - {reason}";

    private void Apply(List<Directive> directives, List<ParsedValue> values)
    {
        lock (_changing)
        {
            values.ForEach(value => value.Apply!(Config));
            directives.ForEach(directive => Changed?.Invoke(directive));
        }
    }
}
