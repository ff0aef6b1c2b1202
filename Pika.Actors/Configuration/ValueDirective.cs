namespace Pika.Actors.Configuration;

/// <summary>A directive whose value is one word.</summary>
internal sealed class ValueDirective<T>(string name, ValueKind<T> kind, Func<ServerConfig, T> get, Action<ServerConfig, T> set, string doc)
    : Directive(name, doc)
{
    public override string Read(ServerConfig config) => kind.Format(get(config));

    public override IReadOnlyList<string> Write(ServerConfig config) => [kind.Write(get(config))];

    public override ParsedValue Parse(IReadOnlyList<string> words)
    {
        if (words.Count != 1)
        {
            return ParsedValue.Wrong("wrong number of arguments");
        }

        return kind.TryParse(words[0], out var value, out var error)
            ? ParsedValue.Right(config => set(config, value))
            : ParsedValue.Wrong(error);
    }
}
