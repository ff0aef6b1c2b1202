using Pika.Actors.Execution;
using ValueType = Pika.Storage.Keyspace.ValueType;

namespace Pika.Actors.Commands;

/// <summary>The commands that remove ranges of sorted sets.</summary>
internal static class ZsetRemoveRangeCommands
{
    /// <summary>Only of a set with more members than this a range may be too big for a turn on a network thread.</summary>
    private const long ManyMembers = 10_000;

    /// <summary>ZREMRANGEBYRANK key start stop</summary>
    public static void ZRemRangeByRank(CommandContext c) => Remove(c, ZsetRangeKind.Rank, "zremrangebyrank"u8);

    /// <summary>ZREMRANGEBYSCORE key min max</summary>
    public static void ZRemRangeByScore(CommandContext c) => Remove(c, ZsetRangeKind.Score, "zremrangebyscore"u8);

    /// <summary>ZREMRANGEBYLEX key min max</summary>
    public static void ZRemRangeByLex(CommandContext c) => Remove(c, ZsetRangeKind.Lex, "zremrangebylex"u8);

    private static void Remove(CommandContext c, ZsetRangeKind kind, ReadOnlySpan<byte> name)
    {
        if (!ZsetRange.TryParse(c, kind, 2, 3, out var range))
        {
            return;
        }

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
        if (zset.Size > ManyMembers && !c.Keyspace.MayProcess(range.Count(ref zset) * ZsetReplies.MemberCost))
        {
            return;
        }

        long removed;
        var walk = range.Walk(ref zset, backward: false, 0, -1, out long most);
        try
        {
            removed = zset.RemoveAll(ref walk, most);
        }
        finally
        {
            walk.Dispose();
        }

        bool emptied = zset.Save();
        if (removed > 0)
        {
            ZsetCommands.NotifyRemoved(c, c[1], name, emptied);
        }

        c.Reply.Integer(removed);
    }
}
