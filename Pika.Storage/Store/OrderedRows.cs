using System.Buffers.Binary;

namespace Pika.Storage.Store;

/// <summary>
/// The rows of one collection in key order, as numbers that <see cref="KeyOf"/> turns into keys: leaves of up to 256, and above them one array
/// of leaves. Beside each number stand the first eight bytes of the key behind the common prefix, so that most comparisons touch
/// nothing else. One thread at a time.
/// </summary>
internal abstract class OrderedRows
{
    /// <summary>Entries of a full leaf: to insert is to move half of them, 2 KB, which costs less than the way down another level.</summary>
    private const int LeafEntries = 256;

    /// <summary>Room of the first leaf: most collections that are walked in a turn are small.</summary>
    private const int FirstEntries = 16;

    private readonly int _prefixLength;
    private Leaf[] _leaves = [new Leaf(FirstEntries)];
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
            leaf.Entries[index] = new Entry(start, number);
            return;
        }

        if (leaf.Count == leaf.Entries.Length)
        {
            if (leaf.Count < LeafEntries)
            {
                Array.Resize(ref leaf.Entries, Math.Min(LeafEntries, leaf.Entries.Length * 4));
            }
            else
            {
                (leaf, index) = Split(at, index);
            }
        }

        Array.Copy(leaf.Entries, index, leaf.Entries, index + 1, leaf.Count - index);
        leaf.Entries[index] = new Entry(start, number);
        leaf.Count++;
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

        leaf.Count--;
        Count--;
        Array.Copy(leaf.Entries, index + 1, leaf.Entries, index, leaf.Count - index);
        if (leaf.Count == 0 && _leafCount > 1)
        {
            _leafCount--;
            Array.Copy(_leaves, at + 1, _leaves, at, _leafCount - at);
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
        for (int i = 0; i < count; i++)
        {
            var part = numbers[Math.Min(i * Fill, numbers.Length)..Math.Min((i + 1) * Fill, numbers.Length)];
            var leaf = new Leaf(count == 1 && part.Length <= FirstEntries ? FirstEntries : LeafEntries) { Count = part.Length };
            for (int j = 0; j < part.Length; j++)
            {
                leaf.Entries[j] = new Entry(StartOf(KeyOf(part[j])), part[j]);
            }

            leaves[i] = leaf;
        }

        (_leaves, _leafCount, Count) = (leaves, count, numbers.Length);
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
                into[copied++] = leaf.Entries[index++].Number;
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
                into[copied++] = _leaves[at].Entries[index--].Number;
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
            if (Compare(_leaves[middle].Entries[0], start, key) <= 0)
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
            int order = Compare(leaf.Entries[middle], start, key);
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

    private int Compare(in Entry entry, ulong start, ReadOnlySpan<byte> key) =>
        entry.Start != start ? entry.Start.CompareTo(start) : KeyOf(entry.Number).SequenceCompareTo(key);

    // Rows that come in order fill their leaves: a leaf that is full at the end is left full.
    private (Leaf Leaf, int Index) Split(int at, int index)
    {
        var leaf = _leaves[at];
        int keep = at == _leafCount - 1 && index == LeafEntries ? LeafEntries : LeafEntries / 2;
        var right = new Leaf(LeafEntries) { Count = LeafEntries - keep };
        Array.Copy(leaf.Entries, keep, right.Entries, 0, right.Count);
        leaf.Count = keep;
        if (_leafCount == _leaves.Length)
        {
            Array.Resize(ref _leaves, _leaves.Length * 2);
        }

        Array.Copy(_leaves, at + 1, _leaves, at + 2, _leafCount - at - 1);
        _leaves[at + 1] = right;
        _leafCount++;
        return index > keep || keep == LeafEntries ? (right, index - keep) : (leaf, index);
    }

    private readonly record struct Entry(ulong Start, long Number);

    private sealed class Leaf(int entries)
    {
        public Entry[] Entries = new Entry[entries];
        public int Count;
    }
}
