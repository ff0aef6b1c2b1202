namespace Pika.Storage.Store.Tiered;

/// <summary>
/// Where a collection is known to have no rows at its ends, so that whoever pops from there a million times does not walk over all that
/// was popped. Learnt by walks, narrowed by writes; used under the table's gate.
/// </summary>
internal sealed class CollectionEdges
{
    /// <summary>There are no rows with <c>FrontFrom &lt;= key &lt; Front</c>.</summary>
    private Bound _frontFrom;
    private Bound _front;

    /// <summary>There are no rows with <c>Back &lt; key &lt; BackTo</c>.</summary>
    private Bound _back;
    private Bound _backTo;

    /// <summary>The lowest and the highest row that was put since the last walk began: what that walk learns may lack them.</summary>
    private Bound _lowest;
    private Bound _highest;

    /// <summary>The number of the last walk; only that one may teach.</summary>
    public int Walks { get; private set; }

    /// <summary>A walk begins; it gets the number that is returned.</summary>
    public int Begin()
    {
        _lowest.Clear();
        _highest.Clear();
        return ++Walks;
    }

    /// <summary>A row was put.</summary>
    public void Put(ReadOnlySpan<byte> key)
    {
        if (!_lowest.IsSet || key.SequenceCompareTo(_lowest.Key) < 0)
        {
            _lowest.Set(key);
        }

        if (!_highest.IsSet || key.SequenceCompareTo(_highest.Key) > 0)
        {
            _highest.Set(key);
        }

        if (_front.IsSet && key.SequenceCompareTo(_front.Key) < 0 && key.SequenceCompareTo(_frontFrom.Key) >= 0)
        {
            _front.Set(key);
        }

        if (_back.IsSet && key.SequenceCompareTo(_back.Key) > 0 && key.SequenceCompareTo(_backTo.Key) < 0)
        {
            _back.Set(key);
        }
    }

    /// <summary>Where a walk forwards from a key may begin instead. The bytes are valid as long as the gate is held.</summary>
    public ReadOnlySpan<byte> Forward(ReadOnlySpan<byte> key) =>
        _front.IsSet && key.SequenceCompareTo(_frontFrom.Key) >= 0 && key.SequenceCompareTo(_front.Key) < 0 ? _front.Key : key;

    /// <summary>Where a walk backwards from before a bound may begin instead: at or before the key that is returned, if it is another.</summary>
    public ReadOnlySpan<byte> Backward(ReadOnlySpan<byte> bound) =>
        _back.IsSet && bound.SequenceCompareTo(_back.Key) > 0 && bound.SequenceCompareTo(_backTo.Key) <= 0 ? _back.Key : bound;

    /// <summary>A walk has found no row with <c>from &lt;= key &lt; first</c>.</summary>
    public void LearnFront(int walk, ReadOnlySpan<byte> from, ReadOnlySpan<byte> first)
    {
        if (walk == Walks)
        {
            _frontFrom.Set(from);
            bool later = _lowest.IsSet && _lowest.Key.SequenceCompareTo(first) < 0;
            _front.Set(later ? Highest(_lowest.Key, from) : first);
        }
    }

    /// <summary>A walk has found no row with <c>last &lt; key &lt; to</c>.</summary>
    public void LearnBack(int walk, ReadOnlySpan<byte> last, ReadOnlySpan<byte> to)
    {
        if (walk == Walks && !(_highest.IsSet && _highest.Key.SequenceCompareTo(last) > 0))
        {
            _back.Set(last);
            _backTo.Set(to);
        }
    }

    private static ReadOnlySpan<byte> Highest(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) => a.SequenceCompareTo(b) > 0 ? a : b;

    private struct Bound
    {
        private byte[]? _bytes;
        private int _length;

        public readonly bool IsSet => _length > 0;

        public readonly ReadOnlySpan<byte> Key => _bytes.AsSpan(0, _length);

        public void Set(ReadOnlySpan<byte> key)
        {
            if (_bytes is null || _bytes.Length < key.Length)
            {
                _bytes = new byte[key.Length + 8];
            }

            key.CopyTo(_bytes);
            _length = key.Length;
        }

        public void Clear() => _length = 0;
    }
}
