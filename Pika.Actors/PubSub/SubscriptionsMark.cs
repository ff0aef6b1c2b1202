namespace Pika.Actors.PubSub;

/// <summary>What a client listened to at some time.</summary>
public sealed record SubscriptionsMark(byte[][] Channels, byte[][] Patterns, byte[][] Shards)
{
    /// <summary>Nothing.</summary>
    public static SubscriptionsMark Empty { get; } = new([], [], []);

    /// <summary>The names of a kind, in the order in which they came.</summary>
    public byte[][] NamesOf(ChannelKind kind) =>
        kind switch
        {
            ChannelKind.Channel => Channels,
            ChannelKind.Pattern => Patterns,
            _ => Shards,
        };
}
