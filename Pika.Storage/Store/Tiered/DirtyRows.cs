using System.Buffers.Binary;

namespace Pika.Storage.Store.Tiered;

/// <summary>
/// Dirty rows on their way down: sorted by key, with only the last write of each, as one batch. Sorted rows go into RocksDB's
/// memtable several times faster than random ones, since each insert begins where the last one ended.
/// </summary>
internal sealed class DirtyRows
{
    private readonly WriteBatch _batch = new(0);
    private readonly List<Place> _places = [];
    private ulong[] _prefixes = [];

    /// <summary>The number of writes.</summary>
    public int Count => _places.Count;

    /// <summary>Adds a row as <see cref="RowTable"/> keeps it. Later writes of a key are added after earlier ones.</summary>
    public void Add(byte[] chunk, int offset) => _places.Add(new Place(chunk, offset, _places.Count));

    /// <summary>The encoded batch, valid until <see cref="Clear"/>.</summary>
    /// <param name="versionsBelow">The store below has no rows of values with higher versions: nothing is there to be deleted.</param>
    public ReadOnlySpan<byte> Encode(ulong versionsBelow)
    {
        var places = Sort();
        for (int i = 0; i < places.Length; i++)
        {
            ref readonly var place = ref places[i];
            if (i + 1 < places.Length && place.SameRow(places[i + 1]))
            {
                continue;
            }

            if (place.Deleted)
            {
                if (!place.IsNew(versionsBelow))
                {
                    _batch.Delete(place.Family, place.Key);
                }
            }
            else
            {
                _batch.Put(place.Family, place.Key, place.Value);
            }
        }

        return _batch.Payload;
    }

    /// <summary>Forgets the rows.</summary>
    public void Clear()
    {
        _places.Clear();
        _batch.Clear();
    }

    // Numbers sort much faster than keys: first by the family and the first bytes of the key, then the few that are equal in those.
    private Place[] Sort()
    {
        Place[] places = [.. _places];
        if (_prefixes.Length < places.Length)
        {
            _prefixes = new ulong[places.Length * 2];
        }

        for (int i = 0; i < places.Length; i++)
        {
            _prefixes[i] = places[i].Prefix();
        }

        Array.Sort(_prefixes, places, 0, places.Length);
        int from = 0;
        for (int i = 1; i <= places.Length; i++)
        {
            if (i == places.Length || _prefixes[i] != _prefixes[from])
            {
                places.AsSpan(from, i - from).Sort();
                from = i;
            }
        }

        return places;
    }

    private readonly struct Place(byte[] chunk, int offset, int order) : IComparable<Place>
    {
        private readonly int _order = order;

        public Family Family => RowLayout.FamilyOf(Bytes);

        public bool Deleted => RowLayout.IsDeleted(Bytes);

        public ReadOnlySpan<byte> Key => RowLayout.KeyOf(Bytes);

        public ReadOnlySpan<byte> Value => RowLayout.ValueOf(Bytes);

        private ReadOnlySpan<byte> Bytes => chunk.AsSpan(offset);

        public ulong Prefix()
        {
            Span<byte> bytes = stackalloc byte[sizeof(ulong)];
            bytes.Clear();
            bytes[0] = (byte)Family;
            var key = Key;
            key[..Math.Min(key.Length, sizeof(ulong) - 1)].CopyTo(bytes[1..]);
            return BinaryPrimitives.ReadUInt64BigEndian(bytes);
        }

        public bool IsNew(ulong versionsBelow)
        {
            var family = Family;
            var key = Key;
            return CollectionPrefix.HasVersion(family)
                && key.Length >= CollectionPrefix.LengthOf(family)
                && CollectionPrefix.Of(family, key).Version > versionsBelow;
        }

        public bool SameRow(in Place other) => Family == other.Family && Key.SequenceEqual(other.Key);

        public int CompareTo(Place other)
        {
            int byFamily = (int)Family - (int)other.Family;
            int byKey = byFamily != 0 ? byFamily : Key.SequenceCompareTo(other.Key);
            return byKey != 0 ? byKey : _order.CompareTo(other._order);
        }
    }
}
