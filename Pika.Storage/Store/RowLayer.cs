namespace Pika.Storage.Store;

/// <summary>
/// Writes in key order that lie over other rows: at most one for each row, deletions among them. Stands nowhere until it is sought; moves
/// both ways from any write.
/// </summary>
internal abstract class RowLayer
{
    /// <summary>Whether the layer stands on a write.</summary>
    public abstract bool Valid { get; }

    /// <summary>The row that the present write is of.</summary>
    public abstract ReadOnlySpan<byte> Key { get; }

    /// <summary>What it writes; meaningless for a deletion.</summary>
    public abstract ReadOnlySpan<byte> Value { get; }

    /// <summary>Whether it removes the row.</summary>
    public abstract bool Deleted { get; }

    /// <summary>Moves to the first write.</summary>
    public abstract void SeekToFirst();

    /// <summary>Moves to the last write.</summary>
    public abstract void SeekToLast();

    /// <summary>Moves to the first write at or after a key.</summary>
    public abstract void Seek(ReadOnlySpan<byte> key);

    /// <summary>Moves to the last write at or before a key.</summary>
    public abstract void SeekForPrev(ReadOnlySpan<byte> key);

    /// <summary>Moves one write on.</summary>
    public abstract void Next();

    /// <summary>Moves one write back.</summary>
    public abstract void Prev();
}
