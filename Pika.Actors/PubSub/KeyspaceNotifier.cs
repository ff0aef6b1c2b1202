using System.Buffers;
using System.Buffers.Text;
using Pika.Actors.Configuration;
using Pika.Storage.Keyspace;

namespace Pika.Actors.PubSub;

/// <summary>Publishes what happens to keys, on the channels of the key and of the event, as <c>notify-keyspace-events</c> has it. Any thread.</summary>
internal sealed class KeyspaceNotifier(ServerConfig config, PubSubTable channels)
{
    /// <summary>The longest of the two prefixes, with ten digits for the database.</summary>
    private const int LongestPrefix = 32;

    /// <summary>Whether events of this class are published: the usual answer is no, and costs two reads.</summary>
    public bool Wants(NotifyEvent kind) => (config.NotifyKeyspaceEvents.Sent & kind) != 0;

    /// <summary>Publishes an event, first for those who listen to the key.</summary>
    public void Publish(NotifyEvent kind, int database, ReadOnlySpan<byte> name, ReadOnlySpan<byte> key)
    {
        var events = config.NotifyKeyspaceEvents;
        if (!channels.Any || (events.Sent & kind) == 0)
        {
            return;
        }

        if (events.ToKeys)
        {
            Publish("__keyspace@"u8, database, channel: key, message: name);
        }

        if (events.ToEvents)
        {
            Publish("__keyevent@"u8, database, channel: name, message: key);
        }
    }

    private void Publish(ReadOnlySpan<byte> prefix, int database, ReadOnlySpan<byte> channel, ReadOnlySpan<byte> message)
    {
        byte[] room = ArrayPool<byte>.Shared.Rent(LongestPrefix + channel.Length);
        prefix.CopyTo(room);
        _ = Utf8Formatter.TryFormat(database, room.AsSpan(prefix.Length), out int digits);
        int length = prefix.Length + digits;
        "__:"u8.CopyTo(room.AsSpan(length));
        length += 3;
        channel.CopyTo(room.AsSpan(length));
        channels.Publish(ChannelKind.Channel, room.AsSpan(0, length + channel.Length), message);
        ArrayPool<byte>.Shared.Return(room);
    }
}
