namespace Pika.Storage.Store.Tiered;

/// <summary>A walk over a collection that passes by where it is known to have no rows, and adds to that.</summary>
/// <param name="puts">What <see cref="CollectionEdges.Puts"/> was before the rows were captured.</param>
internal sealed class EdgeWalk(IRowIterator rows, CollectionEdges edges, long puts, Lock gate, byte[] lower, byte[] upper) : IRowIterator
{
    /// <summary>The gap that comes next, as it was when the walk asked; empty where the walk has to ask.</summary>
    private byte[] _gapFrom = [];
    private byte[] _gapTo = [];
    private bool _noneBehind;

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
        SeekBehindTheGap(lower);
        if (Incomplete)
        {
            return;
        }

        lock (gate)
        {
            edges.Learn(puts, lower, Valid ? Key : upper);
        }
    }

    /// <inheritdoc/>
    public void SeekToLast()
    {
        (_gapFrom, _gapTo, _noneBehind) = ([], [], false);
        ReadOnlySpan<byte> start;
        lock (gate)
        {
            start = edges.Backward(upper);
        }

        if (start.SequenceEqual(upper))
        {
            rows.SeekToLast();
        }
        else
        {
            rows.SeekForPrev(start);
        }

        if (Incomplete)
        {
            return;
        }

        lock (gate)
        {
            edges.Learn(puts, Valid ? CollectionEdges.After(Key) : lower, upper);
        }
    }

    /// <inheritdoc/>
    public void Seek(ReadOnlySpan<byte> key) => SeekBehindTheGap(key);

    /// <inheritdoc/>
    public void SeekForPrev(ReadOnlySpan<byte> key)
    {
        (_gapFrom, _gapTo, _noneBehind) = ([], [], false);
        rows.SeekForPrev(key);
    }

    /// <summary>From one row to the next: what was removed in between is passed by if a gap begins right behind the row.</summary>
    public void Next()
    {
        if (_noneBehind || !edges.Any)
        {
            rows.Next();
            return;
        }

        var key = Key;
        if (_gapTo.AsSpan().SequenceCompareTo(key) <= 0)
        {
            lock (gate)
            {
                _noneBehind = !edges.TryBehind(key, out _gapFrom, out _gapTo);
            }
        }

        if (CollectionEdges.IsAfter(_gapFrom, key))
        {
            rows.Seek(_gapTo);
        }
        else
        {
            rows.Next();
        }
    }

    /// <inheritdoc/>
    public void Prev() => rows.Prev();

    /// <inheritdoc/>
    public void Dispose() => rows.Dispose();

    private void SeekBehindTheGap(ReadOnlySpan<byte> key)
    {
        (_gapFrom, _gapTo, _noneBehind) = ([], [], false);
        ReadOnlySpan<byte> start;
        lock (gate)
        {
            start = edges.Forward(key);
        }

        rows.Seek(start);
    }
}
