using Pika.Protocol;

namespace Pika.Actors.PubSub;

/// <summary>Messages as listeners get them. RESP2 and RESP3 differ in the first byte alone, so that one encoding does for all.</summary>
internal static class Messages
{
    /// <summary>A message of a channel or shard channel.</summary>
    public static void Write(RespWriter writer, ChannelKind kind, ReadOnlySpan<byte> channel, ReadOnlySpan<byte> message)
    {
        writer.Push(3);
        writer.Bulk(kind == ChannelKind.Shard ? "smessage"u8 : "message"u8);
        writer.Bulk(channel);
        writer.Bulk(message);
    }

    /// <summary>A message for those who listen to a pattern.</summary>
    public static void WritePattern(RespWriter writer, ReadOnlySpan<byte> pattern, ReadOnlySpan<byte> channel, ReadOnlySpan<byte> message)
    {
        writer.Push(4);
        writer.Bulk("pmessage"u8);
        writer.Bulk(pattern);
        writer.Bulk(channel);
        writer.Bulk(message);
    }
}
