using Pika.Storage.Store;

namespace Pika.Storage.Keyspace;

/// <summary>
/// Finds the rows that a turn has written and that the store does not have yet. It holds no bytes, only places in the turn's
/// write batch. Newer writes of a row stand before older ones in its chain, so that taking back the last writes is popping entries.
/// </summary>
internal sealed class Overlay
{
    /// <summary>Length of a value that is a deletion.</summary>
    public const int Deleted = -1;

    private const int InitialBuckets = 256;

    private int[] _buckets = NewBuckets(InitialBuckets);
    private Entry[] _entries = new Entry[InitialBuckets];

    /// <summary>Entries so far; a mark for <see cref="Rollback"/>.</summary>
    public int Count { get; private set; }

    /// <summary>The hash under which a row is found and added.</summary>
    public static uint HashOf(Family family, ReadOnlySpan<byte> key) => (uint)RowHash.Of(family, key);

    /// <summary>A write by its number; later writes have higher ones.</summary>
    public ref Entry this[int number] => ref _entries[number];

    /// <summary>Notes a write of the key at <paramref name="keyOffset"/> in the batch.</summary>
    public void Add(Family family, uint hash, int keyOffset, int keyLength, int valueOffset, int valueLength)
    {
        if (Count == _entries.Length)
        {
            Grow();
        }

        ref int bucket = ref _buckets[hash & (uint)(_buckets.Length - 1)];
        _entries[Count] = new Entry(family, hash, keyOffset, keyLength, valueOffset, valueLength, bucket);
        bucket = Count++;
    }

    /// <summary>The number of the last write of a row; -1 if the turn has not written it.</summary>
    public int Find(ReadOnlySpan<byte> buffer, Family family, ReadOnlySpan<byte> key, uint hash)
    {
        for (int i = _buckets[hash & (uint)(_buckets.Length - 1)]; i >= 0; i = _entries[i].Next)
        {
            ref readonly var entry = ref _entries[i];
            if (entry.Hash == hash && entry.Family == family && buffer.Slice(entry.KeyOffset, entry.KeyLength).SequenceEqual(key))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>
    /// The last write of every row with <c>lower &lt;= key &lt; upper</c> that the turn has written, in key order; an empty upper bound means to the end.
    /// </summary>
    public Entry[] Sorted(Family family, byte[] buffer, ReadOnlySpan<byte> lower, ReadOnlySpan<byte> upper)
    {
        var newest = new List<Entry>();
        for (int i = 0; i < Count; i++)
        {
            ref readonly var entry = ref _entries[i];
            if (entry.Family != family)
            {
                continue;
            }

            var key = buffer.AsSpan(entry.KeyOffset, entry.KeyLength);
            bool inRange = key.SequenceCompareTo(lower) >= 0 && (upper.IsEmpty || key.SequenceCompareTo(upper) < 0);
            if (inRange && Find(buffer, family, key, entry.Hash) == i)
            {
                newest.Add(entry);
            }
        }

        newest.Sort((a, b) => buffer.AsSpan(a.KeyOffset, a.KeyLength).SequenceCompareTo(buffer.AsSpan(b.KeyOffset, b.KeyLength)));
        return [.. newest];
    }

    /// <summary>Forgets the writes since <paramref name="mark"/>.</summary>
    public void Rollback(int mark)
    {
        while (Count > mark)
        {
            ref readonly var entry = ref _entries[--Count];
            _buckets[entry.Hash & (uint)(_buckets.Length - 1)] = entry.Next;
        }
    }

    private void Grow()
    {
        Array.Resize(ref _entries, _entries.Length * 2);
        _buckets = NewBuckets(_entries.Length);
        for (int i = 0; i < Count; i++)
        {
            ref int bucket = ref _buckets[_entries[i].Hash & (uint)(_buckets.Length - 1)];
            _entries[i] = _entries[i] with { Next = bucket };
            bucket = i;
        }
    }

    private static int[] NewBuckets(int size)
    {
        var buckets = new int[size];
        Array.Fill(buckets, -1);
        return buckets;
    }

    /// <summary>
    /// One write: where its key and its value stand in the batch, the older write in the same bucket, and the mark since which the
    /// value's former bytes are saved.
    /// </summary>
    internal readonly record struct Entry(
        Family Family,
        uint Hash,
        int KeyOffset,
        int KeyLength,
        int ValueOffset,
        int ValueLength,
        int Next,
        int SavedSince = 0
    );
}
