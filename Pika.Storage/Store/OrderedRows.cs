using System.Buffers.Binary;

namespace Pika.Storage.Store;

/// <summary>
/// The rows of one collection in key order, as numbers that <see cref="KeyOf"/> turns into keys: leaves of up to 128, and above them one array
/// of leaves. With each number goes a start, the first eight bytes of the key behind the common prefix, and with each leaf that of its first row, so that most
/// comparisons touch nothing else: what a search costs is the cache lines that it meets. One thread at a time.
/// </summary>
internal abstract class OrderedRows
{
    /// <summary>Entries of a full leaf: to insert is to move half of them, 1 KB, which costs less than the way down another level.</summary>
    private const int LeafEntries = 128;

    /// <summary>Room of the first leaf: most collections that are walked in a turn are small.</summary>
    private const int FirstEntries = 16;

    private readonly int _prefixLength;
    private Leaf[] _leaves = [new Leaf(FirstEntries)];

    /// <summary>The start of the first row of each leaf; that of the first leaf is not kept.</summary>
    private ulong[] _firsts = new ulong[1];
    private int _leafCount = 1;

    /// <summary>No rows yet.</summary>
    /// <param name="prefixLength">Bytes that all keys have in common.</param>
    protected OrderedRows(int prefixLength) => _prefixLength = prefixLength;

    /// <summary>Bytes that all keys have in common.</summary>
    public int PrefixLength => _prefixLength;

    /// <summary>The number of rows.</summary>
    public int Count { get; private set; }

    /// <summary>The key behind a number.</summary>
    public abstract ReadOnlySpan<byte> KeyOf(long number);

    /// <summary>Adds a row, or gives the row with this key another number.</summary>
    public void Put(ReadOnlySpan<byte> key, long number)
    {
        ulong start = StartOf(key);
        int at = LeafFor(start, key);
        var leaf = _leaves[at];
        if (TryFind(leaf, start, key, out int index))
        {
            leaf.Numbers[index] = number;
            return;
        }

        if (leaf.Count == LeafEntries)
        {
            (at, index) = Split(at, index);
            leaf = _leaves[at];
        }

        leaf.Insert(index, start, number);
        _firsts[at] = leaf.Starts[0];
        Count++;
    }

    /// <summary>Forgets a row, if it is there.</summary>
    public void Remove(ReadOnlySpan<byte> key)
    {
        ulong start = StartOf(key);
        int at = LeafFor(start, key);
        var leaf = _leaves[at];
        if (!TryFind(leaf, start, key, out int index))
        {
            return;
        }

        leaf.RemoveAt(index);
        Count--;
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

    /// <summary>Puts rows into an empty instance: sorted by key, each once.</summary>
    public void Load(ReadOnlySpan<long> numbers)
    {
        // Three quarters full, so that the next inserts do not split each leaf.
        const int Fill = LeafEntries * 3 / 4;
        int count = Math.Max(1, (numbers.Length + Fill - 1) / Fill);
        var leaves = new Leaf[count];
        ulong[] firsts = new ulong[count];
        for (int i = 0; i < count; i++)
        {
            var part = numbers[Math.Min(i * Fill, numbers.Length)..Math.Min((i + 1) * Fill, numbers.Length)];
            var leaf = new Leaf(count == 1 && part.Length <= FirstEntries ? FirstEntries : LeafEntries) { Count = part.Length };
            for (int j = 0; j < part.Length; j++)
            {
                (leaf.Starts[j], leaf.Numbers[j]) = (StartOf(KeyOf(part[j])), part[j]);
            }

            (leaves[i], firsts[i]) = (leaf, leaf.Starts[0]);
        }

        (_leaves, _firsts, _leafCount, Count) = (leaves, firsts, count, numbers.Length);
    }

    /// <summary>The numbers of the rows from the first one at or, if <paramref name="inclusive"/> is false, behind a key on.</summary>
    /// <returns>How many there were; fewer than fit means that there are no more.</returns>
    public int CopyForward(ReadOnlySpan<byte> key, bool inclusive, Span<long> into)
    {
        ulong start = StartOf(key);
        int at = LeafFor(start, key);
        bool found = TryFind(_leaves[at], start, key, out int index);
        index += found && !inclusive ? 1 : 0;
        int copied = 0;
        for (; at < _leafCount && copied < into.Length; at++, index = 0)
        {
            var leaf = _leaves[at];
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
        bool found = TryFind(_leaves[at], start, key, out int index);
        return CopyBackward(at, found && inclusive ? index : index - 1, into);
    }

    /// <summary>The numbers of the rows from the last one on backwards.</summary>
    /// <returns>How many there were; fewer than fit means that there are no more.</returns>
    public int CopyBackward(Span<long> into) => CopyBackward(_leafCount - 1, _leaves[_leafCount - 1].Count - 1, into);

    /// <summary>The first eight bytes behind the common prefix as a number that sorts as they do.</summary>
    protected ulong StartOf(ReadOnlySpan<byte> key)
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

            index = index < 0 ? _leaves[at].Count - 1 : index;
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
    private bool TryFind(Leaf leaf, ulong start, ReadOnlySpan<byte> key, out int index)
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

    // Rows that come in order fill their leaves: a leaf that is full at the end is left full.
    private (int Leaf, int Index) Split(int at, int index)
    {
        var leaf = _leaves[at];
        int keep = at == _leafCount - 1 && index == LeafEntries ? LeafEntries : LeafEntries / 2;
        if (_leafCount == _leaves.Length)
        {
            Array.Resize(ref _leaves, _leaves.Length * 2);
            Array.Resize(ref _firsts, _leaves.Length);
        }

        Array.Copy(_leaves, at + 1, _leaves, at + 2, _leafCount - at - 1);
        Array.Copy(_firsts, at + 1, _firsts, at + 2, _leafCount - at - 1);
        _leaves[at + 1] = leaf.CutOff(keep);
        _firsts[at + 1] = _leaves[at + 1].Starts[0];
        _leafCount++;
        return index > keep || keep == LeafEntries ? (at + 1, index - keep) : (at, index);
    }

    private sealed class Leaf(int entries)
    {
        public ulong[] Starts = new ulong[entries];
        public long[] Numbers = new long[entries];
        public int Count;

        public void Insert(int index, ulong start, long number)
        {
            if (Count == Starts.Length)
            {
                Array.Resize(ref Starts, Math.Min(LeafEntries, Count * 4));
                Array.Resize(ref Numbers, Starts.Length);
            }

            Array.Copy(Starts, index, Starts, index + 1, Count - index);
            Array.Copy(Numbers, index, Numbers, index + 1, Count - index);
            (Starts[index], Numbers[index]) = (start, number);
            Count++;
        }

        public void RemoveAt(int index)
        {
            Count--;
            Array.Copy(Starts, index + 1, Starts, index, Count - index);
            Array.Copy(Numbers, index + 1, Numbers, index, Count - index);
        }

        /// <summary>Moves the entries from one on to a leaf of their own.</summary>
        public Leaf CutOff(int from)
        {
            var right = new Leaf(LeafEntries) { Count = Count - from };
            Array.Copy(Starts, from, right.Starts, 0, right.Count);
            Array.Copy(Numbers, from, right.Numbers, 0, right.Count);
            Count = from;
            return right;
        }
    }
}
