using Pika.Actors.Execution;
using Pika.Storage.Keyspace;
using ValueType = Pika.Storage.Keyspace.ValueType;

namespace Pika.Actors.Commands;

/// <summary>The commands on single members of sorted sets.</summary>
internal static class ZsetCommands
{
    /// <summary>More scores than this are kept on the heap while their command runs.</summary>
    private const int ScoresOnStack = 64;

    /// <summary>ZADD key [NX | XX] [GT | LT] [CH] [INCR] score member [score member ...]</summary>
    public static void ZAdd(CommandContext c)
    {
        if (ZaddOptions.TryParse(c, increment: false, out var options))
        {
            Put(c, options);
        }
    }

    /// <summary>ZINCRBY key increment member</summary>
    public static void ZIncrBy(CommandContext c)
    {
        if (ZaddOptions.TryParse(c, increment: true, out var options))
        {
            Put(c, options);
        }
    }

    /// <summary>ZREM key member [member ...]</summary>
    public static void ZRem(CommandContext c)
    {
        using var row = c.Keyspace.Find(c[1]);
        if (c.IsWrongType(row, ValueType.Zset))
        {
            return;
        }

        if (!row.Exists)
        {
            c.Reply.Integer(0);
            return;
        }

        var zset = c.Keyspace.Zsets.Open(c[1], row);
        int removed = 0;
        for (int i = 2; i < c.Count && zset.Size > 0; i++)
        {
            if (zset.TryScore(c[i], out double score))
            {
                zset.Remove(c[i], score);
                removed++;
            }
        }

        bool emptied = zset.Save();
        if (removed > 0)
        {
            NotifyRemoved(c, c[1], "zrem"u8, emptied);
        }

        c.Reply.Integer(removed);
    }

    /// <summary>ZCARD key</summary>
    public static void ZCard(CommandContext c)
    {
        using var row = c.Keyspace.Lookup(c[1]);
        if (!c.IsWrongType(row, ValueType.Zset))
        {
            c.Reply.Integer(row.Exists ? row.Size : 0);
        }
    }

    /// <summary>ZSCORE key member</summary>
    public static void ZScore(CommandContext c)
    {
        using var row = ElementRows.Lookup(c.Keyspace, c[1], ValueType.Zset, c[2], out var element, out bool found);
        if (c.IsWrongType(row, ValueType.Zset))
        {
            return;
        }

        if (found)
        {
            c.Reply.Double(ScoredSource.ScoreIn(element.Value));
        }
        else
        {
            c.Reply.Null();
        }

        element.Dispose();
    }

    /// <summary>ZMSCORE key member [member ...]</summary>
    public static void ZMScore(CommandContext c)
    {
        using var row = c.Keyspace.Lookup(c[1]);
        if (c.IsWrongType(row, ValueType.Zset))
        {
            return;
        }

        var zset = c.Keyspace.Zsets.Open(c[1], row);
        c.Reply.Array(c.Count - 2);
        for (int i = 2; i < c.Count; i++)
        {
            ReplyScore(c, ref zset, i);
        }
    }

    /// <summary>Tells that members have gone, and the key with the last of them.</summary>
    internal static void NotifyRemoved(CommandContext c, ReadOnlySpan<byte> key, ReadOnlySpan<byte> name, bool emptied)
    {
        c.Notify(NotifyEvent.Zset, name, key);
        if (emptied)
        {
            c.Notify(NotifyEvent.Generic, "del"u8, key);
        }
    }

    private static void ReplyScore(CommandContext c, ref Zset zset, int member)
    {
        if (zset.TryScore(c[member], out double score))
        {
            c.Reply.Double(score);
        }
        else
        {
            c.Reply.Null();
        }
    }

    private static void Put(CommandContext c, in ZaddOptions options)
    {
        int pairs = (c.Count - options.First) / 2;
        Span<double> scores =
            pairs == 1 ? stackalloc double[1]
            : pairs <= ScoresOnStack ? stackalloc double[ScoresOnStack]
            : new double[pairs];
        for (int i = 0; i < pairs; i++)
        {
            if (!c.TryDouble(options.First + (2 * i), out scores[i]))
            {
                return;
            }
        }

        Put(c, options, scores[..pairs], options.First + 1, 2);
    }

    /// <summary>Adds members with scores, or changes those they have, and answers.</summary>
    /// <param name="first">The index of the first member.</param>
    /// <param name="step">From one member to the next.</param>
    internal static void Put(CommandContext c, in ZaddOptions options, ReadOnlySpan<double> scores, int first, int step)
    {
        using var row = c.Keyspace.Find(c[1]);
        if (c.IsWrongType(row, ValueType.Zset))
        {
            return;
        }

        if (!row.Exists && options.OnlyUpdate)
        {
            Reply(c, options, default);
            return;
        }

        var zset = c.Keyspace.Zsets.Open(c[1], row);
        var outcome = default(Outcome);
        for (int i = 0; i < scores.Length; i++)
        {
            var one = PutOne(ref zset, options, c[first + (step * i)], scores[i]);
            if (one.IsNan)
            {
                c.Error("ERR resulting score is not a number (NaN)");
                return;
            }

            outcome = one with { Added = outcome.Added + one.Added, Updated = outcome.Updated + one.Updated };
        }

        zset.Save();
        if (outcome.Added + outcome.Updated > 0)
        {
            c.Notify(NotifyEvent.Zset, options.Increment ? "zincr"u8 : "zadd"u8, c[1]);
        }

        Reply(c, options, outcome);
    }

    private static void Reply(CommandContext c, in ZaddOptions options, in Outcome outcome)
    {
        if (!options.Increment)
        {
            c.Reply.Integer(options.CountChanged ? outcome.Added + outcome.Updated : outcome.Added);
        }
        else if (outcome.Processed)
        {
            c.Reply.Double(outcome.Score);
        }
        else
        {
            c.Reply.Null();
        }
    }

    private static Outcome PutOne(ref Zset zset, in ZaddOptions options, ReadOnlySpan<byte> member, double score)
    {
        if (!zset.TryScore(member, out double before))
        {
            if (options.OnlyUpdate)
            {
                return default;
            }

            zset.Add(member, score);
            return new Outcome(1, 0, true, score);
        }

        if (options.OnlyAdd)
        {
            return default;
        }

        score = options.Increment ? before + score : score;
        if (double.IsNaN(score))
        {
            return new Outcome(0, 0, false, score);
        }

        if ((options.OnlyLess && score >= before) || (options.OnlyGreater && score <= before))
        {
            return default;
        }

        if (score != before)
        {
            zset.Move(member, before, score);
        }

        return new Outcome(0, score != before ? 1 : 0, true, score);
    }

    private readonly record struct Outcome(int Added, int Updated, bool Processed, double Score)
    {
        public bool IsNan => double.IsNaN(Score);
    }
}
