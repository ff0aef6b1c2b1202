namespace Pika.Storage.Keyspace;

/// <summary>
/// The meaning of consumer groups. Each operation changes the group that it is given; who calls puts it, once. The number of a consumer's pending entries is kept in
/// its own row.
/// </summary>
public static class StreamGroupType
{
    /// <summary>Makes a group; who calls has seen that there is none of that name.</summary>
    public static void Create(in StreamGroupRows rows, ReadOnlySpan<byte> name, StreamId last, long entriesRead)
    {
        var (groups, next) = rows.Catalog;
        rows.PutCatalog(groups + 1, next + 1);
        rows.Put(
            name,
            new StreamGroup
            {
                Number = next,
                LastId = last,
                EntriesRead = entriesRead,
            }
        );
    }

    /// <summary>Removes a group and everything of it, row by row: O(its pending entries and consumers).</summary>
    public static void Destroy(in StreamGroupRows rows, ReadOnlySpan<byte> name, StreamGroup group)
    {
        using (var pending = rows.WalkPending(group.Number, StreamId.Zero, StreamId.Max))
        {
            while (pending.Next())
            {
                rows.DeletePending(group.Number, pending.Delivery.Consumer, pending.Id);
            }
        }

        using var consumers = rows.WalkConsumers(group.Number);
        while (consumers.Next())
        {
            rows.DeleteConsumer(group.Number, consumers.Number, consumers.Name);
        }

        var (groups, next) = rows.Catalog;
        rows.PutCatalog(groups - 1, next);
        rows.Delete(name);
    }

    /// <summary>Makes a consumer; who calls has seen that there is none of that name. Returns its number.</summary>
    public static uint CreateConsumer(in StreamGroupRows rows, ref StreamGroup group, ReadOnlySpan<byte> name, long now)
    {
        uint number = group.NextConsumer++;
        group.Consumers++;
        rows.PutName(group.Number, number, name);
        rows.PutConsumer(group.Number, number, new StreamConsumer(now, 0));
        return number;
    }

    /// <summary>Removes a consumer and its pending entries, row by row. Returns how many they were.</summary>
    public static long DeleteConsumer(in StreamGroupRows rows, ref StreamGroup group, uint consumer, ReadOnlySpan<byte> name)
    {
        long pending = 0;
        using (var walk = rows.WalkPendingOf(group.Number, consumer, StreamId.Zero, StreamId.Max))
        {
            for (; walk.Next(); pending++)
            {
                rows.DeletePending(group.Number, consumer, walk.Id);
            }
        }

        rows.DeleteConsumer(group.Number, consumer, name);
        group.Pending -= pending;
        group.Consumers--;
        return pending;
    }

    /// <summary>Delivers an entry to a consumer for the first time, whoever had it. Returns whether the consumer has a pending entry more, for <see cref="StreamGroupRows.AddPending"/>.</summary>
    public static bool Deliver(in StreamGroupRows rows, ref StreamGroup group, uint consumer, StreamId id, long now)
    {
        var delivery = new StreamDelivery(consumer, now, 1);
        if (id <= group.HighestPending && rows.TryGetPending(group.Number, id, out var old))
        {
            // The new consumer's count is the caller's.
            rows.PutPending(group.Number, id, delivery);
            if (old.Consumer == consumer)
            {
                return false;
            }

            rows.Unlink(group.Number, old.Consumer, id);
            rows.AddPending(group.Number, old.Consumer, -1);
            rows.Link(group.Number, consumer, id);
            return true;
        }

        rows.PutPending(group.Number, id, delivery);
        rows.Link(group.Number, consumer, id);
        group.Pending++;
        group.HighestPending = id > group.HighestPending ? id : group.HighestPending;
        return true;
    }

    /// <summary>Gives a pending entry another consumer, or the same, and another delivery.</summary>
    public static void Claim(in StreamGroupRows rows, StreamGroup group, StreamId id, StreamDelivery old, StreamDelivery delivery)
    {
        rows.PutPending(group.Number, id, delivery);
        if (old.Consumer != delivery.Consumer)
        {
            rows.Unlink(group.Number, old.Consumer, id);
            rows.AddPending(group.Number, old.Consumer, -1);
            rows.Link(group.Number, delivery.Consumer, id);
            rows.AddPending(group.Number, delivery.Consumer, 1);
        }
    }

    /// <summary>Takes a pending entry out: it is acknowledged, or gone. False: it was not pending.</summary>
    public static bool TryRemove(in StreamGroupRows rows, ref StreamGroup group, StreamId id)
    {
        if (!rows.TryGetPending(group.Number, id, out var delivery))
        {
            return false;
        }

        rows.DeletePending(group.Number, delivery.Consumer, id);
        rows.AddPending(group.Number, delivery.Consumer, -1);
        group.Pending--;
        return true;
    }
}
