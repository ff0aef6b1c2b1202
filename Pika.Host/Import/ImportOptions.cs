namespace Pika.Host.Import;

/// <summary>How to import.</summary>
internal sealed record ImportOptions
{
    /// <summary>The server's host.</summary>
    public required string Host { get; init; }

    /// <summary>The server's port.</summary>
    public required int Port { get; init; }

    /// <summary>The password, or null.</summary>
    public string? Password { get; init; }

    /// <summary>The user's name, or null for the default user.</summary>
    public string? User { get; init; }

    /// <summary>Whether keys that are there are replaced, and not refused.</summary>
    public bool Replace { get; init; }

    /// <summary>The time, unix ms: what expired before it is left out.</summary>
    public required long Now { get; init; }
}
