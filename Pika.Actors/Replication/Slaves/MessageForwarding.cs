using Pika.Actors.PubSub;
using Pika.Actors.Replication.Wire;

namespace Pika.Actors.Replication.Slaves;

/// <summary>
/// Passes published messages on to the replicas that are in the stream. A message is sent at once and never again: a replica that does not keep up misses some, like a client
/// would. Any thread.
/// </summary>
internal sealed class MessageForwarding
{
    /// <summary>
    /// Bytes that may lie unsent for a replica when a message is added: far more than a replica that keeps up leaves unread, and far less than what cuts its link.
    /// </summary>
    private const long MostUnsent = 8 << 20;

    private readonly Lock _gate = new();
    private volatile IReplicationLink[] _links = [];
    private long _dropped;

    /// <summary>Whether there is nobody to pass messages on to.</summary>
    public bool IsIdle => _links.Length == 0;

    /// <summary>Messages that replicas have missed since the start: one for each replica.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>A replica is in the stream.</summary>
    public void Add(IReplicationLink link)
    {
        lock (_gate)
        {
            _links = [.. _links.Where(known => known != link), link];
        }
    }

    /// <summary>Its link has ended; nothing happens if it was never added.</summary>
    public void Remove(IReplicationLink link)
    {
        lock (_gate)
        {
            _links = [.. _links.Where(known => known != link)];
        }
    }

    /// <summary>Passes a message on.</summary>
    /// <param name="behind">The last record of the log: replicas tell the message when they have applied it.</param>
    public void Send(ChannelKind kind, ReadOnlySpan<byte> channel, ReadOnlySpan<byte> message, ulong behind)
    {
        foreach (var link in _links)
        {
            if (link.UnsentBytes > MostUnsent || channel.Length > WireLimits.MaxPayload - message.Length)
            {
                Drop();
                continue;
            }

            var bytes = Payload.Rent(channel.Length + message.Length);
            channel.CopyTo(bytes.Span);
            message.CopyTo(bytes.Span[channel.Length..]);
            link.Send(new Frame.Published(behind, kind == ChannelKind.Shard, channel.Length, bytes));
        }
    }

    /// <summary>A message is not passed on, or not told here.</summary>
    public void Drop() => Interlocked.Increment(ref _dropped);
}
