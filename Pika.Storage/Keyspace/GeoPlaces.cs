namespace Pika.Storage.Keyspace;

/// <summary>Places that a search found, in the order in which it did until they are sorted. The buffers are used again.</summary>
public sealed class GeoPlaces
{
    /// <summary>A buffer of more than so many places is given up when the list is emptied.</summary>
    private const int Kept = 1 << 12;

    private static readonly Comparison<Entry> NearFirst = static (a, b) => a.Distance.CompareTo(b.Distance);
    private static readonly Comparison<Entry> FarFirst = static (a, b) => b.Distance.CompareTo(a.Distance);

    private readonly ScoredMembers _members = new();
    private Entry[] _entries = [];

    /// <summary>The number of places.</summary>
    public int Count => _members.Count;

    /// <summary>A place's name; valid until the list is emptied.</summary>
    public ReadOnlySpan<byte> Member(int at) => _members.Member(_entries[at].Index);

    /// <summary>A place's score.</summary>
    public double Score(int at) => _members.Score(_entries[at].Index);

    /// <summary>How far it is from the middle of the area, meters.</summary>
    public double Distance(int at) => _entries[at].Distance;

    /// <summary>Adds a place.</summary>
    public void Add(ReadOnlySpan<byte> member, double score, double distance)
    {
        int index = _members.Add(member, score);
        if (index == _entries.Length)
        {
            Array.Resize(ref _entries, Math.Max(8, 2 * index));
        }

        _entries[index] = new Entry(distance, index);
    }

    /// <summary>
    /// Sorts by distance, so that the first <paramref name="wanted"/> are right. Places of one distance stay in order if all are wanted; else they stand as Redis
    /// leaves them.
    /// </summary>
    public void Sort(bool farFirst, int wanted)
    {
        var entries = _entries.AsSpan(0, Count);
        var compare = farFirst ? FarFirst : NearFirst;
        if (wanted < Count)
        {
            FirstSort.Sort(entries, wanted, compare);
        }
        else
        {
            entries.Sort(new InOrder(compare));
        }
    }

    /// <summary>Empties the list.</summary>
    public void Clear()
    {
        _members.Clear();
        if (_entries.Length > Kept)
        {
            _entries = [];
        }
    }

    private readonly record struct Entry(double Distance, int Index);

    private readonly struct InOrder(Comparison<Entry> compare) : IComparer<Entry>
    {
        public int Compare(Entry a, Entry b)
        {
            int order = compare(a, b);
            return order != 0 ? order : a.Index.CompareTo(b.Index);
        }
    }
}
