using Pika.Storage.Rdb;

namespace Pika.Storage.Keyspace;

/// <summary>Writes a stream as Redis 7.0 reads it: its entries in nodes, what it says of itself, its groups with their pending entries and consumers.</summary>
internal static class StreamDump
{
    /// <summary>
    /// A first entry up to this long is kept for its node, to find out which others have its fields. A longer one has filled the node: an element of a listpack
    /// takes at least half of the bytes that it takes in a row.
    /// </summary>
    private const int KeptEntry = 4 * RdbStreamFormat.NodeBytes;

    /// <inheritdoc cref="ValueDump.Write"/>
    public static void Write(Keyspace keyspace, ReadOnlySpan<byte> key, in KeyRow row, RdbWriter writer)
    {
        var state = StreamState.Of(row);
        var entries = new RdbStreamWriter(writer);
        WriteEntries(keyspace, new StreamRows(keyspace, key, row.Version), writer, ref entries);
        entries.End(
            new RdbStreamTail
            {
                Length = state.Length,
                LastId = Of(state.LastId),
                FirstId = Of(state.FirstId),
                MaxDeletedId = Of(state.MaxDeletedId),
                EntriesAdded = state.EntriesAdded,
            }
        );
        var groups = new StreamGroupRows(keyspace, key, row.Version);
        writer.Number(groups.Catalog.Groups);
        using var walk = groups.WalkGroups();
        while (walk.Next() && keyspace.MayProcess(writer.Length))
        {
            var group = walk.Group;
            writer.String(walk.Name);
            entries.Id(Of(group.LastId));
            writer.Number(unchecked((ulong)group.EntriesRead));
            WritePending(keyspace, groups, group, writer);
            WriteConsumers(keyspace, groups, group, writer);
        }
    }

    private static RdbStreamId Of(StreamId id) => new(id.Ms, id.Seq);

    private static void WriteEntries(Keyspace keyspace, in StreamRows rows, RdbWriter bytes, ref RdbStreamWriter writer)
    {
        using var scratch = new RdbScratch();
        ReadOnlySpan<byte> first = default;
        using var walk = rows.Walk(StreamId.Zero, StreamId.Max);
        while (walk.Next() && keyspace.MayProcess(bytes.Length))
        {
            var value = walk.Value;
            var fields = new StreamFields(value);
            int count = fields.Count / 2;
            if (writer.NeedsNode(value.Length))
            {
                writer.BeginNode(Of(walk.Id), count);
                WriteNames(fields, ref writer);
                first = Kept(value, scratch);
            }

            bool same = !first.IsEmpty && HaveSameNames(new StreamFields(first), fields);
            writer.BeginEntry(Of(walk.Id), count, same);
            for (int i = 0; i < fields.Count; i++)
            {
                var text = fields.Next();
                if (!same || i % 2 == 1)
                {
                    writer.Text(text);
                }
            }

            writer.EndEntry(count, same);
        }
    }

    private static ReadOnlySpan<byte> Kept(ReadOnlySpan<byte> value, RdbScratch scratch)
    {
        if (value.Length > KeptEntry)
        {
            return default;
        }

        var kept = scratch.Of(value.Length);
        value.CopyTo(kept);
        return kept;
    }

    private static void WriteNames(StreamFields fields, ref RdbStreamWriter writer)
    {
        for (int i = 0; i < fields.Count; i++)
        {
            var text = fields.Next();
            if (i % 2 == 0)
            {
                writer.Text(text);
            }
        }

        writer.EndNames();
    }

    private static bool HaveSameNames(StreamFields one, StreamFields other)
    {
        bool same = one.Count == other.Count;
        for (int i = 0; i < one.Count && same; i++)
        {
            same = one.Next().SequenceEqual(other.Next()) || i % 2 == 1;
        }

        return same;
    }

    private static void WritePending(Keyspace keyspace, in StreamGroupRows groups, StreamGroup group, RdbWriter writer)
    {
        writer.Number((ulong)group.Pending);
        using var walk = groups.WalkPending(group.Number, StreamId.Zero, StreamId.Max);
        while (walk.Next() && keyspace.MayProcess(writer.Length))
        {
            var delivery = walk.Delivery;
            walk.Id.Write(writer.Room(StreamId.Size));
            writer.Int64(delivery.At);
            writer.Number((ulong)delivery.Count);
        }
    }

    private static void WriteConsumers(Keyspace keyspace, in StreamGroupRows groups, StreamGroup group, RdbWriter writer)
    {
        writer.Number((ulong)group.Consumers);
        using var walk = groups.WalkConsumers(group.Number);
        while (walk.Next() && keyspace.MayProcess(writer.Length))
        {
            var consumer = groups.Consumer(group.Number, walk.Number);
            writer.String(walk.Name);
            writer.Int64(consumer.SeenAt);
            writer.Number((ulong)consumer.Pending);
            using var pending = groups.WalkPendingOf(group.Number, walk.Number, StreamId.Zero, StreamId.Max);
            while (pending.Next() && keyspace.MayProcess(writer.Length))
            {
                pending.Id.Write(writer.Room(StreamId.Size));
            }
        }
    }
}
