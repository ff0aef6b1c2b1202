namespace Akka.Actor;

/// <summary>Where an actor system is found: protocol and name, and host and port if it can be reached from another process.</summary>
public sealed class Address : IEquatable<Address>, IComparable<Address>, IComparable, ICloneable
{
    /// <summary>The address of a system that has none yet.</summary>
    public static readonly Address AllSystems = new("akka", "all-systems");

    private readonly string _text;

    public Address(string protocol, string system, string? host = null, int? port = null)
    {
        Protocol = protocol;
        System = system;
        Host = host?.ToLowerInvariant();
        Port = port;
        _text = $"{protocol}://{system}" + (host is null ? "" : $"@{Host}") + (port is null ? "" : $":{port}");
    }

    public string? Host { get; }

    public int? Port { get; }

    public string Protocol { get; }

    public string System { get; }

    /// <summary>True if the address means something only inside this process.</summary>
    public bool HasLocalScope => Host is null;

    public bool HasGlobalScope => Host is not null;

    public static bool operator ==(Address? left, Address? right) => left is null ? right is null : left.Equals(right);

    public static bool operator !=(Address? left, Address? right) => !(left == right);

    /// <summary>Reads <c>protocol://system@host:port</c>.</summary>
    /// <exception cref="UriFormatException">The text is not an address.</exception>
    public static Address Parse(string address) =>
        TryParse(address, out var parsed) ? parsed : throw new UriFormatException($"'{address}' is not an address");

    internal static bool TryParse(string text, out Address address)
    {
        address = AllSystems;
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        if (scheme <= 0 || scheme + 3 == text.Length)
            return false;
        var protocol = text[..scheme];
        var rest = text[(scheme + 3)..];
        var at = rest.IndexOf('@');
        if (at < 0)
        {
            address = new Address(protocol, rest);
            return true;
        }

        var colon = rest.LastIndexOf(':');
        if (colon < at || !int.TryParse(rest.AsSpan(colon + 1), out var port))
            return false;
        address = new Address(protocol, rest[..at], rest[(at + 1)..colon], port);
        return true;
    }

    public Address WithHost(string? host = null) => new(Protocol, System, host, Port);

    public Address WithPort(int? port = null) => new(Protocol, System, Host, port);

    public Address WithSystem(string system) => new(Protocol, system, Host, Port);

    public Address WithProtocol(string protocol) => new(protocol, System, Host, Port);

    public string HostPort() => _text[(Protocol.Length + 3)..];

    public bool Equals(Address? other) => other is not null && _text == other._text;

    public override bool Equals(object? obj) => Equals(obj as Address);

    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);

    public int CompareTo(Address? other) => string.CompareOrdinal(_text, other?._text);

    int IComparable.CompareTo(object? obj) => CompareTo((Address?)obj);

    public object Clone() => new Address(Protocol, System, Host, Port);

    public override string ToString() => _text;
}
