namespace Pika.Protocol;

/// <summary>A reply would be longer than one buffer can be, 2 GB.</summary>
public sealed class ReplyTooLongException(long bytes)
    : InvalidOperationException($"the reply would be longer than 2 GB: {bytes} bytes and more");
