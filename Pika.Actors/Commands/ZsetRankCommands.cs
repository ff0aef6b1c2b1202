using Pika.Actors.Execution;
using ValueType = Pika.Storage.Keyspace.ValueType;

namespace Pika.Actors.Commands;

/// <summary>The commands that count members of sorted sets: in a range, or before another.</summary>
internal static class ZsetRankCommands
{
    /// <summary>ZRANK key member</summary>
    public static void ZRank(CommandContext c) => Rank(c, fromHighest: false);

    /// <summary>ZREVRANK key member</summary>
    public static void ZRevRank(CommandContext c) => Rank(c, fromHighest: true);

    /// <summary>ZCOUNT key min max</summary>
    public static void ZCount(CommandContext c) => Count(c, ZsetRangeKind.Score);

    /// <summary>ZLEXCOUNT key min max</summary>
    public static void ZLexCount(CommandContext c) => Count(c, ZsetRangeKind.Lex);

    private static void Rank(CommandContext c, bool fromHighest)
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
        if (!zset.TryScore(c[2], out double score))
        {
            c.Reply.Null();
            return;
        }

        long rank = zset.EntriesBefore(score, c[2]);
        c.Reply.Integer(fromHighest ? zset.Size - 1 - rank : rank);
    }

    private static void Count(CommandContext c, ZsetRangeKind kind)
    {
        if (!ZsetRange.TryParse(c, kind, 2, 3, out var range))
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
            c.Reply.Integer(0);
            return;
        }

        var zset = c.Keyspace.Zsets.Open(c[1], row);
        c.Reply.Integer(range.Count(ref zset));
    }
}
