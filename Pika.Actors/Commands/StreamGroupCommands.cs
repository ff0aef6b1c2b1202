using Pika.Actors.Execution;
using Pika.Protocol;
using Pika.Storage.Keyspace;
using ValueType = Pika.Storage.Keyspace.ValueType;

namespace Pika.Actors.Commands;

/// <summary>XGROUP, XACK and XSETID.</summary>
internal static class StreamGroupCommands
{
    private const int IdsOnStack = 16;

    private const string NeedsKey =
        "ERR The XGROUP subcommand requires the key to exist. Note that for CREATE you may want to use the MKSTREAM option to create an "
        + "empty stream automatically.";

    /// <summary>XGROUP CREATE key group id | $ [MKSTREAM] [ENTRIESREAD entries]</summary>
    public static void XGroupCreate(CommandContext c)
    {
        if (!TryOptions(c, takesMake: true, out bool makes, out long read))
        {
            return;
        }

        using var row = c.Keyspace.Find(c[2]);
        if (!IsThere(c, row, makes))
        {
            return;
        }

        if (c.Count > 8)
        {
            c.UnknownForm();
            return;
        }

        var state = row.Exists ? StreamState.Of(row) : default;
        var last = state.LastId;
        if (!c[4].SequenceEqual("$"u8) && !c.TryId(4, out last))
        {
            return;
        }

        if (!row.Exists)
        {
            state = StreamState.OfOrNew(c.Keyspace, row);
            state.Put(c.Keyspace, c[2], row);
        }

        var rows = new StreamGroupRows(c.Keyspace, c[2], state.Version);
        if (rows.TryGet(c[3], out _))
        {
            c.Error("BUSYGROUP Consumer Group name already exists");
            return;
        }

        StreamGroupType.Create(rows, c[3], last, read);
        c.Reply.Ok();
        c.Notify(NotifyEvent.Stream, "xgroup-create"u8, c[2]);
    }

    /// <summary>XGROUP SETID key group id | $ [ENTRIESREAD entries]</summary>
    public static void XGroupSetId(CommandContext c)
    {
        if (!TryOptions(c, takesMake: false, out _, out long read))
        {
            return;
        }

        using var row = c.Keyspace.Find(c[2]);
        if (!TryOfKey(c, row, out var rows, out var group))
        {
            return;
        }

        if (c.Count is not (5 or 7))
        {
            c.UnknownForm();
            return;
        }

        var last = StreamState.Of(row).LastId;
        if (c[4].SequenceEqual("$"u8) || c.TryIdOrEnd(4, 0, out last))
        {
            rows.Put(c[3], group with { LastId = last, EntriesRead = read });
            c.Reply.Ok();
            c.Notify(NotifyEvent.Stream, "xgroup-setid"u8, c[2]);
        }
    }

    /// <summary>XGROUP DESTROY key group</summary>
    public static void XGroupDestroy(CommandContext c)
    {
        using var row = c.Keyspace.Find(c[2]);
        if (!IsThere(c, row, makes: false))
        {
            return;
        }

        var rows = new StreamGroupRows(c.Keyspace, c[2], row.Version);
        bool found = rows.TryGet(c[3], out var group);
        if (found)
        {
            StreamGroupType.Destroy(rows, c[3], group);
            c.Notify(NotifyEvent.Stream, "xgroup-destroy"u8, c[2]);

            // Those who wait for the group's entries are told that it is gone. WATCH would hear of it too, which it does not in Redis.
            if (c.Node.Blocked.Any)
            {
                c.Keyspace.Touch(c[2]);
            }
        }

        c.Reply.Integer(found ? 1 : 0);
    }

    /// <summary>XGROUP CREATECONSUMER key group consumer</summary>
    public static void XGroupCreateConsumer(CommandContext c)
    {
        using var row = c.Keyspace.Find(c[2]);
        if (!TryOfKey(c, row, out var rows, out var group))
        {
            return;
        }

        bool isNew = !rows.TryGetConsumer(group.Number, c[4], out _);
        if (isNew)
        {
            _ = c.SeenConsumer(2, 4, rows, ref group);
            rows.Put(c[3], group);
        }

        c.Reply.Integer(isNew ? 1 : 0);
    }

    /// <summary>XGROUP DELCONSUMER key group consumer</summary>
    public static void XGroupDelConsumer(CommandContext c)
    {
        using var row = c.Keyspace.Find(c[2]);
        if (!TryOfKey(c, row, out var rows, out var group))
        {
            return;
        }

        long pending = 0;
        if (rows.TryGetConsumer(group.Number, c[4], out uint consumer))
        {
            pending = StreamGroupType.DeleteConsumer(rows, ref group, consumer, c[4]);
            rows.Put(c[3], group);
            c.Notify(NotifyEvent.Stream, "xgroup-delconsumer"u8, c[2]);
        }

        c.Reply.Integer(pending);
    }

    /// <summary>XGROUP HELP</summary>
    public static void XGroupHelp(CommandContext c) => CommandHelp.Write(c.Reply, c.Command.Container!);

    /// <summary>XACK key group id [id ...]</summary>
    public static void XAck(CommandContext c)
    {
        using var row = c.Keyspace.Lookup(c[1]);
        if (c.IsWrongType(row, ValueType.Stream))
        {
            return;
        }

        var rows = row.Exists ? new StreamGroupRows(c.Keyspace, c[1], row.Version) : default;
        StreamGroup group = default;
        if (!row.Exists || !rows.TryGet(c[2], out group))
        {
            c.Reply.Integer(0);
            return;
        }

        int count = c.Count - 3;
        Span<StreamId> ids = count <= IdsOnStack ? stackalloc StreamId[count] : new StreamId[count];
        if (!c.TryIds(3, ids))
        {
            return;
        }

        int acknowledged = 0;
        foreach (var id in ids)
        {
            acknowledged += StreamGroupType.TryRemove(rows, ref group, id) ? 1 : 0;
        }

        if (acknowledged > 0)
        {
            rows.Put(c[2], group);
        }

        c.Reply.Integer(acknowledged);
    }

    /// <summary>XSETID key id [ENTRIESADDED entries] [MAXDELETEDID id]</summary>
    public static void XSetId(CommandContext c)
    {
        if (!TrySetId(c, out var last, out long added, out var deleted))
        {
            return;
        }

        using var row = c.Keyspace.Find(c[1]);
        if (!c.IsStream(row))
        {
            return;
        }

        var state = StreamState.Of(row);
        var rows = new StreamRows(c.Keyspace, c[1], state.Version);
        string? error =
            StreamType.HasAfter(rows, state, last) ? "ERR The ID specified in XSETID is smaller than the target stream top item"
            : added >= 0 && state.Length > added ? "ERR The entries_added specified in XSETID is smaller than the target stream length"
            : null;
        if (error is not null)
        {
            c.Error(error);
            return;
        }

        state.LastId = last;
        state.EntriesAdded = added >= 0 ? added : state.EntriesAdded;
        state.MaxDeletedId = deleted != StreamId.Zero ? deleted : state.MaxDeletedId;
        state.PutUntold(c.Keyspace, c[1], row);
        c.Reply.Ok();
        c.Notify(NotifyEvent.Stream, "xsetid"u8, c[1]);
    }

    private static bool TrySetId(CommandContext c, out StreamId last, out long added, out StreamId deleted)
    {
        (added, deleted) = (-1, default);
        if (!c.TryId(2, out last))
        {
            return false;
        }

        for (int i = 3; i < c.Count; i += 2)
        {
            if (i + 1 < c.Count && c.Is(i, "entriesadded"u8))
            {
                if (!c.TryInteger(i + 1, out added))
                {
                    return false;
                }

                if (added < 0)
                {
                    c.Error("ERR entries_added must be positive");
                    return false;
                }
            }
            else if (i + 1 < c.Count && c.Is(i, "maxdeletedid"u8))
            {
                if (!c.TryId(i + 1, out deleted))
                {
                    return false;
                }

                if (last < deleted)
                {
                    c.Error("ERR The ID specified in XSETID is smaller than the provided max_deleted_entry_id");
                    return false;
                }
            }
            else
            {
                c.SyntaxError();
                return false;
            }
        }

        return true;
    }

    private static bool TryOptions(CommandContext c, bool takesMake, out bool makes, out long read)
    {
        (makes, read) = (false, StreamGroup.UnknownRead);
        for (int i = 5; i < c.Count; i++)
        {
            if (takesMake && c.Is(i, "mkstream"u8))
            {
                makes = true;
            }
            else if (!c.Is(i, "entriesread"u8) || i + 1 == c.Count)
            {
                c.UnknownForm();
                return false;
            }
            else if (!c.TryInteger(++i, out read))
            {
                return false;
            }
            else if (read < 0 && read != StreamGroup.UnknownRead)
            {
                c.Error("ERR value for ENTRIESREAD must be positive or -1");
                return false;
            }
        }

        return true;
    }

    private static bool IsThere(CommandContext c, in KeyRow row, bool makes)
    {
        if (c.IsWrongType(row, ValueType.Stream))
        {
            return false;
        }

        if (!row.Exists && !makes)
        {
            c.Error(NeedsKey);
        }

        return row.Exists || makes;
    }

    private static bool TryOfKey(CommandContext c, in KeyRow row, out StreamGroupRows rows, out StreamGroup group)
    {
        (rows, group) = (default, default);
        if (!IsThere(c, row, makes: false))
        {
            return false;
        }

        rows = new StreamGroupRows(c.Keyspace, c[2], row.Version);
        if (rows.TryGet(c[3], out group))
        {
            return true;
        }

        c.NoGroupOfKey(2, 3);
        return false;
    }
}
