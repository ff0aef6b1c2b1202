using Pika.Actors.Execution;
using Pika.Storage.Keyspace;
using ValueType = Pika.Storage.Keyspace.ValueType;

namespace Pika.Actors.Commands;

/// <summary>The commands that take members from the ends of sorted sets.</summary>
internal static class ZsetPopCommands
{
    private const string NotPositive = "ERR value is out of range, must be positive";

    /// <summary>ZPOPMIN key [count]</summary>
    public static void ZPopMin(CommandContext c) => Pop(c, highest: false);

    /// <summary>ZPOPMAX key [count]</summary>
    public static void ZPopMax(CommandContext c) => Pop(c, highest: true);

    /// <summary>ZMPOP numkeys key [key ...] MIN | MAX [COUNT count]</summary>
    public static void ZMPop(CommandContext c)
    {
        if (ManyPopOptions.TryParse(c, 1, "min"u8, "max"u8, out var options) && !options.TryPopAny(c, TryPopMany))
        {
            c.Reply.NullArray();
        }
    }

    /// <summary>Answers with the key and members at one end of its sorted set, and removes them. False: there is no such set, and no reply.</summary>
    internal static bool TryPopMany(CommandContext c, int key, ManyPopOptions options)
    {
        using var row = c.Keyspace.Find(c[key]);
        if (!row.Exists)
        {
            return false;
        }

        if (!c.IsWrongType(row, ValueType.Zset))
        {
            ReplyNamed(c, c[key], row, highest: !options.First, options.Count);
        }

        return true;
    }

    /// <summary>Takes members from a sorted set that is there, and answers with its key and them: the reply of ZMPOP and BZMPOP.</summary>
    private static void ReplyNamed(CommandContext c, ReadOnlySpan<byte> key, in KeyRow row, bool highest, long count)
    {
        if (Take(c, key, row, highest, count) is { } popped)
        {
            c.Reply.Array(2);
            c.Reply.Bulk(key);
            c.Reply.Array(popped.Count);
            for (int i = 0; i < popped.Count; i++)
            {
                c.Reply.Pair(popped.Member(i), popped.Score(i));
            }
        }
    }

    /// <summary>
    /// Takes members from a sorted set that is there, and tells of it. Null: they are too many for a turn on a network thread, and the command is
    /// void.
    /// </summary>
    /// <returns>The members; valid until the next call.</returns>
    internal static ScoredMembers? Take(CommandContext c, ReadOnlySpan<byte> key, in KeyRow row, bool highest, long count)
    {
        count = Math.Min(count, row.Size);
        if (!c.Keyspace.MayProcess(count * ZsetReplies.MemberCost))
        {
            return null;
        }

        var popped = c.Keyspace.Zsets.Pop(key, row, highest, count, out bool emptied);
        ZsetCommands.NotifyRemoved(c, key, highest ? "zpopmax"u8 : "zpopmin"u8, emptied);
        return popped;
    }

    private static void Pop(CommandContext c, bool highest)
    {
        if (c.Count > 3)
        {
            c.SyntaxError();
            return;
        }

        long count = 1;
        if (c.Count == 3 && !c.TryInteger(2, 0, long.MaxValue, out count, NotPositive))
        {
            return;
        }

        using var row = c.Keyspace.Find(c[1]);
        if (c.IsWrongType(row, ValueType.Zset))
        {
            return;
        }

        if (!row.Exists || count == 0)
        {
            c.Reply.Array(0);
            return;
        }

        if (Take(c, c[1], row, highest, count) is not { } popped)
        {
            return;
        }

        // Without a count one flat pair, with one a list of them, which only RESP3 shows.
        bool nested = c.Reply.Protocol >= 3 && c.Count == 3;
        c.Reply.Array(checked(nested ? popped.Count : 2 * popped.Count));
        for (int i = 0; i < popped.Count; i++)
        {
            if (nested)
            {
                c.Reply.Array(2);
            }

            c.Reply.Bulk(popped.Member(i));
            c.Reply.Double(popped.Score(i));
        }
    }
}
