using Pika.Actors.Node;
using Pika.Actors.PubSub;
using Pika.Actors.Replication.Wire;

namespace Pika.Actors.Replication.Following;

/// <summary>
/// The messages that a master passes on, until what was written before them can be read here: whoever listens at a replica sees at least what the publisher had written. Used
/// by <see cref="MasterStream"/> alone.
/// </summary>
internal sealed class MasterMessages(PikaNode node)
{
    /// <summary>The most bytes that wait; messages beyond are lost, as a client's would be that does not keep up.</summary>
    private const long MostBytes = 8 << 20;

    /// <summary>What a message takes beside its bytes, about: empty ones have a bound, too.</summary>
    private const int Overhead = 100;

    private readonly Queue<Frame.Published> _waiting = new();
    private long _bytes;

    /// <summary>A message has come.</summary>
    /// <param name="applied">The last record that readers see.</param>
    /// <returns>Whether it makes sense.</returns>
    public bool TryAdd(Frame.Published message, ulong applied)
    {
        if (message.ChannelLength > message.Bytes.Length)
        {
            return false;
        }

        if (_bytes > MostBytes)
        {
            node.Forwarding.Drop();
            message.Release();
            return true;
        }

        _bytes += SizeOf(message);
        _waiting.Enqueue(message);
        Tell(applied);
        return true;
    }

    /// <summary>Tells those for which enough is applied, in their order.</summary>
    public void Tell(ulong applied)
    {
        while (_waiting.TryPeek(out var next) && next.Behind <= applied)
        {
            _waiting.Dequeue();
            _bytes -= SizeOf(next);
            var kind = next.IsShard ? ChannelKind.Shard : ChannelKind.Channel;
            var channel = next.Bytes.Span[..next.ChannelLength];
            var message = next.Bytes.Span[next.ChannelLength..];
            node.PubSub.Publish(kind, channel, message);
            node.Forwarding.Send(kind, channel, message, next.Behind);
            next.Release();
        }
    }

    /// <summary>The link has ended: what waits is lost.</summary>
    public void End()
    {
        while (_waiting.TryDequeue(out var message))
        {
            node.Forwarding.Drop();
            message.Release();
        }

        _bytes = 0;
    }

    private static long SizeOf(Frame.Published message) => message.Bytes.Length + Overhead;
}
