namespace Pika.Storage.Store.Memory;

/// <summary>A row; equal and ordered by its key alone.</summary>
internal sealed record MemoryRow(byte[] Key, byte[] Value)
{
    /// <summary>Orders rows by the unsigned bytes of their keys.</summary>
    public static IComparer<MemoryRow> ByKey { get; } = Comparer<MemoryRow>.Create((a, b) => a.Key.AsSpan().SequenceCompareTo(b.Key));
}
