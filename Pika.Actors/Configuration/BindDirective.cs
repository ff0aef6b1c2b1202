using System.Net;

namespace Pika.Actors.Configuration;

/// <summary>The addresses to listen on: numeric ones, <c>localhost</c> or <c>*</c>, each possibly with Redis's prefix <c>-</c>.</summary>
internal sealed class BindDirective(string doc) : Directive("bind", doc)
{
    /// <summary>Redis's bound on the number of addresses.</summary>
    private const int MaxAddresses = 16;

    public override string Read(ServerConfig config) => string.Join(' ', config.Bind);

    public override IReadOnlyList<string> Write(ServerConfig config) => config.Bind;

    public override ParsedValue Parse(IReadOnlyList<string> words)
    {
        if (words.Count is 0 or > MaxAddresses)
        {
            return ParsedValue.Wrong($"between 1 and {MaxAddresses} addresses are needed");
        }

        var wrong = words.FirstOrDefault(word => !IsAddress(word));
        return wrong is null
            ? ParsedValue.Right(config => config.Bind = [.. words])
            : ParsedValue.Wrong($"'{wrong}' is not an IP address, 'localhost' or '*'");
    }

    private static bool IsAddress(string word)
    {
        var address = word.StartsWith('-') ? word[1..] : word;
        return address is "*" or "::*"
            || address.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || IPAddress.TryParse(address, out _);
    }
}
