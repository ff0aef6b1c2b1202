using System.Net;

namespace Pika.Host.Server;

/// <summary>A word of <c>bind</c>, understood.</summary>
/// <param name="Address">The address to listen on.</param>
/// <param name="Optional">Whether the server starts also where this machine lacks the address.</param>
internal readonly record struct BindAddress(IPAddress Address, bool Optional)
{
    /// <summary>Understands a word that <c>bind</c> has accepted.</summary>
    public static BindAddress Parse(string word)
    {
        var optional = word.StartsWith('-');
        var text = optional ? word[1..] : word;
        var address = text switch
        {
            "*" => IPAddress.Any,
            "::*" => IPAddress.IPv6Any,
            _ when text.Equals("localhost", StringComparison.OrdinalIgnoreCase) => IPAddress.Loopback,
            _ => IPAddress.Parse(text),
        };
        return new BindAddress(address, optional);
    }
}
