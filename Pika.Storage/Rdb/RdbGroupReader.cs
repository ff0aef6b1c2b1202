namespace Pika.Storage.Rdb;

/// <summary>
/// Reads the groups of a stream: name, last id, entries read; the pending entries of all consumers together, with time and count; then the consumers, each
/// with the ids of its own.
/// </summary>
internal static class RdbGroupReader
{
    /// <summary>Bytes that a pending entry takes at least: id, time, count.</summary>
    private const int LeastPending = RdbStreamId.Size + sizeof(long) + 1;

    /// <summary>How many entries it has read is not known: what Redis writes then, read as a number with a sign.</summary>
    private const long NotKnown = -1;

    /// <summary>Reads a group.</summary>
    public static void Read<TVisitor>(ref RdbInput input, RdbType type, ref TVisitor visitor, RdbScratch scratch)
        where TVisitor : IRdbVisitor, allows ref struct
    {
        byte[] name = input.ReadString(scratch).ToArray();
        var lastId = RdbStreamReader.ReadId(ref input);
        visitor.Group(name, lastId, type == RdbType.StreamListpacks ? null : Math.Max(unchecked((long)input.ReadLength()), NotKnown));
        var pending = ReadPending(ref input);
        int owned = 0;
        for (long consumers = input.ReadCount(); consumers > 0; consumers--)
        {
            owned += ReadConsumer(ref input, pending, ref visitor, scratch);
        }

        if (owned != pending.Length)
        {
            throw input.Damaged("a pending entry belongs to no consumer");
        }
    }

    private static PendingEntry[] ReadPending(ref RdbInput input)
    {
        long count = input.ReadCount();
        if (count > input.Remaining / LeastPending)
        {
            throw input.Damaged($"{count} pending entries are more than there can be");
        }

        var pending = new PendingEntry[count];
        for (int i = 0; i < pending.Length; i++)
        {
            var id = RdbStreamId.Read(input.Read(RdbStreamId.Size));
            if (i > 0 && id.CompareTo(pending[i - 1].Id) <= 0)
            {
                throw input.Damaged("pending entries are not in order");
            }

            long time = input.ReadInt64();
            pending[i] = new PendingEntry(id, time, (long)Math.Min(input.ReadLength(), long.MaxValue));
        }

        return pending;
    }

    private static int ReadConsumer<TVisitor>(ref RdbInput input, PendingEntry[] pending, ref TVisitor visitor, RdbScratch scratch)
        where TVisitor : IRdbVisitor, allows ref struct
    {
        byte[] name = input.ReadString(scratch).ToArray();
        visitor.Consumer(name, input.ReadInt64());
        long count = input.ReadCount();
        for (long left = count; left > 0; left--)
        {
            var id = RdbStreamId.Read(input.Read(RdbStreamId.Size));
            int at = Array.BinarySearch(pending, new PendingEntry(id, 0, 0));
            if (at < 0 || pending[at].IsOwned)
            {
                throw input.Damaged("a consumer's pending entry is not its group's, or another's too");
            }

            pending[at].IsOwned = true;
            visitor.Pending(id, pending[at].DeliveredMs, pending[at].Deliveries);
        }

        return (int)count;
    }

    private struct PendingEntry(RdbStreamId id, long deliveredMs, long deliveries) : IComparable<PendingEntry>
    {
        public readonly RdbStreamId Id = id;
        public readonly long DeliveredMs = deliveredMs;
        public readonly long Deliveries = deliveries;

        /// <summary>A consumer has it.</summary>
        public bool IsOwned;

        public readonly int CompareTo(PendingEntry other) => Id.CompareTo(other.Id);
    }
}
