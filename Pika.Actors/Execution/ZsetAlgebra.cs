using Pika.Storage.Keyspace;

namespace Pika.Actors.Execution;

/// <summary>What becomes of the scores that a member has in several sorted sets.</summary>
internal enum ZsetAggregate
{
    /// <summary>They are added.</summary>
    Sum,

    /// <summary>The least counts.</summary>
    Min,

    /// <summary>The greatest counts.</summary>
    Max,
}

/// <summary>
/// Unions, intersections and differences of sorted sets. Sources are worked through from the smallest on, which shows where scores are added: sums of
/// doubles depend on the order.
/// </summary>
internal sealed class ZsetAlgebra(CommandContext c, ScoredSource[] sources, ZsetAggregate aggregate)
{
    private readonly ScoredMembers _result = new();

    /// <summary>The members that any source has, not in order yet.</summary>
    public ScoredMembers Union()
    {
        foreach (var source in BySize())
        {
            if (source.Size == 0)
            {
                continue;
            }

            using var walk = source.Walk();
            for (bool any = walk.SeekToFirst(); any; any = walk.Next())
            {
                double score = Weighted(source, ScoredSource.ScoreIn(walk.Value));
                bool known = _result.FindOrAdd(walk.Element, out int at);
                _result.Score(at) = known ? Aggregate(_result.Score(at), score) : score;
            }
        }

        return _result;
    }

    /// <summary>The members that all sources have, up to a number of them, not in order yet.</summary>
    public ScoredMembers Intersection(long most)
    {
        var ordered = BySize();
        if (ordered[0].Size == 0)
        {
            return _result;
        }

        using var walk = ordered[0].Walk();
        for (bool any = walk.SeekToFirst(); any && _result.Count < most; any = walk.Next())
        {
            double score = Weighted(ordered[0], ScoredSource.ScoreIn(walk.Value));
            int found = 1;
            while (found < ordered.Length && ordered[found].TryScore(walk.Element, out double other))
            {
                // Of a product that is no number Redis makes none here: the sum has become zero then.
                score = Aggregate(score, other * ordered[found].Weight);
                found++;
            }

            if (found == ordered.Length)
            {
                _result.Add(walk.Element, score);
            }
        }

        return _result;
    }

    /// <summary>The members of the first source that no other has, not in order yet.</summary>
    public ScoredMembers Difference()
    {
        if (sources[0].Size == 0)
        {
            return _result;
        }

        using var walk = sources[0].Walk();
        for (bool any = walk.SeekToFirst(); any; any = walk.Next())
        {
            int others = 1;
            while (others < sources.Length && !sources[others].TryScore(walk.Element, out _))
            {
                others++;
            }

            if (others == sources.Length)
            {
                _result.Add(walk.Element, ScoredSource.ScoreIn(walk.Value));
            }
        }

        return _result;
    }

    /// <summary>Whether the sources are few enough to be worked through here. False: the command is void, as for <see cref="Keyspace.MayProcess"/>.</summary>
    public bool MayRun()
    {
        long members = 0;
        foreach (var source in sources)
        {
            members += source.Size;
        }

        return c.Keyspace.MayProcess(members * ZsetReplies.MemberCost);
    }

    // Those of one size stay in the order in which they were named.
    private ScoredSource[] BySize() => [.. sources.OrderBy(static source => source.Size)];

    private static double Weighted(ScoredSource source, double score)
    {
        double weighted = source.Weight * score;
        return double.IsNaN(weighted) ? 0 : weighted;
    }

    private double Aggregate(double score, double other)
    {
        switch (aggregate)
        {
            case ZsetAggregate.Min:
                return other < score ? other : score;
            case ZsetAggregate.Max:
                return other > score ? other : score;
            default:
                double sum = score + other;
                return double.IsNaN(sum) ? 0 : sum;
        }
    }
}
