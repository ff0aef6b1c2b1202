using Pika.Storage.Keyspace;

namespace Pika.Actors.Execution;

/// <summary>A range of a sorted set, its ends read from a command's words; then found in a set.</summary>
internal readonly ref struct ZsetRange
{
    /// <summary>From this offset of LIMIT on, the ranks are asked for where to go on; before, the walk skips.</summary>
    private const long FarOffset = 256;

    private readonly ZsetRangeKind _kind;
    private readonly long _start;
    private readonly long _stop;
    private readonly ScoreBound _least;
    private readonly ScoreBound _most;
    private readonly LexBound _first;
    private readonly LexBound _last;

    private ZsetRange(ZsetRangeKind kind, long start, long stop) => (_kind, _start, _stop) = (kind, start, stop);

    private ZsetRange(ScoreBound least, ScoreBound most) => (_kind, _least, _most) = (ZsetRangeKind.Score, least, most);

    private ZsetRange(LexBound first, LexBound last)
    {
        _kind = ZsetRangeKind.Lex;
        _first = first;
        _last = last;
    }

    /// <summary>Reads both ends. False: one is wrong, and the error is the reply.</summary>
    public static bool TryParse(CommandContext c, ZsetRangeKind kind, int least, int most, out ZsetRange range)
    {
        range = default;
        switch (kind)
        {
            case ZsetRangeKind.Score:
                bool isScores = ScoreBound.TryParse(c, least, most, out var low, out var high);
                range = new ZsetRange(low, high);
                return isScores;
            case ZsetRangeKind.Lex:
                bool isLex = LexBound.TryParse(c, least, most, out var first, out var last);
                range = new ZsetRange(first, last);
                return isLex;
            default:
                long stop = 0;
                bool isRanks = c.TryInteger(least, out long start) && c.TryInteger(most, out stop);
                range = new ZsetRange(ZsetRangeKind.Rank, start, stop);
                return isRanks;
        }
    }

    /// <summary>The number of members in the range, without LIMIT.</summary>
    public long Count(ref Zset zset)
    {
        _ = TryRanks(ref zset, backward: false, 0, out long first, out long last);
        return last - first + 1;
    }

    /// <summary>A walk over the range, and the most members to take from it. Dispose the walk, also if there are none.</summary>
    public ZsetWalk Walk(ref Zset zset, bool backward, long offset, long limit, out long most)
    {
        most = limit < 0 ? long.MaxValue : limit;
        if ((offset < 0 && _kind != ZsetRangeKind.Rank) || zset.Size == 0 || most == 0)
        {
            most = 0;
            return default;
        }

        if (_kind == ZsetRangeKind.Score && offset < FarOffset)
        {
            return WalkScores(ref zset, backward, offset, ref most);
        }

        // With ranks LIMIT counts nothing off: only one that changes nothing is let through.
        offset = _kind == ZsetRangeKind.Rank ? 0 : offset;
        if (!TryRanks(ref zset, backward, offset, out long first, out long last))
        {
            most = 0;
            return default;
        }

        most = Math.Min(most, last - first + 1);
        return zset.WalkFromRank(backward ? last : first, backward);
    }

    private static bool IsEmpty(ScoreBound least, ScoreBound most) =>
        least.Score > most.Score || (least.Score == most.Score && (least.Exclusive || most.Exclusive));

    private ZsetWalk WalkScores(ref Zset zset, bool backward, long offset, ref long most)
    {
        if (IsEmpty(_least, _most))
        {
            most = 0;
            return default;
        }

        var walk = zset.Walk(Lower, Upper, backward);
        if (!walk.Skip(offset))
        {
            most = 0;
        }

        return walk;
    }

    private ZsetBound Lower => _least.Exclusive ? ZsetBound.Behind(_least.Score) : ZsetBound.Before(_least.Score);

    private ZsetBound Upper => _most.Exclusive ? ZsetBound.Before(_most.Score) : ZsetBound.Behind(_most.Score);

    // Ranks from the lowest score, both included; the offset is taken off the end at which a walk begins.
    private bool TryRanks(ref Zset zset, bool backward, long offset, out long first, out long last)
    {
        switch (_kind)
        {
            case ZsetRangeKind.Rank:
                return TryRanks(zset.Size, backward, out first, out last);
            case ZsetRangeKind.Score:
                bool empty = IsEmpty(_least, _most);
                first = empty ? 0 : zset.EntriesBefore(Lower);
                last = empty ? -1 : zset.EntriesBefore(Upper) - 1;
                break;
            case ZsetRangeKind.Lex when !zset.IsBig:
                return TryListRanks(ref zset, backward, offset, out first, out last);
            default:
                FindLexRanks(ref zset, out first, out last);
                break;
        }

        if (last - first < offset)
        {
            return false;
        }

        (first, last) = backward ? (first, last - offset) : (first + offset, last);
        return true;
    }

    private bool TryRanks(long size, bool backward, out long first, out long last)
    {
        first = Math.Max(_start < 0 ? _start + size : _start, 0);
        last = Math.Min(_stop < 0 ? _stop + size : _stop, size - 1);
        if (first > last || first >= size)
        {
            (first, last) = (0, -1);
            return false;
        }

        (first, last) = backward ? (size - 1 - last, size - 1 - first) : (first, last);
        return true;
    }

    // A range of members has a meaning only if all scores are equal. Where they are not, a small set gives what Redis finds in a listpack, and a
    // big one what lies at the lowest score.
    private void FindLexRanks(ref Zset zset, out long first, out long last)
    {
        (first, last) = (0, -1);
        if (LexBound.IsEmpty(_first, _last))
        {
            return;
        }

        double score;
        using (var walk = zset.Walk(backward: false))
        {
            score = walk.Next() ? walk.Score : 0;
        }

        first = _first.Side < 0 ? 0 : zset.EntriesBefore(score, _first.Member, after: _first.Exclusive);
        last = (_last.Side > 0 ? zset.Size : zset.EntriesBefore(score, _last.Member, after: !_last.Exclusive)) - 1;
    }

    private bool TryListRanks(ref Zset zset, bool backward, long offset, out long first, out long last)
    {
        (first, last) = (0, -1);
        if (LexBound.IsEmpty(_first, _last))
        {
            return false;
        }

        long size = zset.Size;
        Span<bool> behindFirst = stackalloc bool[(int)size];
        Span<bool> beforeLast = stackalloc bool[(int)size];
        using var walk = zset.Walk(backward: false);
        for (int i = 0; i < size && walk.Next(); i++)
        {
            behindFirst[i] = _first.IsBefore(walk.Member);
            beforeLast[i] = _last.IsBehind(walk.Member);
        }

        // The first member found must be in the range; what the offset leaves out need not, and what follows ends with the first that is not.
        int begin = backward ? beforeLast.LastIndexOf(true) : behindFirst.IndexOf(true);
        if (
            !behindFirst[^1]
            || !beforeLast[0]
            || !(backward ? behindFirst : beforeLast)[begin]
            || offset >= (backward ? begin + 1 : size - begin)
        )
        {
            return false;
        }

        if (backward)
        {
            last = begin - offset;
            first = last - Run(behindFirst[..((int)last + 1)], backward: true) + 1;
        }
        else
        {
            first = begin + offset;
            last = first + Run(beforeLast[(int)first..], backward: false) - 1;
        }

        return first <= last;
    }

    private static int Run(ReadOnlySpan<bool> values, bool backward)
    {
        int end = backward ? values.LastIndexOf(false) : values.IndexOf(false);
        return backward ? values.Length - 1 - end
            : end < 0 ? values.Length
            : end;
    }
}
