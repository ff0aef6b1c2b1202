namespace Pika.Actors.Configuration;

/// <summary>How much may wait for a client that does not read; zeros are no limit.</summary>
/// <param name="HardBytes">A client with more than this is disconnected at once.</param>
/// <param name="SoftBytes">A client with more than this for <paramref name="SoftSeconds"/> is disconnected.</param>
/// <param name="SoftSeconds">How long the soft limit may be exceeded.</param>
public readonly record struct OutputBufferLimit(long HardBytes, long SoftBytes, int SoftSeconds);

/// <summary>The limits of the three classes of clients.</summary>
/// <param name="Normal">Clients that wait for their replies.</param>
/// <param name="Replica">Attached replicas.</param>
/// <param name="PubSub">Subscribers, which are sent what they did not ask for.</param>
public sealed record OutputBufferLimits(OutputBufferLimit Normal, OutputBufferLimit Replica, OutputBufferLimit PubSub)
{
    /// <summary>Redis's limits: none for normal clients, which back-pressure holds.</summary>
    public static OutputBufferLimits Default { get; } = new(default, new(256L << 20, 64L << 20, 60), new(32L << 20, 8L << 20, 60));
}
