namespace Pika.Actors.Execution;

/// <summary>
/// The first names of a range, picked from names that come in any order: it holds as many as are wanted and one more, at which to go on. An empty end is open.
/// </summary>
internal sealed class NameRange
{
    private readonly byte[] _first;
    private readonly byte[] _last;
    private readonly int _limit;
    private readonly SortedSet<byte[]> _names;
    private readonly Comparer<byte[]> _order;

    /// <summary>An empty range of names from <paramref name="first"/> to <paramref name="last"/>, both included.</summary>
    /// <param name="reverse">Downwards: the first is the greater.</param>
    public NameRange(byte[] first, byte[] last, bool reverse, int limit)
    {
        (_first, _last, _limit) = (first, last, limit);
        _order = Comparer<byte[]>.Create((a, b) => reverse ? b.AsSpan().SequenceCompareTo(a) : a.AsSpan().SequenceCompareTo(b));
        Reverse = reverse;
        _names = new SortedSet<byte[]>(_order);
    }

    private bool Reverse { get; }

    /// <summary>Whether the name is in the range, and before those that are known to be one too many.</summary>
    public bool Admits(ReadOnlySpan<byte> name) =>
        (_first.Length == 0 || Compare(name, _first) >= 0)
        && (_last.Length == 0 || Compare(name, _last) <= 0)
        && (_names.Count <= _limit || Compare(name, _names.Max!) < 0);

    /// <summary>Adds a name that is admitted.</summary>
    public void Add(ReadOnlySpan<byte> name)
    {
        _names.Add(name.ToArray());
        if (_names.Count > _limit + 1)
        {
            _names.Remove(_names.Max!);
        }
    }

    /// <summary>The names, in order, and the one at which to go on; empty at the end of the range.</summary>
    public (List<byte[]> Names, byte[] Next) Take()
    {
        byte[] next = [];
        if (_names.Count > _limit)
        {
            next = _names.Max!;
            _names.Remove(next);
        }

        return ([.. _names], next);
    }

    private int Compare(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) => Reverse ? b.SequenceCompareTo(a) : a.SequenceCompareTo(b);
}
