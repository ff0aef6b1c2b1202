using System.Text;

namespace Pika.Host.Check;

/// <summary>A reply of RESP2: one of a number, a text and an array.</summary>
internal sealed record NodeReply(long Number, byte[] Bytes, NodeReply[] Items)
{
    /// <summary>The text as characters.</summary>
    public string Text => Encoding.UTF8.GetString(Bytes);

    /// <summary>A number.</summary>
    public static NodeReply Of(long number) => new(number, [], []);

    /// <summary>A text.</summary>
    public static NodeReply Of(byte[] bytes) => new(0, bytes, []);

    /// <summary>An array.</summary>
    public static NodeReply Of(NodeReply[] items) => new(0, [], items);
}
