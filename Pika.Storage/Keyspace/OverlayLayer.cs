using Pika.Storage.Store;

namespace Pika.Storage.Keyspace;

/// <summary>A range of a turn's own writes.</summary>
internal sealed class OverlayLayer(Overlay overlay, OverlayOrder order, byte[] lower, byte[] upper)
    : OrderedLayer(order, gate: null, lower, upper)
{
    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Value => overlay.ValueOf((int)Number);

    /// <inheritdoc/>
    public override bool Deleted => overlay[(int)Number].ValueLength == Overlay.Deleted;
}
