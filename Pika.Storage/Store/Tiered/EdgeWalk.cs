namespace Pika.Storage.Store.Tiered;

/// <summary>A walk over a collection that uses what is known about its ends, and adds to it.</summary>
/// <param name="walk">The number that the edges have given to this walk.</param>
internal sealed class EdgeWalk(IRowIterator rows, CollectionEdges edges, int walk, Lock gate, byte[] lower, byte[] upper) : IRowIterator
{
    private const int MostOnStack = 256;

    /// <inheritdoc/>
    public bool Valid => rows.Valid;

    /// <inheritdoc/>
    public bool Incomplete => rows.Incomplete;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Key => rows.Key;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Value => rows.Value;

    /// <inheritdoc/>
    public void SeekToFirst()
    {
        SeekBehindTheFront(lower);
        if (Incomplete)
        {
            return;
        }

        lock (gate)
        {
            edges.LearnFront(walk, lower, Valid ? Key : upper);
        }
    }

    /// <inheritdoc/>
    public void SeekToLast()
    {
        Span<byte> room = stackalloc byte[MostOnStack];
        scoped ReadOnlySpan<byte> start;
        lock (gate)
        {
            start = Keep(edges.Backward(upper), room);
        }

        if (start.SequenceEqual(upper))
        {
            rows.SeekToLast();
        }
        else
        {
            rows.SeekForPrev(start);
        }

        if (!Valid || Incomplete)
        {
            return;
        }

        lock (gate)
        {
            edges.LearnBack(walk, Key, upper);
        }
    }

    /// <inheritdoc/>
    public void Seek(ReadOnlySpan<byte> key) => SeekBehindTheFront(key);

    /// <inheritdoc/>
    public void SeekForPrev(ReadOnlySpan<byte> key) => rows.SeekForPrev(key);

    /// <inheritdoc/>
    public void Next() => rows.Next();

    /// <inheritdoc/>
    public void Prev() => rows.Prev();

    /// <inheritdoc/>
    public void Dispose() => rows.Dispose();

    private void SeekBehindTheFront(ReadOnlySpan<byte> key)
    {
        Span<byte> room = stackalloc byte[MostOnStack];
        scoped ReadOnlySpan<byte> start;
        lock (gate)
        {
            start = Keep(edges.Forward(key), room);
        }

        rows.Seek(start);
    }

    // The edges' own bytes may change when the gate is free again.
    private static ReadOnlySpan<byte> Keep(ReadOnlySpan<byte> key, Span<byte> room)
    {
        if (key.Length > room.Length)
        {
            return key.ToArray();
        }

        key.CopyTo(room);
        return room[..key.Length];
    }
}
