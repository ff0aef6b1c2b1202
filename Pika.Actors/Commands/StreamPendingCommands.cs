using Pika.Actors.Execution;
using Pika.Storage.Keyspace;

namespace Pika.Actors.Commands;

/// <summary>XPENDING.</summary>
internal static class StreamPendingCommands
{
    /// <summary>A guess at the work that a pending entry is, to tell a long walk from a short one.</summary>
    private const long BytesPerPending = 64;

    /// <summary>XPENDING key group [[IDLE min-idle-time] start end count [consumer]]</summary>
    public static void XPending(CommandContext c)
    {
        if (c.Count != 3 && c.Count is < 6 or > 9)
        {
            c.SyntaxError();
            return;
        }

        var range = default(PendingRange);
        if (c.Count > 3 && !PendingRange.TryParse(c, out range))
        {
            return;
        }

        using var row = c.Keyspace.Lookup(c[1]);
        if (!c.TryGroup(row, 1, 2, out var rows, out var group))
        {
            return;
        }

        if (c.Count == 3)
        {
            Summary(c, rows, group);
            return;
        }

        uint consumer = 0;
        if (range.Consumer > 0 && !rows.TryGetConsumer(group.Number, c[range.Consumer], out consumer))
        {
            c.Reply.Array(0);
            return;
        }

        int mark = c.Reply.BeginDeferred();
        c.Reply.EndArray(mark, range.First > range.Last || range.Count == 0 ? 0 : List(c, rows, group, range, consumer));
    }

    private static void Summary(CommandContext c, in StreamGroupRows rows, StreamGroup group)
    {
        c.Reply.Array(4);
        c.Reply.Integer(group.Pending);
        if (group.Pending == 0)
        {
            c.Reply.Null();
            c.Reply.Null();
            c.Reply.NullArray();
            return;
        }

        StreamReply.Id(c, Edge(rows, group, backwards: false));
        StreamReply.Id(c, Edge(rows, group, backwards: true));
        int mark = c.Reply.BeginDeferred();
        int count = 0;
        using var consumers = rows.WalkConsumers(group.Number);
        while (consumers.Next())
        {
            long pending = rows.Consumer(group.Number, consumers.Number).Pending;
            if (pending == 0)
            {
                continue;
            }

            c.Reply.Array(2);
            c.Reply.Bulk(consumers.Name);
            c.Reply.Bulk(pending);
            count++;
        }

        c.Reply.EndArray(mark, count);
    }

    private static StreamId Edge(in StreamGroupRows rows, StreamGroup group, bool backwards)
    {
        using var walk = rows.WalkPending(group.Number, StreamId.Zero, StreamId.Max, backwards);
        return walk.Next() ? walk.Id : StreamId.Zero;
    }

    private static int List(CommandContext c, in StreamGroupRows rows, StreamGroup group, PendingRange range, uint consumer)
    {
        int count = 0;
        long looked = 0;
        using var walk =
            range.Consumer > 0
                ? rows.WalkPendingOf(group.Number, consumer, range.First, range.Last)
                : rows.WalkPending(group.Number, range.First, range.Last);
        while (walk.Next() && c.Keyspace.MayProcess(++looked * BytesPerPending))
        {
            var delivery = walk.Value.IsEmpty ? default : walk.Delivery;
            if (walk.Value.IsEmpty && !rows.TryGetPending(group.Number, walk.Id, out delivery))
            {
                continue;
            }

            if (range.LeastIdle != 0 && c.Now - delivery.At < range.LeastIdle)
            {
                continue;
            }

            c.Reply.Array(4);
            StreamReply.Id(c, walk.Id);
            using (var name = rows.NameOf(group.Number, delivery.Consumer))
            {
                c.Reply.Bulk(name.Value);
            }

            c.Reply.Integer(Math.Max(c.Now - delivery.At, 0));
            c.Reply.Integer(delivery.Count);
            if (++count == range.Count)
            {
                break;
            }
        }

        return count;
    }

    /// <summary>Which pending entries are asked for.</summary>
    /// <param name="Consumer">The word that names their consumer; 0 for those of all.</param>
    private readonly record struct PendingRange(StreamId First, StreamId Last, long Count, long LeastIdle, int Consumer)
    {
        public static bool TryParse(CommandContext c, out PendingRange range)
        {
            range = default;
            bool hasIdle = c.Is(3, "idle"u8);
            long idle = 0;
            if (hasIdle && !c.TryInteger(4, out idle))
            {
                return false;
            }

            if (hasIdle && c.Count < 8)
            {
                c.SyntaxError();
                return false;
            }

            int start = hasIdle ? 5 : 3;
            if (
                !c.TryInteger(start + 2, out long count)
                || !c.TryRangeStart(start, out var first)
                || !c.TryRangeEnd(start + 1, out var last)
            )
            {
                return false;
            }

            range = new PendingRange(first, last, Math.Max(count, 0), idle, start + 3 < c.Count ? start + 3 : 0);
            return true;
        }
    }
}
