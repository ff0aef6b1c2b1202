using Pika.Actors.Execution;
using Pika.Protocol;
using Pika.Storage.Keyspace;

namespace Pika.Actors.Commands;

/// <summary>XINFO. What Redis tells of its radix tree is told as if every node were full: a key for each hundred entries, and a node more than keys.</summary>
internal static class StreamInfoCommands
{
    private const long DefaultCount = 10;

    /// <summary>XINFO STREAM key [FULL [COUNT count]]</summary>
    public static void XInfoStream(CommandContext c)
    {
        using var row = c.Keyspace.Lookup(c[2]);
        if (!c.IsStream(row))
        {
            return;
        }

        bool full = c.Count > 3;
        if (full && (c.Count is not (4 or 6) || !c.Is(3, "full"u8) || (c.Count == 6 && !c.Is(4, "count"u8))))
        {
            c.UnknownForm();
            return;
        }

        long count = DefaultCount;
        if (c.Count == 6 && !c.TryInteger(5, out count))
        {
            return;
        }

        var state = StreamState.Of(row);
        c.Reply.Map(full ? 9 : 10);
        Facts(c, state);
        if (full)
        {
            Full(c, state, count < 0 ? DefaultCount : count);
        }
        else
        {
            Brief(c, state);
        }
    }

    /// <summary>XINFO GROUPS key</summary>
    public static void XInfoGroups(CommandContext c)
    {
        using var row = c.Keyspace.Lookup(c[2]);
        if (!c.IsStream(row))
        {
            return;
        }

        var state = StreamState.Of(row);
        int mark = c.Reply.BeginDeferred();
        int count = 0;
        using var groups = new StreamGroupRows(c.Keyspace, c[2], row.Version).WalkGroups();
        for (; groups.Next(); count++)
        {
            var group = groups.Group;
            c.Reply.Map(6);
            c.Reply.Bulk("name"u8);
            c.Reply.Bulk(groups.Name);
            Field(c, "consumers"u8, group.Consumers);
            Field(c, "pending"u8, group.Pending);
            Field(c, "last-delivered-id"u8, group.LastId);
            Progress(c, state, group);
        }

        c.Reply.EndArray(mark, count);
    }

    /// <summary>XINFO CONSUMERS key group</summary>
    public static void XInfoConsumers(CommandContext c)
    {
        using var row = c.Keyspace.Lookup(c[2]);
        if (!c.IsStream(row))
        {
            return;
        }

        var rows = new StreamGroupRows(c.Keyspace, c[2], row.Version);
        if (!rows.TryGet(c[3], out var group))
        {
            c.NoGroupOfKey(2, 3);
            return;
        }

        Consumers(c, rows, group);
    }

    /// <summary>XINFO HELP</summary>
    public static void XInfoHelp(CommandContext c) => CommandHelp.Write(c.Reply, c.Command.Container!);

    private static void Facts(CommandContext c, StreamState state)
    {
        long nodes = (state.Length + StreamType.TrimStep - 1) / StreamType.TrimStep;
        Field(c, "length"u8, state.Length);
        Field(c, "radix-tree-keys"u8, nodes);
        Field(c, "radix-tree-nodes"u8, nodes + 1);
        Field(c, "last-generated-id"u8, state.LastId);
        Field(c, "max-deleted-entry-id"u8, state.MaxDeletedId);
        Field(c, "entries-added"u8, state.EntriesAdded);
        Field(c, "recorded-first-entry-id"u8, state.FirstId);
    }

    private static void Brief(CommandContext c, StreamState state)
    {
        Field(c, "groups"u8, new StreamGroupRows(c.Keyspace, c[2], state.Version).Catalog.Groups);
        Edge(c, "first-entry"u8, state, backwards: false);
        Edge(c, "last-entry"u8, state, backwards: true);
    }

    private static void Edge(CommandContext c, ReadOnlySpan<byte> name, StreamState state, bool backwards)
    {
        c.Reply.Bulk(name);
        using var walk = new StreamRows(c.Keyspace, c[2], state.Version).Walk(state.FirstId, state.LastId, backwards);
        if (state.Length > 0 && walk.Next())
        {
            StreamReply.Entry(c, walk.Id, walk.Value);
        }
        else
        {
            c.Reply.Null();
        }
    }

    private static void Full(CommandContext c, StreamState state, long most)
    {
        c.Reply.Bulk("entries"u8);
        StreamReply.Range(c, new StreamRows(c.Keyspace, c[2], state.Version), StreamId.Zero, StreamId.Max, most, backwards: false);
        c.Reply.Bulk("groups"u8);
        var rows = new StreamGroupRows(c.Keyspace, c[2], state.Version);
        int mark = c.Reply.BeginDeferred();
        int count = 0;
        using var groups = rows.WalkGroups();
        for (; groups.Next(); count++)
        {
            var group = groups.Group;
            c.Reply.Map(7);
            c.Reply.Bulk("name"u8);
            c.Reply.Bulk(groups.Name);
            Field(c, "last-delivered-id"u8, group.LastId);
            Progress(c, state, group);
            Field(c, "pel-count"u8, group.Pending);
            Pending(c, rows, group, most);
            c.Reply.Bulk("consumers"u8);
            Consumers(c, rows, group, most);
        }

        c.Reply.EndArray(mark, count);
    }

    private static void Pending(CommandContext c, in StreamGroupRows rows, StreamGroup group, long most)
    {
        c.Reply.Bulk("pending"u8);
        int mark = c.Reply.BeginDeferred();
        int count = 0;
        using var walk = rows.WalkPending(group.Number, StreamId.Zero, StreamId.Max);
        while ((most == 0 || count < most) && walk.Next())
        {
            var delivery = walk.Delivery;
            c.Reply.Array(4);
            StreamReply.Id(c, walk.Id);
            using var name = rows.NameOf(group.Number, delivery.Consumer);
            c.Reply.Bulk(name.Value);
            c.Reply.Integer(delivery.At);
            c.Reply.Integer(delivery.Count);
            count++;
        }

        c.Reply.EndArray(mark, count);
    }

    // With as many of the pending entries of each as FULL asks for; without FULL, in brief.
    private static void Consumers(CommandContext c, in StreamGroupRows rows, StreamGroup group, long? most = null)
    {
        int mark = c.Reply.BeginDeferred();
        int count = 0;
        using var walk = rows.WalkConsumers(group.Number);
        for (; walk.Next(); count++)
        {
            var consumer = rows.Consumer(group.Number, walk.Number);
            c.Reply.Map(most is null ? 3 : 4);
            c.Reply.Bulk("name"u8);
            c.Reply.Bulk(walk.Name);
            if (most is null)
            {
                Field(c, "pending"u8, consumer.Pending);
                Field(c, "idle"u8, Math.Max(c.Now - consumer.SeenAt, 0));
                continue;
            }

            Field(c, "seen-time"u8, consumer.SeenAt);
            Field(c, "pel-count"u8, consumer.Pending);
            PendingOf(c, rows, group, walk.Number, most.Value);
        }

        c.Reply.EndArray(mark, count);
    }

    private static void PendingOf(CommandContext c, in StreamGroupRows rows, StreamGroup group, uint consumer, long most)
    {
        c.Reply.Bulk("pending"u8);
        int mark = c.Reply.BeginDeferred();
        int count = 0;
        using var walk = rows.WalkPendingOf(group.Number, consumer, StreamId.Zero, StreamId.Max);
        while ((most == 0 || count < most) && walk.Next())
        {
            _ = rows.TryGetPending(group.Number, walk.Id, out var delivery);
            c.Reply.Array(3);
            StreamReply.Id(c, walk.Id);
            c.Reply.Integer(delivery.At);
            c.Reply.Integer(delivery.Count);
            count++;
        }

        c.Reply.EndArray(mark, count);
    }

    private static void Progress(CommandContext c, StreamState state, StreamGroup group)
    {
        Field(c, "entries-read"u8, group.EntriesRead == StreamGroup.UnknownRead ? null : group.EntriesRead);
        Field(c, "lag"u8, StreamProgress.Lag(state, group));
    }

    private static void Field(CommandContext c, ReadOnlySpan<byte> name, long? value)
    {
        c.Reply.Bulk(name);
        if (value is { } number)
        {
            c.Reply.Integer(number);
        }
        else
        {
            c.Reply.Null();
        }
    }

    private static void Field(CommandContext c, ReadOnlySpan<byte> name, StreamId id)
    {
        c.Reply.Bulk(name);
        StreamReply.Id(c, id);
    }
}
