using Pika.Actors.Replication.Wire;

namespace Pika.Actors.Replication;

/// <summary>What a link tells its owner: opened once, if it ever is; then what is received, in order; then closed, once and for each link.</summary>
/// <param name="Link">The link.</param>
internal abstract record LinkEvent(IReplicationLink Link)
{
    /// <summary>Frames can be sent, and come.</summary>
    public sealed record Opened(IReplicationLink Link) : LinkEvent(Link);

    /// <summary>A frame has come; it belongs to who is told.</summary>
    public sealed record Received(IReplicationLink Link, Frame Frame) : LinkEvent(Link);

    /// <summary>The link has ended, or could not be opened.</summary>
    /// <param name="Link">The link.</param>
    /// <param name="Reason">In words, without a full stop.</param>
    public sealed record Closed(IReplicationLink Link, string Reason) : LinkEvent(Link);
}
