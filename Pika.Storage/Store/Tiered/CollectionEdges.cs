namespace Pika.Storage.Store.Tiered;

/// <summary>
/// Where a collection is known to have no rows, so that whoever pops from there a million times does not walk over all that was popped. Learnt by
/// walks, widened by deletions, split by writes; used under the table's gate.
/// </summary>
internal sealed class CollectionEdges
{
    /// <summary>With more gaps than this one of them is forgotten: to learn it again costs a walk over what was removed there.</summary>
    public const int MostGaps = 16;

    /// <summary>Gaps with longer keys are not kept, so that what is known about a collection takes 10 KB at most.</summary>
    public const int LongestKey = 256;

    /// <summary>In order, without a key in common. A gap that ends where the next one begins is one with it.</summary>
    private readonly List<Gap> _gaps = [];

    /// <summary>Rows put so far. A walk may teach only if none has come since it began: what it learns may lack that row.</summary>
    public long Puts { get; private set; }

    /// <summary>Whether anything is known. May be read without the gate: a walk that asks meanwhile only passes over more.</summary>
    public bool Any => _gaps.Count > 0;

    /// <summary>A row was put.</summary>
    public void Put(ReadOnlySpan<byte> key)
    {
        Puts++;
        int index = Holding(key);
        if (index < 0)
        {
            return;
        }

        var (from, to, removed) = _gaps[index];
        _gaps.RemoveAt(index);
        if (IsTooLong(key))
        {
            return;
        }

        byte[] after = After(key);
        if (after.AsSpan().SequenceCompareTo(to) < 0)
        {
            _gaps.Insert(index, new Gap(after, to, removed / 2));
        }

        if (key.SequenceCompareTo(from) > 0)
        {
            _gaps.Insert(index, new Gap(from, key.ToArray(), removed - (removed / 2)));
        }

        Shrink();
    }

    /// <summary>A row was removed: what is empty beside it is wider by it.</summary>
    public void Deleted(ReadOnlySpan<byte> key)
    {
        if (_gaps.Count == 0 || IsTooLong(key))
        {
            return;
        }

        int index = FirstReaching(key);
        bool endsHere = index < _gaps.Count && key.SequenceEqual(_gaps[index].To);
        int next = endsHere ? index + 1 : index;
        bool beginsBehind = next < _gaps.Count && IsAfter(_gaps[next].From, key);
        if (endsHere)
        {
            long removed = _gaps[index].Removed + 1;
            _gaps[index] = beginsBehind
                ? new Gap(_gaps[index].From, _gaps[next].To, removed + _gaps[next].Removed)
                : new Gap(_gaps[index].From, After(key), removed);
            if (beginsBehind)
            {
                _gaps.RemoveAt(next);
            }
        }
        else if (beginsBehind)
        {
            _gaps[next] = new Gap(key.ToArray(), _gaps[next].To, _gaps[next].Removed + 1);
        }
    }

    /// <summary>Where a walk forwards from a key may begin instead. The bytes never change.</summary>
    public ReadOnlySpan<byte> Forward(ReadOnlySpan<byte> key) => Holding(key) is var index and >= 0 ? _gaps[index].To : key;

    /// <summary>The first gap that ends behind a key; false if there is none. The bytes never change.</summary>
    public bool TryBehind(ReadOnlySpan<byte> key, out byte[] from, out byte[] to)
    {
        int index = FirstReaching(key);
        index += index < _gaps.Count && key.SequenceEqual(_gaps[index].To) ? 1 : 0;
        (from, to) = index < _gaps.Count ? (_gaps[index].From, _gaps[index].To) : ([], []);
        return index < _gaps.Count;
    }

    /// <summary>Before which key a walk backwards from before a bound may begin instead. The bytes never change.</summary>
    public ReadOnlySpan<byte> Backward(ReadOnlySpan<byte> bound)
    {
        int index = FirstReaching(bound);
        return index < _gaps.Count && bound.SequenceCompareTo(_gaps[index].From) > 0 ? _gaps[index].From : bound;
    }

    /// <summary>A walk has found no row with <c>from &lt;= key &lt; to</c>.</summary>
    /// <param name="puts">What <see cref="Puts"/> was before the walk.</param>
    public void Learn(long puts, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        if (puts != Puts || from.SequenceCompareTo(to) >= 0 || IsTooLong(from) || IsTooLong(to))
        {
            return;
        }

        int first = FirstReaching(from);
        int end = first;
        while (end < _gaps.Count && to.SequenceCompareTo(_gaps[end].From) >= 0)
        {
            end++;
        }

        if (end == first + 1 && from.SequenceCompareTo(_gaps[first].From) >= 0 && to.SequenceCompareTo(_gaps[first].To) <= 0)
        {
            return;
        }

        byte[]? wider = end > first && from.SequenceCompareTo(_gaps[first].From) > 0 ? _gaps[first].From : null;
        byte[]? longer = end > first && to.SequenceCompareTo(_gaps[end - 1].To) < 0 ? _gaps[end - 1].To : null;
        long removed = 0;
        for (int i = first; i < end; i++)
        {
            removed += _gaps[i].Removed;
        }

        var gap = new Gap(wider ?? from.ToArray(), longer ?? to.ToArray(), removed);
        _gaps.RemoveRange(first, end - first);
        _gaps.Insert(first, gap);
        Shrink();
    }

    /// <summary>The first key behind another one.</summary>
    public static byte[] After(ReadOnlySpan<byte> key)
    {
        byte[] after = new byte[key.Length + 1];
        key.CopyTo(after);
        return after;
    }

    /// <summary>Whether one key is the first behind another.</summary>
    public static bool IsAfter(ReadOnlySpan<byte> after, ReadOnlySpan<byte> key) =>
        after.Length == key.Length + 1 && after[^1] == 0 && after[..^1].SequenceEqual(key);

    // The one in which least was removed goes; of several, the one that is farthest behind, since the front is where most is popped.
    private void Shrink()
    {
        while (_gaps.Count > MostGaps)
        {
            int least = _gaps.Count - 1;
            for (int i = least - 1; i >= 0; i--)
            {
                least = _gaps[i].Removed < _gaps[least].Removed ? i : least;
            }

            _gaps.RemoveAt(least);
        }
    }

    // A key and a zero behind it must fit.
    private static bool IsTooLong(ReadOnlySpan<byte> key) => key.Length >= LongestKey;

    private int Holding(ReadOnlySpan<byte> key)
    {
        int index = FirstReaching(key);
        index += index < _gaps.Count && key.SequenceEqual(_gaps[index].To) ? 1 : 0;
        return index < _gaps.Count && key.SequenceCompareTo(_gaps[index].From) >= 0 ? index : -1;
    }

    // The first gap that ends at the key or behind it.
    private int FirstReaching(ReadOnlySpan<byte> key)
    {
        int low = 0;
        for (int high = _gaps.Count; low < high; )
        {
            int middle = (low + high) / 2;
            if (key.SequenceCompareTo(_gaps[middle].To) > 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /// <summary>There are no rows with <c>From &lt;= key &lt; To</c>.</summary>
    /// <param name="Removed">How many were seen to be removed there, about: what a walk over it would pass.</param>
    private readonly record struct Gap(byte[] From, byte[] To, long Removed);
}
