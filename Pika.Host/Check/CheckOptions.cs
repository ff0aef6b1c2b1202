namespace Pika.Host.Check;

/// <summary>What <c>pika check</c> is asked for.</summary>
internal sealed record CheckOptions
{
    /// <summary>The user to log in as on both nodes; null: the default one.</summary>
    public string? User { get; init; }

    /// <summary>The password to log in with; null: none.</summary>
    public string? Password { get; init; }

    /// <summary>How long the nodes may take to come to the same record, and to answer each question.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The most differing keys to list.</summary>
    public int Show { get; init; } = 10;

    /// <summary>The data of both is compared as it is, whatever their logs are.</summary>
    public bool DataOnly { get; init; }
}
