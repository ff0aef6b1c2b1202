namespace Pika.Storage.Store.Tiered;

/// <summary>A range of the dirty rows of one collection in one epoch.</summary>
internal sealed class HotLayer(HotRows rows, Lock? gate, byte[] lower, byte[] upper) : OrderedLayer(rows, gate, lower, upper)
{
    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Value => RowLayout.ValueOf(Row);

    /// <inheritdoc/>
    public override bool Deleted => RowLayout.IsDeleted(Row);

    private ReadOnlySpan<byte> Row => rows.Epoch.RowAt(Number);
}
