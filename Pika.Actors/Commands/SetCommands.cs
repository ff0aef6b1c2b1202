using Pika.Actors.Execution;
using Pika.Storage.Keyspace;
using ValueType = Pika.Storage.Keyspace.ValueType;

namespace Pika.Actors.Commands;

/// <summary>The commands on members of sets.</summary>
internal static class SetCommands
{
    /// <summary>SADD key member [member ...]</summary>
    public static void SAdd(CommandContext c)
    {
        using var row = c.Keyspace.Find(c[1]);
        if (c.IsWrongType(row, ValueType.Set))
        {
            return;
        }

        int added = 0;
        var edit = SetType.Edit(c.Keyspace, c[1], row);
        for (int i = 2; i < c.Count; i++)
        {
            added += edit.Add(c[i]) ? 1 : 0;
        }

        if (added > 0)
        {
            edit.Finish(changed: true);
            c.Notify(NotifyEvent.Set, "sadd"u8, c[1]);
        }

        c.Reply.Integer(added);
    }

    /// <summary>SREM key member [member ...]</summary>
    public static void SRem(CommandContext c)
    {
        using var row = c.Keyspace.Find(c[1]);
        if (!c.IsWrongType(row, ValueType.Set))
        {
            c.Reply.Integer(row.Exists ? ElementRemoval.Remove(c, SetType.Edit(c.Keyspace, c[1], row), NotifyEvent.Set, "srem"u8) : 0);
        }
    }

    /// <summary>SISMEMBER key member</summary>
    public static void SIsMember(CommandContext c)
    {
        using var row = SetType.Lookup(c.Keyspace, c[1], c[2], out bool found);
        if (!c.IsWrongType(row, ValueType.Set))
        {
            c.Reply.Integer(found ? 1 : 0);
        }
    }

    /// <summary>SMISMEMBER key member [member ...]</summary>
    public static void SMIsMember(CommandContext c)
    {
        using var row = c.Keyspace.Lookup(c[1]);
        if (c.IsWrongType(row, ValueType.Set))
        {
            return;
        }

        var members = row.Exists ? new ElementRows(c.Keyspace, c[1], row.Version) : default;
        c.Reply.Array(c.Count - 2);
        for (int i = 2; i < c.Count; i++)
        {
            c.Reply.Integer(row.Exists && members.Contains(c[i]) ? 1 : 0);
        }
    }

    /// <summary>SCARD key</summary>
    public static void SCard(CommandContext c)
    {
        using var row = c.Keyspace.Lookup(c[1]);
        if (!c.IsWrongType(row, ValueType.Set))
        {
            c.Reply.Integer(row.Exists ? row.Size : 0);
        }
    }

    /// <summary>SMEMBERS key</summary>
    public static void SMembers(CommandContext c)
    {
        using var row = c.Keyspace.Lookup(c[1]);
        if (ElementReplies.MayAnswerAll(c, row, ValueType.Set))
        {
            c.Reply.Set(ElementReplies.SizeOf(row));
            ElementReplies.WriteAll(c, row, elements: true, values: false);
        }
    }

    /// <summary>SSCAN key cursor [MATCH pattern] [COUNT count]</summary>
    public static void SScan(CommandContext c) => ElementScan.Run(c, ValueType.Set, whole: 0, withValues: false);

    /// <summary>SMOVE source destination member</summary>
    public static void SMove(CommandContext c)
    {
        using var row = c.Keyspace.Find(c[1]);
        using var other = c.Keyspace.Find(c[2]);
        if (!row.Exists)
        {
            c.Reply.Integer(0);
            return;
        }

        if (c.IsWrongType(row, ValueType.Set) || c.IsWrongType(other, ValueType.Set))
        {
            return;
        }

        var source = SetType.Edit(c.Keyspace, c[1], row);
        bool same = c[1].SequenceEqual(c[2]);
        if (same || !source.Remove(c[3]))
        {
            c.Reply.Integer(same && source.Contains(c[3]) ? 1 : 0);
            return;
        }

        bool gone = source.Finish(changed: true);
        c.Notify(NotifyEvent.Set, "srem"u8, c[1]);
        ElementRemoval.NotifyGone(c, c[1], gone);
        var destination = SetType.Edit(c.Keyspace, c[2], other);
        if (destination.Add(c[3]))
        {
            destination.Finish(changed: true);
            c.Notify(NotifyEvent.Set, "sadd"u8, c[2]);
        }

        c.Reply.Integer(1);
    }
}
