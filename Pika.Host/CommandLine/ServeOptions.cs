using System.CommandLine;
using Pika.Actors.Configuration;
using Pika.Host.Server;
using Row = Pika.Actors.Configuration.Directive;

namespace Pika.Host.CommandLine;

/// <summary>The arguments of the server: a configuration file, and an option for each directive with as many words as follow it.</summary>
internal sealed class ServeOptions
{
    private readonly Argument<string?> _file = new("file") { Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _fileOption = new("-c", "--conf", "--config");
    private readonly List<(Row Row, Option<string[]> Option)> _directives = [.. Directives.All.Select(row => (row, OptionOf(row)))];

    /// <summary>Adds the arguments to the command.</summary>
    public void AddTo(RootCommand root)
    {
        root.Add(_file);
        root.Add(_fileOption);
        _directives.ForEach(directive => root.Add(directive.Option));
    }

    /// <summary>The first argument that names a directive which does not exist, as a problem; null if there is none.</summary>
    public static ConfigProblem? FirstUnknown(IEnumerable<string> arguments) =>
        arguments.Where(IsUnknown).Where(word => Directives.Find(word[2..]) is null).Select(Unknown).FirstOrDefault();

    /// <summary>Reads the file, then the command line over it. <see cref="StartException"/> if the file cannot be read.</summary>
    public Settings Read(ParseResult parsed)
    {
        var (argument, option) = (parsed.GetValue(_file), parsed.GetValue(_fileOption));
        if (argument is not null && option is not null)
        {
            throw new StartException($"two configuration files: '{argument}' and '{option}'");
        }

        var config = new ServerConfig();
        var problems = new List<ConfigProblem>();
        if (argument is not null && IsUnknown(argument))
        {
            return new Settings(new ConfigService(config), [Unknown(argument)]);
        }

        var file = (argument ?? option) is { } path ? ReadFile(path, config, problems) : null;
        foreach (var (row, rowOption) in _directives)
        {
            if (parsed.GetResult(rowOption) is { Implicit: false } result)
            {
                Apply(row, [.. result.Tokens.Select(token => token.Value)], config, problems);
            }
        }

        return new Settings(new ConfigService(config, file), problems);
    }

    private static ConfigFileOnDisk ReadFile(string path, ServerConfig config, List<ConfigProblem> problems)
    {
        try
        {
            var file = new ConfigFileOnDisk(path);
            problems.AddRange(ConfigFile.Load(path, file.ReadLines(), config));
            return file;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"cannot read the configuration file '{path}': {failure.Message}", failure);
        }
    }

    /// <summary>A word that looks like a directive but is none was swallowed by the directive before it, or taken for the file.</summary>
    private static bool IsUnknown(string word) => word.StartsWith("--", StringComparison.Ordinal) && word.Length > 2;

    /// <summary>One quoted word may hold the several words of a directive, as in <c>--save "900 1"</c>.</summary>
    private static void Apply(Row row, string[] words, ServerConfig config, List<ConfigProblem> problems)
    {
        if (words.FirstOrDefault(IsUnknown) is { } unknown)
        {
            problems.Add(Unknown(unknown));
            return;
        }

        var value = words.Length == 1 ? row.ParseText(words[0]) : row.Parse(words);
        value.Apply?.Invoke(config);
        if (value.Error is not null)
        {
            problems.Add(new ConfigProblem("command line", 0, $"--{row.Name} {string.Join(' ', words)}".TrimEnd(), value.Error));
        }
    }

    private static ConfigProblem Unknown(string word) => new("command line", 0, word, ConfigFile.Apply(word[2..], [], new ServerConfig())!);

    private static Option<string[]> OptionOf(Row row) =>
        new("--" + row.Name, [.. row.Aliases.Select(alias => "--" + alias)])
        {
            Description = row.Doc,
            Arity = ArgumentArity.ZeroOrMore,
            AllowMultipleArgumentsPerToken = true,
        };
}

/// <summary>What a start begins with.</summary>
/// <param name="Service">The settings and the file that they came from.</param>
/// <param name="Problems">What is wrong with them; if there is anything, nothing may be started.</param>
internal sealed record Settings(ConfigService Service, IReadOnlyList<ConfigProblem> Problems);
