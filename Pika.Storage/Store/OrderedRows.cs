using System.Buffers.Binary;

namespace Pika.Storage.Store;

/// <summary>
/// The rows of one collection in key order, as numbers that <see cref="KeyOf"/> turns into keys: leaves of up to 256, and above them one array
/// of leaves. With each number goes a start, the first eight bytes of the key behind the common prefix, and with each leaf that of its first row, so that most
/// comparisons touch nothing else: what a search costs is the cache lines that it meets. A row that is put goes to the end of its leaf; who reads a leaf, or
/// finds it full, puts it in order. One thread at a time.
/// </summary>
internal abstract class OrderedRows
{
    /// <summary>So few rows at the end of a leaf are inserted where they belong; if there are more, the leaf is sorted.</summary>
    private const int FewUnsorted = 8;

    /// <summary>Room of the first leaf: most collections that are walked in a turn are small.</summary>
    private const int FirstEntries = 16;

    private readonly int _prefixLength;
    private OrderedLeaf[] _leaves = [new OrderedLeaf(FirstEntries)];

    /// <summary>The start of the first row of each leaf; that of the first leaf is not kept.</summary>
    private ulong[] _firsts = new ulong[1];
    private int _leafCount = 1;

    /// <summary>No rows yet.</summary>
    /// <param name="prefixLength">Bytes that all keys have in common.</param>
    protected OrderedRows(int prefixLength) => _prefixLength = prefixLength;

    /// <summary>Bytes that all keys have in common.</summary>
    public int PrefixLength => _prefixLength;

    /// <summary>The key behind a number.</summary>
    public abstract ReadOnlySpan<byte> KeyOf(long number);

    /// <summary>Adds a row, or gives the row with this key another number, which is higher than all before it.</summary>
    public void Put(ReadOnlySpan<byte> key, long number)
    {
        ulong start = StartOf(key);
        int at = LeafFor(start, key);
        if (_leaves[at].Count == OrderedLeaf.MostEntries && Settled(at).Count == OrderedLeaf.MostEntries)
        {
            at = Split(at, start, key);
        }

        if (_leaves[at].Count == 0)
        {
            _firsts[at] = start;
        }

        _leaves[at].Append(start, number);
    }

    /// <summary>Forgets a row, if it is there.</summary>
    public void Remove(ReadOnlySpan<byte> key)
    {
        ulong start = StartOf(key);
        int at = LeafFor(start, key);
        var leaf = Settled(at);
        if (!TryFind(leaf, start, key, out int index))
        {
            return;
        }

        leaf.RemoveAt(index);
        if (leaf.Count > 0)
        {
            _firsts[at] = leaf.Starts[0];
        }
        else if (_leafCount > 1)
        {
            _leafCount--;
            Array.Copy(_leaves, at + 1, _leaves, at, _leafCount - at);
            Array.Copy(_firsts, at + 1, _firsts, at, _leafCount - at);
            _leaves[_leafCount] = null!;
        }
    }

    /// <summary>The numbers of the rows from the first one at or, if <paramref name="inclusive"/> is false, behind a key on.</summary>
    /// <returns>How many there were; fewer than fit means that there are no more.</returns>
    public int CopyForward(ReadOnlySpan<byte> key, bool inclusive, Span<long> into)
    {
        ulong start = StartOf(key);
        int at = LeafFor(start, key);
        bool found = TryFind(Settled(at), start, key, out int index);
        index += found && !inclusive ? 1 : 0;
        int copied = 0;
        for (; at < _leafCount && copied < into.Length; at++, index = 0)
        {
            var leaf = Settled(at);
            while (index < leaf.Count && copied < into.Length)
            {
                into[copied++] = leaf.Numbers[index++];
            }
        }

        return copied;
    }

    /// <summary>
    /// The numbers of the rows from the last one at or, if <paramref name="inclusive"/> is false, before a key on backwards.
    /// </summary>
    /// <returns>How many there were; fewer than fit means that there are no more.</returns>
    public int CopyBackward(ReadOnlySpan<byte> key, bool inclusive, Span<long> into)
    {
        ulong start = StartOf(key);
        int at = LeafFor(start, key);
        bool found = TryFind(Settled(at), start, key, out int index);
        return CopyBackward(at, found && inclusive ? index : index - 1, into);
    }

    /// <summary>The numbers of the rows from the last one on backwards.</summary>
    /// <returns>How many there were; fewer than fit means that there are no more.</returns>
    public int CopyBackward(Span<long> into) => CopyBackward(_leafCount - 1, Settled(_leafCount - 1).Count - 1, into);

    /// <summary>The first eight bytes behind the common prefix as a number that sorts as they do.</summary>
    private ulong StartOf(ReadOnlySpan<byte> key)
    {
        if (key.Length >= _prefixLength + sizeof(ulong))
        {
            return BinaryPrimitives.ReadUInt64BigEndian(key[_prefixLength..]);
        }

        ulong start = 0;
        for (int i = _prefixLength; i < _prefixLength + sizeof(ulong); i++)
        {
            start = (start << 8) | (i < key.Length ? key[i] : (byte)0);
        }

        return start;
    }

    private int CopyBackward(int at, int index, Span<long> into)
    {
        int copied = 0;
        while (copied < into.Length)
        {
            while (index >= 0 && copied < into.Length)
            {
                into[copied++] = _leaves[at].Numbers[index--];
            }

            if (index < 0 && --at < 0)
            {
                break;
            }

            index = index < 0 ? Settled(at).Count - 1 : index;
        }

        return copied;
    }

    // The last leaf whose first row is at or before the key; the first leaf if there is none.
    private int LeafFor(ulong start, ReadOnlySpan<byte> key)
    {
        (int low, int high) = (1, _leafCount);
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            ulong first = _firsts[middle];
            if (first != start ? first < start : KeyOf(_leaves[middle].Numbers[0]).SequenceCompareTo(key) <= 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low - 1;
    }

    // False: index is where the key would stand.
    private bool TryFind(OrderedLeaf leaf, ulong start, ReadOnlySpan<byte> key, out int index)
    {
        (int low, int high) = (0, leaf.Count);
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            ulong other = leaf.Starts[middle];
            int order =
                other < start ? -1
                : other > start ? 1
                : KeyOf(leaf.Numbers[middle]).SequenceCompareTo(key);
            if (order == 0)
            {
                index = middle;
                return true;
            }

            if (order < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        index = low;
        return false;
    }

    // A leaf with all its rows in order, and only the last write of each.
    private OrderedLeaf Settled(int at)
    {
        var leaf = _leaves[at];
        int unsorted = leaf.Count - leaf.Sorted;
        if (unsorted > FewUnsorted)
        {
            Sort(leaf);
        }
        else if (unsorted > 0)
        {
            Insert(leaf, leaf.Sorted, leaf.Count);
        }

        return leaf;
    }

    // Takes the entries at the end, one after the other, to where they belong.
    private void Insert(OrderedLeaf leaf, int from, int to)
    {
        leaf.Count = from;
        for (int i = from; i < to; i++)
        {
            (ulong start, long number) = (leaf.Starts[i], leaf.Numbers[i]);
            if (TryFind(leaf, start, KeyOf(number), out int index))
            {
                leaf.Numbers[index] = number;
            }
            else
            {
                leaf.Insert(index, start, number);
            }
        }

        leaf.Sorted = leaf.Count;
    }

    // By the starts, and by keys and age only where those are equal.
    private void Sort(OrderedLeaf leaf)
    {
        var starts = leaf.Starts.AsSpan(0, leaf.Count);
        var numbers = leaf.Numbers.AsSpan(0, leaf.Count);
        starts.Sort(numbers);
        int kept = 0;
        for (int from = 0, to; from < numbers.Length; from = to)
        {
            to = from + 1;
            while (to < numbers.Length && starts[to] == starts[from])
            {
                to++;
            }

            if (to - from > 1)
            {
                numbers[from..to].Sort(CompareKeysAndAge);
            }

            for (int i = from; i < to; i++)
            {
                if (i + 1 == to || !KeyOf(numbers[i]).SequenceEqual(KeyOf(numbers[i + 1])))
                {
                    (starts[kept], numbers[kept++]) = (starts[i], numbers[i]);
                }
            }
        }

        leaf.Sorted = leaf.Count = kept;
    }

    private int CompareKeysAndAge(long one, long other)
    {
        int order = KeyOf(one).SequenceCompareTo(KeyOf(other));
        return order != 0 ? order : one.CompareTo(other);
    }

    // Cuts a full leaf, whose rows are in order, and returns the leaf for the next row. Rows that come in order, or the other way round, fill their leaves: a leaf that is
    // full at an end of all is left full.
    private int Split(int at, ulong start, ReadOnlySpan<byte> key)
    {
        var leaf = _leaves[at];
        bool isNew = !TryFind(leaf, start, key, out int index);
        bool isLast = isNew && index == OrderedLeaf.MostEntries && at == _leafCount - 1;
        bool isFirst = isNew && index == 0 && at == 0;
        if (_leafCount == _leaves.Length)
        {
            Array.Resize(ref _leaves, _leaves.Length * 2);
            Array.Resize(ref _firsts, _leaves.Length);
        }

        Array.Copy(_leaves, at + 1, _leaves, at + 2, _leafCount - at - 1);
        Array.Copy(_firsts, at + 1, _firsts, at + 2, _leafCount - at - 1);
        _leafCount++;
        _leaves[at + 1] = leaf.CutOff(
            isLast ? OrderedLeaf.MostEntries
            : isFirst ? 0
            : OrderedLeaf.MostEntries / 2
        );
        _firsts[at + 1] = isLast ? start : _leaves[at + 1].Starts[0];
        return isLast ? at + 1
            : isFirst ? at
            : LeafFor(start, key);
    }
}
