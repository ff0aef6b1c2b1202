namespace Pika.Actors.PubSub;

/// <summary>What a client may listen to.</summary>
public enum ChannelKind
{
    /// <summary>A channel: SUBSCRIBE and PUBLISH.</summary>
    Channel,

    /// <summary>All channels that fit a pattern: PSUBSCRIBE.</summary>
    Pattern,

    /// <summary>A shard channel, which is no channel and which no pattern fits: SSUBSCRIBE and SPUBLISH.</summary>
    Shard,
}
