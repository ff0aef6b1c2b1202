using Pika.Actors.Execution;
using Pika.Storage.Keyspace;
using ValueType = Pika.Storage.Keyspace.ValueType;

namespace Pika.Actors.Commands;

/// <summary>ZRANDMEMBER: members are chosen by their ranks, each as likely as any other.</summary>
internal static class ZsetRandomCommands
{
    /// <summary>To go to a rank costs about as much as to walk past this many members.</summary>
    private const long StepsOfRank = 128;

    /// <summary>ZRANDMEMBER key [count [WITHSCORES]]</summary>
    public static void ZRandMember(CommandContext c)
    {
        if (c.Count == 2)
        {
            ReplyOne(c);
            return;
        }

        if (!RandomCount.TryRead(c, 2, out long count))
        {
            return;
        }

        if (c.Count > 4 || (c.Count == 4 && !c.Is(3, "withscores"u8)))
        {
            c.SyntaxError();
            return;
        }

        bool withScores = c.Count == 4;
        if (withScores && count is < -long.MaxValue / 2 or > long.MaxValue / 2)
        {
            c.Error("ERR value is out of range");
            return;
        }

        using var row = c.Keyspace.Lookup(c[1]);
        if (c.IsWrongType(row, ValueType.Zset))
        {
            return;
        }

        if (!row.Exists || count == 0)
        {
            c.Reply.Array(0);
            return;
        }

        var zset = c.Keyspace.Zsets.Open(c[1], row);
        if (c.Keyspace.MayProcess(Math.Min(count < 0 ? -count : Math.Min(count, zset.Size), int.MaxValue) * ZsetReplies.MemberCost))
        {
            ReplySome(c, ref zset, count, withScores);
        }
    }

    private static void ReplyOne(CommandContext c)
    {
        using var row = c.Keyspace.Lookup(c[1]);
        if (c.IsWrongType(row, ValueType.Zset))
        {
            return;
        }

        if (!row.Exists)
        {
            c.Reply.Null();
            return;
        }

        var zset = c.Keyspace.Zsets.Open(c[1], row);
        ReplyAt(c, ref zset, c.Node.Chance(zset.Size), withScores: false);
    }

    private static void ReplySome(CommandContext c, ref Zset zset, long count, bool withScores)
    {
        if (count >= zset.Size)
        {
            using var walk = zset.Walk(backward: true);
            var all = walk;
            ZsetReplies.ReplyAlong(c, ref all, long.MaxValue, withScores);
        }
        else if (count < 0)
        {
            ReplyRepeatedly(c, ref zset, -count, withScores);
        }
        else if (count * StepsOfRank < zset.Size)
        {
            ReplyDistinct(c, ref zset, count, withScores);
        }
        else
        {
            ReplySample(c, ref zset, count, withScores);
        }
    }

    private static void ReplyAt(CommandContext c, ref Zset zset, long rank, bool withScores)
    {
        var walk = zset.WalkFromRank(rank, backward: false);
        try
        {
            if (walk.Next())
            {
                c.Reply.Member(walk.Member, walk.Score, withScores);
            }
        }
        finally
        {
            walk.Dispose();
        }
    }

    private static void ReplyRepeatedly(CommandContext c, ref Zset zset, long count, bool withScores)
    {
        c.Reply.Members(count, withScores);
        if (count * StepsOfRank < zset.Size)
        {
            for (; count > 0 && !c.Keyspace.Incomplete; count--)
            {
                ReplyAt(c, ref zset, c.Node.Chance(zset.Size), withScores);
            }

            return;
        }

        if (!c.Keyspace.MayProcess(zset.Size * ZsetReplies.MemberCost))
        {
            return;
        }

        var all = new ScoredMembers();
        using (var walk = zset.Walk(backward: false))
        {
            while (walk.Next())
            {
                all.Add(walk.Member, walk.Score);
            }
        }

        for (; count > 0 && !c.Keyspace.Incomplete; count--)
        {
            int at = (int)c.Node.Chance(all.Count);
            c.Reply.Member(all.Member(at), all.Score(at), withScores);
        }
    }

    // Few of many: ranks by chance, drawn again where one comes twice.
    private static void ReplyDistinct(CommandContext c, ref Zset zset, long count, bool withScores)
    {
        c.Reply.Members(count, withScores);
        var drawn = new HashSet<long>();
        while (drawn.Count < count && !c.Keyspace.Incomplete)
        {
            long rank = c.Node.Chance(zset.Size);
            if (drawn.Add(rank))
            {
                ReplyAt(c, ref zset, rank, withScores);
            }
        }
    }

    // Each member on the way is taken with the chance that leaves as many as are still wanted.
    private static void ReplySample(CommandContext c, ref Zset zset, long count, bool withScores)
    {
        if (!c.Keyspace.MayProcess(zset.Size * ZsetReplies.MemberCost))
        {
            return;
        }

        c.Reply.Members(count, withScores);
        using var walk = zset.Walk(backward: false);
        for (long left = zset.Size; count > 0 && walk.Next(); left--)
        {
            if (c.Node.Chance(left) < count)
            {
                c.Reply.Member(walk.Member, walk.Score, withScores);
                count--;
            }
        }
    }
}
