using Pika.Storage.Store;

namespace Pika.Storage.Keyspace;

/// <summary>
/// Finds the rows that a turn has written and that the store does not have yet. It holds no bytes, only places in the turn's
/// write batch. Newer writes of a row stand before older ones in its chain, so that taking back the last writes is popping entries.
/// </summary>
internal sealed class Overlay(WriteBatch batch)
{
    /// <summary>Length of a value that is a deletion.</summary>
    public const int Deleted = -1;

    private const int InitialBuckets = 256;

    /// <summary>The writes of each collection in order, for families in which the turn has walked.</summary>
    private readonly Dictionary<CollectionPrefix, OverlayOrder> _orders = [];

    /// <summary>For each family how many entries are in order.</summary>
    private readonly int[] _ordered = new int[Enum.GetValues<Family>().Length];
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
    public int Find(Family family, ReadOnlySpan<byte> key, uint hash)
    {
        for (int i = _buckets[hash & (uint)(_buckets.Length - 1)]; i >= 0; i = _entries[i].Next)
        {
            ref readonly var entry = ref _entries[i];
            if (entry.Hash == hash && entry.Family == family && KeyOf(i).SequenceEqual(key))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The row that a write is of.</summary>
    public ReadOnlySpan<byte> KeyOf(int number) => batch.Buffer.AsSpan(_entries[number].KeyOffset, _entries[number].KeyLength);

    /// <summary>What a write writes; not of a deletion.</summary>
    public Span<byte> ValueOf(int number) => batch.Buffer.AsSpan(_entries[number].ValueOffset, _entries[number].ValueLength);

    /// <summary>
    /// The last write of every row with <c>lower &lt;= key &lt; upper</c>, in order; null if there is none. In one collection this costs
    /// what has been written since the last call; a range over several is put in order anew at each call.
    /// </summary>
    public RowLayer? Layer(Family family, ReadOnlySpan<byte> lower, ReadOnlySpan<byte> upper)
    {
        OverlayOrder? order;
        if (CollectionPrefix.TryOf(family, lower, upper, out var prefix))
        {
            CatchUp(family);
            order = _orders.GetValueOrDefault(prefix);
        }
        else
        {
            order = OrderRange(family, lower, upper);
        }

        return order is null ? null : new OverlayLayer(this, order, lower.ToArray(), upper.ToArray());
    }

    /// <summary>Forgets the writes since <paramref name="mark"/>.</summary>
    public void Rollback(int mark)
    {
        while (Count > mark)
        {
            ref readonly var entry = ref _entries[--Count];
            _buckets[entry.Hash & (uint)(_buckets.Length - 1)] = entry.Next;
        }

        // Rare, but for the end of the turn: what was in order is put in order anew when it is walked again.
        _orders.Clear();
        Array.Clear(_ordered);
    }

    private void CatchUp(Family family)
    {
        int prefixLength = CollectionPrefix.LengthOf(family);
        ref int at = ref _ordered[(int)family];
        for (; at < Count; at++)
        {
            if (_entries[at].Family == family && _entries[at].KeyLength >= prefixLength)
            {
                var key = KeyOf(at);
                var prefix = CollectionPrefix.Of(family, key);
                if (!_orders.TryGetValue(prefix, out var order))
                {
                    _orders.Add(prefix, order = new OverlayOrder(this, prefixLength));
                }

                order.Put(key, at);
            }
        }
    }

    private OverlayOrder OrderRange(Family family, ReadOnlySpan<byte> lower, ReadOnlySpan<byte> upper)
    {
        var order = new OverlayOrder(this, prefixLength: 0);
        for (int i = 0; i < Count; i++)
        {
            var key = KeyOf(i);
            if (_entries[i].Family == family && key.SequenceCompareTo(lower) >= 0 && (upper.IsEmpty || key.SequenceCompareTo(upper) < 0))
            {
                order.Put(key, i);
            }
        }

        return order;
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
