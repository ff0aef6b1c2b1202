using Pika.Storage.Store;

namespace Pika.Storage.Keyspace;

/// <summary>The last writes of some rows of a turn in key order, by their numbers in the overlay.</summary>
internal sealed class OverlayOrder(Overlay overlay, int prefixLength) : OrderedRows(prefixLength)
{
    /// <inheritdoc/>
    public override ReadOnlySpan<byte> KeyOf(long number) => overlay.KeyOf((int)number);
}
