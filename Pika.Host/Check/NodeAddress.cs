using System.Globalization;

namespace Pika.Host.Check;

/// <summary>Where a node listens.</summary>
internal sealed record NodeAddress(string Host, int Port)
{
    /// <summary>Reads <c>HOST:PORT</c>, where an IPv6 address may stand in brackets; null if it is none.</summary>
    public static NodeAddress? TryParse(string text)
    {
        int colon = text.LastIndexOf(':');
        if (
            colon < 1
            || !int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int port)
            || port is < 1 or > ushort.MaxValue
        )
        {
            return null;
        }

        string host = text[..colon];
        return new NodeAddress(host is ['[', .. var inside, ']'] ? inside : host, port);
    }

    /// <inheritdoc/>
    public override string ToString() => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}
