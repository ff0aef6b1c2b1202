namespace Pika.Actors.Configuration;

/// <summary>
/// A directive that clients and old files name but that has one possible value here. That value is accepted, for whoever sets it to
/// be sure; any other is refused with the reason, since accepting it would promise what does not happen.
/// </summary>
internal sealed class FixedDirective(string name, string value, string reason, string doc) : Directive(name, doc)
{
    public override string Read(ServerConfig config) => value;

    public override ParsedValue Parse(IReadOnlyList<string> words) =>
        string.Join(' ', words).Equals(value, StringComparison.OrdinalIgnoreCase)
            ? ParsedValue.Right(static _ => { })
            : ParsedValue.Wrong(reason);
}
