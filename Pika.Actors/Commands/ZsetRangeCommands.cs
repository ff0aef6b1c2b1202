using Pika.Actors.Execution;
using Pika.Storage.Keyspace;
using ValueType = Pika.Storage.Keyspace.ValueType;

namespace Pika.Actors.Commands;

/// <summary>The commands that answer with ranges of sorted sets, or store them.</summary>
internal static class ZsetRangeCommands
{
    /// <summary>ZRANGE key start stop [BYSCORE | BYLEX] [REV] [LIMIT offset count] [WITHSCORES]</summary>
    public static void ZRange(CommandContext c) => Reply(c, ZsetRangeKind.Unsaid, null);

    /// <summary>ZREVRANGE key start stop [WITHSCORES]</summary>
    public static void ZRevRange(CommandContext c) => Reply(c, ZsetRangeKind.Rank, true);

    /// <summary>ZRANGEBYSCORE key min max [WITHSCORES] [LIMIT offset count]</summary>
    public static void ZRangeByScore(CommandContext c) => Reply(c, ZsetRangeKind.Score, false);

    /// <summary>ZREVRANGEBYSCORE key max min [WITHSCORES] [LIMIT offset count]</summary>
    public static void ZRevRangeByScore(CommandContext c) => Reply(c, ZsetRangeKind.Score, true);

    /// <summary>ZRANGEBYLEX key min max [LIMIT offset count]</summary>
    public static void ZRangeByLex(CommandContext c) => Reply(c, ZsetRangeKind.Lex, false);

    /// <summary>ZREVRANGEBYLEX key max min [LIMIT offset count]</summary>
    public static void ZRevRangeByLex(CommandContext c) => Reply(c, ZsetRangeKind.Lex, true);

    /// <summary>ZRANGESTORE dst src min max [BYSCORE | BYLEX] [REV] [LIMIT offset count]</summary>
    public static void ZRangeStore(CommandContext c)
    {
        if (
            !ZsetRangeOptions.TryParse(c, 3, ZsetRangeKind.Unsaid, null, store: true, out var options)
            || !ZsetRange.TryParse(c, options.Kind, options.Least, options.Most, out var range)
        )
        {
            return;
        }

        using var row = c.Keyspace.Lookup(c[2]);
        if (c.IsWrongType(row, ValueType.Zset))
        {
            return;
        }

        var members = new ScoredMembers();
        if (row.Exists)
        {
            Collect(c, row, options, range, members);
        }

        if (!c.Keyspace.Incomplete)
        {
            Store(c, 1, members, "zrangestore"u8);
        }
    }

    /// <summary>Replaces a key by members in their order, answers with their number and tells of it.</summary>
    internal static void Store(CommandContext c, int key, ScoredMembers members, ReadOnlySpan<byte> name)
    {
        using var old = c.Keyspace.Find(c[key]);
        c.Keyspace.Zsets.Replace(c[key], old, members);
        if (members.Count > 0)
        {
            c.Notify(NotifyEvent.Zset, name, c[key]);
        }
        else if (old.Exists)
        {
            c.Notify(NotifyEvent.Generic, "del"u8, c[key]);
        }

        c.Reply.Integer(members.Count);
    }

    private static void Collect(CommandContext c, in KeyRow row, in ZsetRangeOptions options, in ZsetRange range, ScoredMembers members)
    {
        var zset = c.Keyspace.Zsets.Open(c[2], row);
        var walk = range.Walk(ref zset, options.Backward, options.Offset, options.Limit, out long most);

        // Redis fills a listpack, which has no minus zero, until it is too big for one; of ranks it knows the number beforehand.
        bool small = options.Kind != ZsetRangeKind.Rank || ZsetType.IsSmall(most, longest: 0);
        try
        {
            while (members.Count < most && ZsetReplies.MayGoOn(c, members.Count) && walk.Next())
            {
                int at = members.Add(walk.Member, walk.Score);
                small = small && ZsetType.IsSmall(members.Count, members.Longest);
                if (small)
                {
                    members.Score(at) = ZsetType.SmallScore(walk.Score);
                }
            }
        }
        finally
        {
            walk.Dispose();
        }

        if (options.Backward)
        {
            members.Sort();
        }
    }

    private static void Reply(CommandContext c, ZsetRangeKind kind, bool? backward)
    {
        if (
            !ZsetRangeOptions.TryParse(c, 2, kind, backward, store: false, out var options)
            || !ZsetRange.TryParse(c, options.Kind, options.Least, options.Most, out var range)
        )
        {
            return;
        }

        using var row = c.Keyspace.Lookup(c[1]);
        if (c.IsWrongType(row, ValueType.Zset))
        {
            return;
        }

        if (!row.Exists)
        {
            c.Reply.Array(0);
            return;
        }

        var zset = c.Keyspace.Zsets.Open(c[1], row);
        var walk = range.Walk(ref zset, options.Backward, options.Offset, options.Limit, out long most);
        try
        {
            ZsetReplies.ReplyAlong(c, ref walk, most, options.WithScores);
        }
        finally
        {
            walk.Dispose();
        }
    }
}
