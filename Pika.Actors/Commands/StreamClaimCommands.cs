using Pika.Actors.Execution;
using Pika.Storage.Keyspace;

namespace Pika.Actors.Commands;

/// <summary>XCLAIM and XAUTOCLAIM: pending entries get another consumer.</summary>
internal static class StreamClaimCommands
{
    private const long DefaultCount = 100;

    /// <summary>Redis's bound: ten times as many are looked at, and a list of so many ids is to fit in memory.</summary>
    private const long MostCount = long.MaxValue / 16;

    /// <summary>XAUTOCLAIM looks at so many times its count.</summary>
    private const long LooksPerClaim = 10;

    /// <summary>A guess at the work that a pending entry is, to tell a long walk from a short one.</summary>
    private const long BytesPerPending = 64;

    /// <summary>XCLAIM key group consumer min-idle-time id [id ...] [IDLE ms] [TIME unix-ms] [RETRYCOUNT count] [FORCE] [JUSTID] [LASTID id]</summary>
    public static void XClaim(CommandContext c)
    {
        using var row = c.Keyspace.Lookup(c[1]);
        if (!c.TryGroup(row, 1, 2, out var groups, out var group) || !StreamClaimOptions.TryParse(c, out var options))
        {
            return;
        }

        group.LastId = options.LastId > group.LastId ? options.LastId : group.LastId;
        uint? consumer = null;
        var rows = new StreamRows(c.Keyspace, c[1], row.Version);
        int mark = c.Reply.BeginDeferred();
        int count = 0;
        for (int i = 5; i < 5 + options.Ids; i++)
        {
            _ = StreamIdArgument.IsId(c[i], out var id);
            count += TryClaim(c, rows, groups, ref group, ref consumer, id, options) ? 1 : 0;
        }

        c.Reply.EndArray(mark, count);
        groups.Put(c[2], group);
    }

    /// <summary>XAUTOCLAIM key group consumer min-idle-time start [COUNT count] [JUSTID]</summary>
    public static void XAutoClaim(CommandContext c)
    {
        using var row = c.Keyspace.Lookup(c[1]);
        if (
            !TryAutoArguments(c, out long idle, out var start, out long count, out bool justId)
            || !c.TryGroup(row, 1, 2, out var groups, out var group)
        )
        {
            return;
        }

        var rows = new StreamRows(c.Keyspace, c[1], row.Version);
        var found = Find(c, rows, groups, group, start, idle, count, out var next);
        bool claims = found.Exists(static entry => entry.Exists);
        uint consumer = claims ? c.SeenConsumer(1, 3, groups, ref group) : 0;
        c.Reply.Array(3);
        StreamReply.Id(c, next);
        ReplyClaimed(c, rows, groups, group, consumer, found, justId);
        ReplyGone(c, groups, ref group, found);
        groups.Put(c[2], group);
    }

    private static bool TryClaim(
        CommandContext c,
        in StreamRows rows,
        in StreamGroupRows groups,
        ref StreamGroup group,
        ref uint? claimer,
        StreamId id,
        StreamClaimOptions options
    )
    {
        if (!rows.Contains(id))
        {
            _ = StreamGroupType.TryRemove(groups, ref group, id);
            return false;
        }

        bool pending = groups.TryGetPending(group.Number, id, out var old);
        if (!pending && !options.Force)
        {
            return false;
        }

        if (pending && options.LeastIdle > 0 && c.Now - old.At < options.LeastIdle)
        {
            return false;
        }

        // A claim that takes nothing makes no consumer.
        uint consumer = claimer ??= c.SeenConsumer(1, 3, groups, ref group);
        if (!pending)
        {
            old = new StreamDelivery(consumer, c.Now, 1);
            if (StreamGroupType.Deliver(groups, ref group, consumer, id, c.Now))
            {
                groups.AddPending(group.Number, consumer, 1);
            }
        }

        long deliveries = options.Deliveries >= 0 ? options.Deliveries : old.Count + (options.JustId ? 0 : 1);
        StreamGroupType.Claim(groups, group, id, old, new StreamDelivery(consumer, options.DeliveredAt, deliveries));
        Reply(c, rows, id, options.JustId);
        return true;
    }

    private static void Reply(CommandContext c, in StreamRows rows, StreamId id, bool justId)
    {
        if (justId)
        {
            StreamReply.Id(c, id);
        }
        else
        {
            _ = StreamReply.EntryAt(c, rows, id);
        }
    }

    private static bool TryAutoArguments(CommandContext c, out long idle, out StreamId start, out long count, out bool justId)
    {
        (start, count, justId) = (default, DefaultCount, false);
        if (!c.TryInteger(4, out idle, "ERR Invalid min-idle-time argument for XAUTOCLAIM") || !c.TryRangeStart(5, out start))
        {
            return false;
        }

        for (int i = 6; i < c.Count; i++)
        {
            if (i + 1 < c.Count && c.Is(i, "count"u8))
            {
                if (!c.TryInteger(++i, 1, MostCount, out count, "ERR COUNT must be > 0"))
                {
                    return false;
                }
            }
            else if (c.Is(i, "justid"u8))
            {
                justId = true;
            }
            else
            {
                c.SyntaxError();
                return false;
            }
        }

        return true;
    }

    // First all that is to be claimed is found, then it is: a walk does not see what is written meanwhile, and the reply begins with its end.
    private static List<Found> Find(
        CommandContext c,
        in StreamRows rows,
        in StreamGroupRows groups,
        StreamGroup group,
        StreamId start,
        long idle,
        long count,
        out StreamId next
    )
    {
        var found = new List<Found>();
        next = StreamId.Zero;
        using var walk = groups.WalkPending(group.Number, start, StreamId.Max);
        for (long looks = 0; walk.Next() && c.Keyspace.MayProcess(looks * BytesPerPending); looks++)
        {
            if (found.Count == count || looks == count * LooksPerClaim)
            {
                next = walk.Id;
                break;
            }

            var delivery = walk.Delivery;
            bool exists = rows.Contains(walk.Id);
            if (!exists || idle <= 0 || c.Now - delivery.At >= idle)
            {
                found.Add(new Found(walk.Id, delivery, exists));
            }
        }

        return found;
    }

    private static void ReplyClaimed(
        CommandContext c,
        in StreamRows rows,
        in StreamGroupRows groups,
        StreamGroup group,
        uint consumer,
        List<Found> found,
        bool justId
    )
    {
        int mark = c.Reply.BeginDeferred();
        int count = 0;
        foreach (var (id, old, exists) in found)
        {
            if (exists)
            {
                StreamGroupType.Claim(groups, group, id, old, new StreamDelivery(consumer, c.Now, old.Count + (justId ? 0 : 1)));
                Reply(c, rows, id, justId);
                count++;
            }
        }

        c.Reply.EndArray(mark, count);
    }

    private static void ReplyGone(CommandContext c, in StreamGroupRows groups, ref StreamGroup group, List<Found> found)
    {
        int mark = c.Reply.BeginDeferred();
        int count = 0;
        foreach (var (id, _, exists) in found)
        {
            if (!exists && StreamGroupType.TryRemove(groups, ref group, id))
            {
                StreamReply.Id(c, id);
                count++;
            }
        }

        c.Reply.EndArray(mark, count);
    }

    /// <summary>A pending entry that is to be claimed, or whose entry is gone.</summary>
    private readonly record struct Found(StreamId Id, StreamDelivery Delivery, bool Exists);
}
