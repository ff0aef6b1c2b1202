using Pika.Actors.Execution;
using Pika.Storage.Keyspace;
using ValueType = Pika.Storage.Keyspace.ValueType;

namespace Pika.Actors.Commands;

/// <summary>The commands on single fields of hashes.</summary>
internal static class HashCommands
{
    /// <summary>HSET key field value [field value ...]</summary>
    public static void HSet(CommandContext c)
    {
        if (TrySet(c, out int added))
        {
            c.Reply.Integer(added);
        }
    }

    /// <summary>HMSET key field value [field value ...]</summary>
    public static void HMSet(CommandContext c)
    {
        if (TrySet(c, out _))
        {
            c.Reply.Ok();
        }
    }

    /// <summary>HSETNX key field value</summary>
    public static void HSetNx(CommandContext c)
    {
        using var row = c.Keyspace.Find(c[1]);
        if (c.IsWrongType(row, ValueType.Hash))
        {
            return;
        }

        var edit = HashType.Edit(c.Keyspace, c[1], row);
        if (edit.Contains(c[2]))
        {
            c.Reply.Integer(0);
            return;
        }

        edit.Put(c[2], c[3], isNew: true);
        edit.Finish(changed: true);
        c.Notify(NotifyEvent.Hash, "hset"u8, c[1]);
        c.Reply.Integer(1);
    }

    /// <summary>HGET key field</summary>
    public static void HGet(CommandContext c)
    {
        using var row = HashType.Lookup(c.Keyspace, c[1], c[2], out var value, out bool found);
        if (c.IsWrongType(row, ValueType.Hash))
        {
            return;
        }

        if (found)
        {
            c.Reply.Bulk(value.Value);
        }
        else
        {
            c.Reply.Null();
        }

        value.Dispose();
    }

    /// <summary>HMGET key field [field ...]</summary>
    public static void HMGet(CommandContext c)
    {
        using var row = c.Keyspace.Lookup(c[1]);
        if (c.IsWrongType(row, ValueType.Hash))
        {
            return;
        }

        var fields = row.Exists ? new ElementRows(c.Keyspace, c[1], row.Version) : default;
        c.Reply.Array(c.Count - 2);
        for (int i = 2; i < c.Count; i++)
        {
            if (row.Exists && fields.TryGet(c[i], out var value))
            {
                c.Reply.Bulk(value.Value);
                value.Dispose();
            }
            else
            {
                c.Reply.Null();
            }
        }
    }

    /// <summary>HDEL key field [field ...]</summary>
    public static void HDel(CommandContext c)
    {
        using var row = c.Keyspace.Find(c[1]);
        if (c.IsWrongType(row, ValueType.Hash))
        {
            return;
        }

        c.Reply.Integer(row.Exists ? ElementRemoval.Remove(c, HashType.Edit(c.Keyspace, c[1], row), NotifyEvent.Hash, "hdel"u8) : 0);
    }

    /// <summary>HEXISTS key field</summary>
    public static void HExists(CommandContext c)
    {
        using var row = HashType.Lookup(c.Keyspace, c[1], c[2], out var value, out bool found);
        value.Dispose();
        if (!c.IsWrongType(row, ValueType.Hash))
        {
            c.Reply.Integer(found ? 1 : 0);
        }
    }

    /// <summary>HLEN key</summary>
    public static void HLen(CommandContext c)
    {
        using var row = c.Keyspace.Lookup(c[1]);
        if (!c.IsWrongType(row, ValueType.Hash))
        {
            c.Reply.Integer(row.Exists ? row.Size : 0);
        }
    }

    /// <summary>HSTRLEN key field</summary>
    public static void HStrLen(CommandContext c)
    {
        using var row = HashType.Lookup(c.Keyspace, c[1], c[2], out var value, out bool found);
        int length = found ? value.Value.Length : 0;
        value.Dispose();
        if (!c.IsWrongType(row, ValueType.Hash))
        {
            c.Reply.Integer(length);
        }
    }

    private static bool TrySet(CommandContext c, out int added)
    {
        added = 0;
        if (c.Count % 2 != 0)
        {
            c.WrongArity();
            return false;
        }

        using var row = c.Keyspace.Find(c[1]);
        if (c.IsWrongType(row, ValueType.Hash))
        {
            return false;
        }

        var edit = HashType.Edit(c.Keyspace, c[1], row);
        for (int i = 2; i < c.Count; i += 2)
        {
            added += edit.Set(c[i], c[i + 1]) ? 1 : 0;
        }

        edit.Finish(changed: true);
        c.Notify(NotifyEvent.Hash, "hset"u8, c[1]);
        return true;
    }
}
