namespace Pika.Storage.Keyspace;

/// <summary>
/// An end of a sorted set, remembered by one writer from pop to pop: the entries that come next there, read some at a time, so that most pops
/// read nothing; and outside of which entry nothing is left, since what has been removed leaves marks in the store, past which every walk from the very
/// end would go. Like a rank index it is told apart by the stamp. The state before the turn is kept beside the present one: a turn that turns out to be
/// void, because a read needs a disk, begins again with it.
/// </summary>
internal sealed class ZsetEnd(bool highest)
{
    /// <summary>Entries that are read ahead when a second pop follows the first; twice as many each time after that.</summary>
    private const int FirstAhead = 16;

    /// <summary>A walk over this many takes a tenth of a millisecond or two.</summary>
    private const int MostAhead = 512;

    /// <summary>Bytes of members that are read ahead at a time.</summary>
    private const int MostAheadBytes = 1 << 16;

    /// <summary>With more entries than this, or more bytes of members, those that are popped are dropped from the list.</summary>
    private const int MostEntries = 4 * MostAhead;

    /// <inheritdoc cref="MostEntries"/>
    private const int MostBytes = 4 * MostAheadBytes;

    /// <summary>From the end inwards, without a gap: those that are popped, then those that come next.</summary>
    private ScoredMembers _entries = new();
    private ScoredMembers _spare = new();
    private State _now;

    /// <summary>What <see cref="_now"/> was before the turn.</summary>
    private State _before;
    private long _turn = -1;
    private int _ahead;

    /// <summary>Between <see cref="Open"/> and <see cref="Close"/>: what is removed is what is taken here.</summary>
    private bool _taking;

    /// <summary>Begins to take entries of this state of a set.</summary>
    public void Open(long turn, ulong version, ulong stamp)
    {
        if (!TrySelect(turn, version, stamp))
        {
            _entries.Clear();
            (_now, _before, _turn, _ahead) = (new State(version, stamp, 0, 0), default, turn, 0);
        }

        _taking = true;
    }

    /// <summary>Takes the entry that comes next, for the caller to remove. False: there is none, or a read stopped.</summary>
    /// <param name="count">How many the caller is about to take.</param>
    /// <param name="member">Valid until the next call.</param>
    public bool TryTake(ZsetType type, long count, out ReadOnlySpan<byte> member, out double score)
    {
        if (_now.Next == _now.Count && !TryFetch(type, count))
        {
            member = default;
            score = 0;
            return false;
        }

        member = _entries.Member(_now.Next);
        score = _entries.Score(_now.Next);
        _now = _now with { Next = _now.Next + 1, Stamp = 0 };
        return true;
    }

    /// <summary>What was taken is removed, and this is the stamp of the state without it; 0 if nothing is left.</summary>
    public void Close(ulong stamp)
    {
        _now = _now with { Stamp = stamp };
        _taking = false;
    }

    /// <summary>An entry comes into a set, of which this is the last state that was saved.</summary>
    public void Added(long turn, ulong version, ulong stamp, ulong score, ReadOnlySpan<byte> member)
    {
        if (_taking || !TrySelect(turn, version, stamp))
        {
            return;
        }

        int at = FirstFrom(score, member);
        if (at < _now.Next)
        {
            (_now, _ahead) = (_now with { Next = 0, Count = 0 }, 0);
        }
        else
        {
            Cut(at);
        }
    }

    /// <summary>An entry goes from a set, of which this is the last state that was saved.</summary>
    public void Removed(long turn, ulong version, ulong stamp, ulong score, ReadOnlySpan<byte> member)
    {
        if (!_taking && TrySelect(turn, version, stamp) && FirstFrom(score, member) is var at && at >= _now.Next)
        {
            Cut(at);
        }
    }

    /// <summary>One state of a set has become another, and all that has come in and gone was told.</summary>
    public void Carry(long turn, ulong version, ulong from, ulong to)
    {
        if (!_taking && TrySelect(turn, version, from))
        {
            _now = _now with { Stamp = to };
        }
    }

    private bool IsLong => _now.Next > 1 && (_entries.Count > MostEntries || _entries.Bytes > MostBytes);

    private bool TrySelect(long turn, ulong version, ulong stamp)
    {
        if (_now.Is(version, stamp))
        {
            if (_turn != turn)
            {
                _turn = turn;
                if (IsLong)
                {
                    DropPopped();
                }

                _before = _now;
            }

            return true;
        }

        if (_before.Is(version, stamp))
        {
            (_now, _turn) = (_before, turn);
            return true;
        }

        return false;
    }

    private bool TryFetch(ZsetType type, long count)
    {
        // So much in one turn: should it be void, it begins with a walk.
        if (IsLong)
        {
            DropPopped();
            _before = default;
        }

        _entries.CutBack(_now.Count);
        _before = _before.Next > _now.Count ? default : _before with { Count = Math.Min(_before.Count, _now.Count) };
        int atLeast = (int)Math.Min(count, MostAhead);
        int most = Math.Max(atLeast, _ahead);
        _ahead = Math.Clamp(2 * _ahead, FirstAhead, MostAhead);
        using var walk = WalkOn(type);
        int bytes = 0;
        for (int fetched = 0; fetched < most && (fetched < atLeast || bytes < MostAheadBytes) && walk.Next(); fetched++)
        {
            _entries.Add(walk.Member, walk.Score);
            bytes += walk.Member.Length;
        }

        bool any = _entries.Count > _now.Count;
        _now = _now with { Count = _entries.Count };
        return any;
    }

    private ZsetWalk WalkOn(ZsetType type)
    {
        var place =
            _now.Count > 0
                ? new ZsetBound(SortableScore.Of(_entries.Score(_now.Count - 1)), _entries.Member(_now.Count - 1), after: !highest)
            : highest ? ZsetBound.End
            : ZsetBound.Start;
        return highest ? type.Walk(ZsetBound.Start, place, backward: true) : type.Walk(place, ZsetBound.End, backward: false);
    }

    // Those from there on are not what comes next any more.
    private void Cut(int at)
    {
        if (at < _now.Count)
        {
            (_now, _ahead) = (_now with { Count = at }, 0);
        }
    }

    // The last one that was popped stays: it is the place from which a walk goes on.
    private void DropPopped()
    {
        int from = Math.Max(_now.Next - 1, 0);
        _spare.Clear();
        for (int i = from; i < _now.Count; i++)
        {
            _spare.Add(_entries.Member(i), _entries.Score(i));
        }

        (_entries, _spare) = (_spare, _entries);
        _spare.Clear();
        _now = _now with { Next = _now.Next - from, Count = _now.Count - from };
    }

    // The first entry that is not outside of this one, of the last that was popped and those that come next.
    private int FirstFrom(ulong score, ReadOnlySpan<byte> member)
    {
        (int low, int high) = (Math.Max(_now.Next - 1, 0), _now.Count);
        while (low < high)
        {
            int middle = (low + high) / 2;
            ulong other = SortableScore.Of(_entries.Score(middle));
            int order = other != score ? other.CompareTo(score) : _entries.Member(middle).SequenceCompareTo(member);
            bool outside = highest ? order > 0 : order < 0;
            (low, high) = outside ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>A state of a set: how many of the entries are popped, and how many there are with those that come next.</summary>
    private readonly record struct State(ulong Version, ulong Stamp, int Next, int Count)
    {
        public bool Is(ulong version, ulong stamp) => Version == version && Stamp == stamp && stamp != 0;
    }
}
