using Pika.Actors.Execution;
using Pika.Storage.Keyspace;

namespace Pika.Actors.Commands;

/// <summary>Entries in the replies of XREADGROUP, and what becomes of them in the group.</summary>
internal static class StreamDeliveries
{
    /// <summary>Answers the entries that the group has not delivered yet, and delivers them. Returns their number.</summary>
    public static int ReplyNew(
        CommandContext c,
        in StreamRows rows,
        StreamState state,
        in StreamGroupRows groups,
        ref StreamGroup group,
        uint consumer,
        long most,
        bool noAck
    )
    {
        int count = 0;
        long pending = 0;
        long bytes = 0;
        _ = group.LastId.TryNext(out var first);
        using (var walk = rows.Walk(first, StreamId.Max))
        {
            while (walk.Next())
            {
                var id = walk.Id;
                StreamProgress.Advance(state, ref group, id);
                StreamReply.Entry(c, id, walk.Value);
                bytes += walk.Value.Length;
                if (!noAck)
                {
                    pending += StreamGroupType.Deliver(groups, ref group, consumer, id, c.Now) ? 1 : 0;
                }

                if (++count == most || !c.Keyspace.MayProcess(bytes))
                {
                    break;
                }
            }
        }

        if (pending > 0)
        {
            groups.AddPending(group.Number, consumer, pending);
        }

        return count;
    }

    /// <summary>Answers the consumer's pending entries after an id, each delivered once more; without fields if it is deleted. Returns their number.</summary>
    public static int ReplyHistory(
        CommandContext c,
        in StreamRows rows,
        in StreamGroupRows groups,
        StreamGroup group,
        uint consumer,
        StreamId after,
        long most
    )
    {
        int count = 0;
        _ = after.TryNext(out var first);
        int mark = c.Reply.Length;
        using var walk = groups.WalkPendingOf(group.Number, consumer, first, StreamId.Max);
        while (walk.Next() && c.Keyspace.MayProcess(c.Reply.Length - mark))
        {
            var id = walk.Id;
            if (StreamReply.EntryAt(c, rows, id) == 0)
            {
                c.Reply.Array(2);
                StreamReply.Id(c, id);
                c.Reply.NullArray();
            }
            else if (groups.TryGetPending(group.Number, id, out var delivery))
            {
                groups.PutPending(group.Number, id, delivery with { At = c.Now, Count = delivery.Count + 1 });
            }

            if (++count == most)
            {
                break;
            }
        }

        return count;
    }
}
