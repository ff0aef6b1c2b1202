namespace Pika.Storage.Store.Memory;

/// <summary>A walk over the rows of one immutable state.</summary>
internal sealed class MemoryIterator : IRowIterator
{
    private readonly MemoryRows _rows;

    /// <summary>The first place of the range.</summary>
    private readonly int _start;

    /// <summary>The place after the last of the range.</summary>
    private readonly int _end;

    private int _at = -1;
    private bool _disposed;

    public MemoryIterator(MemoryRows rows, ReadOnlySpan<byte> lower, ReadOnlySpan<byte> upper)
    {
        _rows = rows;
        _start = rows.FirstAtOrAfter(lower);
        _end = upper.IsEmpty ? rows.Count : rows.FirstAtOrAfter(upper);
    }

    /// <inheritdoc/>
    public bool Valid => !_disposed && _at >= _start && _at < _end;

    /// <inheritdoc/>
    public bool Incomplete => false;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Key => Present().Key;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Value => Present().Value;

    /// <inheritdoc/>
    public void SeekToFirst() => Move(_start);

    /// <inheritdoc/>
    public void SeekToLast() => Move(_end - 1);

    /// <inheritdoc/>
    public void Seek(ReadOnlySpan<byte> key) => Move(Math.Max(_start, _rows.FirstAtOrAfter(key)));

    /// <inheritdoc/>
    public void SeekForPrev(ReadOnlySpan<byte> key)
    {
        var index = _rows.Find(key);
        Move(Math.Min(_end - 1, index >= 0 ? index : ~index - 1));
    }

    /// <inheritdoc/>
    public void Next()
    {
        _ = Present();
        _at++;
    }

    /// <inheritdoc/>
    public void Prev()
    {
        _ = Present();
        _at--;
    }

    /// <inheritdoc/>
    public void Dispose() => _disposed = true;

    private void Move(int to)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _at = to;
    }

    private MemoryRow Present()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return Valid ? _rows[_at] : throw new InvalidOperationException("the iterator does not stand on a row");
    }
}
