namespace Pika.Storage.Store;

/// <summary>Walks over rows and the writes that lie over them as one order; where both have a row, the write counts.</summary>
internal sealed class LayeredIterator : IRowIterator
{
    private readonly RowLayer _layer;
    private readonly IRowIterator _below;
    private byte[] _here = [];
    private bool _forward;
    private bool _onWrite;

    /// <summary>Merges a layer with what is below it, which the iterator owns from here on.</summary>
    public LayeredIterator(RowLayer layer, IRowIterator below) => (_layer, _below) = (layer, below);

    /// <inheritdoc/>
    public bool Valid { get; private set; }

    /// <inheritdoc/>
    public bool Incomplete => _below.Incomplete;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Key => _onWrite ? _layer.Key : _below.Key;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Value => _onWrite ? _layer.Value : _below.Value;

    /// <inheritdoc/>
    public void SeekToFirst()
    {
        _below.SeekToFirst();
        _layer.SeekToFirst();
        Settle(forward: true);
    }

    /// <inheritdoc/>
    public void SeekToLast()
    {
        _below.SeekToLast();
        _layer.SeekToLast();
        Settle(forward: false);
    }

    /// <inheritdoc/>
    public void Seek(ReadOnlySpan<byte> key)
    {
        _below.Seek(key);
        _layer.Seek(key);
        Settle(forward: true);
    }

    /// <inheritdoc/>
    public void SeekForPrev(ReadOnlySpan<byte> key)
    {
        _below.SeekForPrev(key);
        _layer.SeekForPrev(key);
        Settle(forward: false);
    }

    /// <inheritdoc/>
    public void Next() => Move(forward: true);

    /// <inheritdoc/>
    public void Prev() => Move(forward: false);

    /// <inheritdoc/>
    public void Dispose() => _below.Dispose();

    private void Move(bool forward)
    {
        if (!Valid)
        {
            throw new InvalidOperationException("the iterator does not stand on a row");
        }

        if (_forward != forward)
        {
            TurnAround(forward);
            if (!Valid)
            {
                return;
            }
        }

        if (_onWrite)
        {
            StepLayer();
        }
        else
        {
            StepBelow();
        }

        Settle(forward);
    }

    // After a change of direction the side that was ahead stands beyond the present row: seek both to it anew.
    private void TurnAround(bool forward)
    {
        var key = Key;
        if (_here.Length < key.Length)
        {
            _here = new byte[key.Length * 2];
        }

        key.CopyTo(_here);
        var here = _here.AsSpan(0, key.Length);
        if (forward)
        {
            Seek(here);
        }
        else
        {
            SeekForPrev(here);
        }
    }

    private void StepLayer()
    {
        if (_forward)
        {
            _layer.Next();
        }
        else
        {
            _layer.Prev();
        }
    }

    private void StepBelow()
    {
        if (_forward)
        {
            _below.Next();
        }
        else
        {
            _below.Prev();
        }
    }

    // Picks the side whose row comes first, hides the row below under a write of the same key, and skips deletions. A walk that
    // could not go on below ends: the layer alone is not the answer.
    private void Settle(bool forward)
    {
        _forward = forward;
        while (_layer.Valid && !_below.Incomplete)
        {
            int order = _below.Valid ? _layer.Key.SequenceCompareTo(_below.Key) : -1;
            order = _below.Valid && !_forward ? -order : order;
            if (order > 0)
            {
                (_onWrite, Valid) = (false, true);
                return;
            }

            if (order == 0)
            {
                StepBelow();
            }

            if (!_layer.Deleted)
            {
                (_onWrite, Valid) = (true, !_below.Incomplete);
                return;
            }

            StepLayer();
        }

        (_onWrite, Valid) = (false, _below.Valid);
    }
}
