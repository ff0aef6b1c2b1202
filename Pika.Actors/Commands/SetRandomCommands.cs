using Pika.Actors.Execution;
using Pika.Storage.Keyspace;
using ValueType = Pika.Storage.Keyspace.ValueType;

namespace Pika.Actors.Commands;

/// <summary>SPOP and SRANDMEMBER; how members are chosen: <see cref="RandomElements"/>.</summary>
internal static class SetRandomCommands
{
    /// <summary>SRANDMEMBER key [count]</summary>
    public static void SRandMember(CommandContext c)
    {
        long count = 1;
        if (c.Count > 3)
        {
            c.SyntaxError();
            return;
        }

        if (c.Count == 3 && !RandomCount.TryRead(c, 2, out count))
        {
            return;
        }

        using var row = c.Keyspace.Lookup(c[1]);
        if (c.IsWrongType(row, ValueType.Set))
        {
            return;
        }

        if (c.Count == 3)
        {
            RandomReplies.Several(c, row, count, pairs: false);
        }
        else
        {
            RandomReplies.One(c, row);
        }
    }

    /// <summary>SPOP key [count]</summary>
    public static void SPop(CommandContext c)
    {
        if (c.Count > 3)
        {
            c.SyntaxError();
            return;
        }

        if (c.Count == 2)
        {
            PopOne(c);
        }
        else if (c.TryInteger(2, 0, long.MaxValue, out long count, "ERR value is out of range, must be positive"))
        {
            PopSeveral(c, count);
        }
    }

    private static void PopOne(CommandContext c)
    {
        using var row = c.Keyspace.Find(c[1]);
        if (c.IsWrongType(row, ValueType.Set))
        {
            return;
        }

        if (!row.Exists)
        {
            c.Reply.Null();
            return;
        }

        var rows = new ElementRows(c.Keyspace, c[1], row.Version);
        if (!RandomElements.TryTake(c.Keyspace, rows, row.Size, c.Node.Chance, out var member))
        {
            return;
        }

        c.Reply.Bulk(member);
        var edit = SetType.Edit(c.Keyspace, c[1], row);
        edit.RemoveTaken(member);
        NotifyPopped(c, edit.Finish(changed: true));
    }

    private static void PopSeveral(CommandContext c, long count)
    {
        using var row = c.Keyspace.Find(c[1]);
        if (c.IsWrongType(row, ValueType.Set))
        {
            return;
        }

        if (!row.Exists || count == 0)
        {
            c.Reply.Set(0);
            return;
        }

        if (!ElementRows.MayVisit(c.Keyspace, Math.Min(count, row.Size)))
        {
            return;
        }

        var chosen = RandomReplies.Choose(c, row, count);
        c.Reply.Set(ElementReplies.CountOf(chosen.Count));
        for (int i = 0; i < chosen.Count; i++)
        {
            c.Reply.Bulk(chosen[i]);
        }

        if (count >= row.Size)
        {
            c.Keyspace.Remove(c[1], row);
            NotifyPopped(c, gone: true);
            return;
        }

        var edit = SetType.Edit(c.Keyspace, c[1], row);
        for (int i = 0; i < chosen.Count; i++)
        {
            edit.RemoveKnown(chosen[i]);
        }

        edit.Finish(changed: true);
        NotifyPopped(c, gone: false);
    }

    private static void NotifyPopped(CommandContext c, bool gone)
    {
        c.Notify(NotifyEvent.Set, "spop"u8, c[1]);
        ElementRemoval.NotifyGone(c, c[1], gone);
    }
}
