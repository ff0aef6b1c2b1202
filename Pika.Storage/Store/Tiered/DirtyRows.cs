using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Pika.Storage.Store.Tiered;

/// <summary>
/// Dirty rows on their way down: sorted by key, with only the last write of each. They stay where the table has them: 24 bytes for each
/// are all that this takes. Sorted rows go into RocksDB's memtable several times faster than random ones, since each insert begins where
/// the last one ended.
/// </summary>
internal sealed class DirtyRows : ISortedRows
{
    private readonly List<Place> _places = [];
    private ulong[] _prefixes = [];
    private int _present = -1;

    /// <summary>The number of writes before <see cref="Sort"/>, and of rows after it.</summary>
    public int Count => _places.Count;

    /// <summary>Bytes of keys and values, known after <see cref="Sort"/>.</summary>
    public long Bytes { get; private set; }

    /// <inheritdoc/>
    public Family Family => _places[_present].Family;

    /// <inheritdoc/>
    public bool Deleted => _places[_present].Deleted;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Key => _places[_present].Key;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Value => _places[_present].Value;

    /// <summary>Adds a row as <see cref="RowTable"/> keeps it. Later writes of a key are added after earlier ones.</summary>
    public void Add(byte[] chunk, int offset) => _places.Add(new Place(chunk, offset, _places.Count));

    /// <summary>Sorts the rows and leaves out what later writes have replaced; then they can be read.</summary>
    /// <param name="versionsBelow">The store below has no rows of values with higher versions: nothing is there to be deleted.</param>
    public void Sort(ulong versionsBelow)
    {
        SortPlaces();
        var places = CollectionsMarshal.AsSpan(_places);
        int kept = 0;
        Bytes = 0;
        for (int i = 0; i < places.Length; i++)
        {
            var place = places[i];
            bool replaced = i + 1 < places.Length && place.SameRow(places[i + 1]);
            if (!replaced && !(place.Deleted && place.IsNew(versionsBelow)))
            {
                places[kept++] = place;
                Bytes += place.Key.Length + place.Value.Length;
            }
        }

        CollectionsMarshal.SetCount(_places, kept);
        _present = -1;
    }

    /// <inheritdoc/>
    public bool Read() => ++_present < _places.Count;

    /// <summary>Forgets the rows.</summary>
    public void Clear() => _places.Clear();

    // Numbers sort much faster than keys: first by the family and the first bytes of the key, then the few that are equal in those.
    private void SortPlaces()
    {
        var places = CollectionsMarshal.AsSpan(_places);
        if (_prefixes.Length < places.Length)
        {
            _prefixes = new ulong[_places.Capacity];
        }

        for (int i = 0; i < places.Length; i++)
        {
            _prefixes[i] = places[i].Prefix();
        }

        _prefixes.AsSpan(0, places.Length).Sort(places);
        int from = 0;
        for (int i = 1; i <= places.Length; i++)
        {
            if (i == places.Length || _prefixes[i] != _prefixes[from])
            {
                places[from..i].Sort();
                from = i;
            }
        }
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
