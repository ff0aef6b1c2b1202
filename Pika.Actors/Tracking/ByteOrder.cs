namespace Pika.Actors.Tracking;

/// <summary>Puts strings of bytes in their natural order.</summary>
internal sealed class ByteOrder : IComparer<byte[]>
{
    /// <summary>The only one.</summary>
    public static ByteOrder Comparer { get; } = new();

    public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);
}
