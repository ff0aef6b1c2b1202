using Pika.Protocol;

namespace Pika.Actors.PubSub;

/// <summary>What SUBSCRIBE, UNSUBSCRIBE and their likes answer for each name.</summary>
internal static class Confirmation
{
    /// <summary>The word for a subscription.</summary>
    public static ReadOnlySpan<byte> Of(ChannelKind kind) =>
        kind switch
        {
            ChannelKind.Channel => "subscribe"u8,
            ChannelKind.Pattern => "psubscribe"u8,
            _ => "ssubscribe"u8,
        };

    /// <summary>The word for its end.</summary>
    public static ReadOnlySpan<byte> OfEnd(ChannelKind kind) =>
        kind switch
        {
            ChannelKind.Channel => "unsubscribe"u8,
            ChannelKind.Pattern => "punsubscribe"u8,
            _ => "sunsubscribe"u8,
        };

    /// <summary>Writes one; without a name when there was nothing to end.</summary>
    public static void Write(RespWriter writer, ReadOnlySpan<byte> word, byte[]? name, int count)
    {
        writer.Push(3);
        writer.Bulk(word);
        if (name is null)
        {
            writer.Null();
        }
        else
        {
            writer.Bulk(name);
        }

        writer.Integer(count);
    }
}
