namespace Pika.Storage.Store;

/// <summary>
/// A range of ordered rows as a layer. It fetches numbers a few at a time and keeps no place in the order, so rows may come and go
/// meanwhile: what changes behind the fetched ones is seen, the rest is not.
/// </summary>
internal abstract class OrderedLayer : RowLayer
{
    private const int FirstFetch = 4;
    private const int MostFetched = 256;

    private readonly OrderedRows _rows;

    /// <summary>Held while the rows are looked at; null if they are this layer's own.</summary>
    private readonly Lock? _gate;
    private readonly byte[] _lower;
    private readonly byte[] _upper;

    /// <summary>The rows end before the upper bound does.</summary>
    private readonly bool _toTheEnd;
    private long[] _fetched = new long[FirstFetch];
    private int _count;
    private int _at;
    private bool _forward;
    private bool _more;

    /// <summary>The rows with <c>lower &lt;= key &lt; upper</c>; the lower bound begins as all rows do.</summary>
    protected OrderedLayer(OrderedRows rows, Lock? gate, byte[] lower, byte[] upper)
    {
        (_rows, _gate, _lower, _upper) = (rows, gate, lower, upper);
        int prefix = rows.PrefixLength;
        _toTheEnd = upper.Length == 0 || !upper.AsSpan(0, prefix).SequenceEqual(lower.AsSpan(0, prefix));
    }

    /// <inheritdoc/>
    public override bool Valid => _at < _count;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Key => _rows.KeyOf(Number);

    /// <summary>The number of the present row.</summary>
    protected long Number => _fetched[_at];

    /// <inheritdoc/>
    public override void SeekToFirst() => FetchForward(_lower, inclusive: true);

    /// <inheritdoc/>
    public override void SeekToLast()
    {
        if (!_toTheEnd)
        {
            FetchBackward(_upper, inclusive: false);
            return;
        }

        _gate?.Enter();
        _count = _rows.CopyBackward(_fetched);
        _gate?.Exit();
        FetchedBackward();
    }

    /// <inheritdoc/>
    public override void Seek(ReadOnlySpan<byte> key)
    {
        if (key.SequenceCompareTo(_lower) <= 0)
        {
            SeekToFirst();
        }
        else if (_upper.Length > 0 && key.SequenceCompareTo(_upper) >= 0)
        {
            _count = 0;
        }
        else
        {
            FetchForward(key, inclusive: true);
        }
    }

    /// <inheritdoc/>
    public override void SeekForPrev(ReadOnlySpan<byte> key)
    {
        if (_upper.Length > 0 && key.SequenceCompareTo(_upper) >= 0)
        {
            SeekToLast();
        }
        else if (key.SequenceCompareTo(_lower) < 0)
        {
            _count = 0;
        }
        else
        {
            FetchBackward(key, inclusive: true);
        }
    }

    /// <inheritdoc/>
    public override void Next()
    {
        if (!_forward)
        {
            FetchForward(Key, inclusive: false);
        }
        else if (++_at == _count && _more)
        {
            _at--;
            Widen();
            FetchForward(Key, inclusive: false);
        }
    }

    /// <inheritdoc/>
    public override void Prev()
    {
        if (_forward)
        {
            FetchBackward(Key, inclusive: false);
        }
        else if (++_at == _count && _more)
        {
            _at--;
            Widen();
            FetchBackward(Key, inclusive: false);
        }
    }

    private void FetchForward(ReadOnlySpan<byte> key, bool inclusive)
    {
        _gate?.Enter();
        _count = _rows.CopyForward(key, inclusive, _fetched);
        _gate?.Exit();
        (_at, _forward, _more) = (0, true, _count == _fetched.Length);
        while (!_toTheEnd && _count > 0 && _rows.KeyOf(_fetched[_count - 1]).SequenceCompareTo(_upper) >= 0)
        {
            (_count, _more) = (_count - 1, false);
        }
    }

    private void FetchBackward(ReadOnlySpan<byte> key, bool inclusive)
    {
        _gate?.Enter();
        _count = _rows.CopyBackward(key, inclusive, _fetched);
        _gate?.Exit();
        FetchedBackward();
    }

    private void FetchedBackward()
    {
        (_at, _forward, _more) = (0, false, _count == _fetched.Length);
        while (_count > 0 && _rows.KeyOf(_fetched[_count - 1]).SequenceCompareTo(_lower) < 0)
        {
            (_count, _more) = (_count - 1, false);
        }
    }

    // Who walks far fetches more at a time. The row that the layer stands on stays the first.
    private void Widen()
    {
        if (_fetched.Length < MostFetched)
        {
            long here = _fetched[_at];
            _fetched = new long[_fetched.Length * 4];
            (_fetched[0], _at) = (here, 0);
        }
    }
}
