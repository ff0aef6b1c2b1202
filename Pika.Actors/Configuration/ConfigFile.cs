namespace Pika.Actors.Configuration;

/// <summary>Reads the text of a configuration file into the settings, and reports all that is wrong with it at once.</summary>
public static class ConfigFile
{
    /// <summary>Applies the lines of a file; returns its problems, after which the settings should not be used.</summary>
    public static IReadOnlyList<ConfigProblem> Load(string source, IReadOnlyList<string> lines, ServerConfig config)
    {
        var problems = new List<ConfigProblem>();
        var firstLine = new Dictionary<Directive, int>();
        for (var i = 0; i < lines.Count; i++)
        {
            var reason = Read(lines[i], i + 1, firstLine, config);
            if (reason is not null)
            {
                problems.Add(new ConfigProblem(source, i + 1, lines[i].Trim(), reason));
            }
        }

        return problems;
    }

    /// <summary>Applies a value given by name and words; returns what is wrong with it, or null.</summary>
    public static string? Apply(string name, IReadOnlyList<string> words, ServerConfig config) =>
        Directives.Find(name) is { } directive ? Apply(directive, words, config) : Unknown(name);

    private static string? Read(string text, int number, Dictionary<Directive, int> firstLine, ServerConfig config)
    {
        if (!ConfigLine.TryParse(text, out var line))
        {
            return "Unbalanced quotes in configuration line";
        }

        if (line.Name is null)
        {
            return null;
        }

        if (Directives.Find(line.Name) is not { } directive)
        {
            return Unknown(line.Name);
        }

        var holder = Directives.Holder(directive);
        if (!firstLine.TryAdd(holder, number) && !directive.Repeatable)
        {
            return $"duplicate of line {firstLine[holder]}";
        }

        return Apply(directive, line.Words, config);
    }

    private static string? Apply(Directive directive, IReadOnlyList<string> words, ServerConfig config)
    {
        if (words.Count == 0)
        {
            return "wrong number of arguments";
        }

        var value = directive.Parse(words);
        value.Apply?.Invoke(config);
        return value.Error;
    }

    private static string Unknown(string name) =>
        Directives.Nearest(name) is { } near ? $"unknown directive '{name}'; did you mean '{near}'?" : $"unknown directive '{name}'";
}
