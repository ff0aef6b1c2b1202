using Pika.Actors.Execution;
using Pika.Storage.Keyspace;
using ValueType = Pika.Storage.Keyspace.ValueType;

namespace Pika.Actors.Commands;

/// <summary>The commands on whole strings.</summary>
internal static class StringCommands
{
    /// <summary>GET key</summary>
    public static void Get(CommandContext c)
    {
        using var row = StringType.Lookup(c.Keyspace, c[1]);
        _ = TryReply(c, row);
    }

    /// <summary>GETDEL key</summary>
    public static void GetDel(CommandContext c)
    {
        using var row = c.Keyspace.Lookup(c[1]);
        if (TryReply(c, row) && row.Exists)
        {
            c.Keyspace.Remove(c[1], row);
            c.Notify(NotifyEvent.Generic, "del"u8, c[1]);
        }
    }

    /// <summary>GETSET key value</summary>
    public static void GetSet(CommandContext c)
    {
        using var row = c.Keyspace.Lookup(c[1]);
        if (TryReply(c, row))
        {
            StringType.Put(c.Keyspace, c[1], c[2], 0, row);
            c.Notify(NotifyEvent.String, "set"u8, c[1]);
        }
    }

    /// <summary>GETEX key [EX seconds | PX milliseconds | EXAT time | PXAT time | PERSIST]</summary>
    public static void GetEx(CommandContext c)
    {
        var expire = default(ExpireOption);
        for (int i = 2; i < c.Count; i++)
        {
            if (!expire.TryTake(c, ref i, ExpireForm.Persist, out expire))
            {
                c.SyntaxError();
                return;
            }
        }

        using var row = c.Keyspace.Lookup(c[1]);
        if (!row.Exists)
        {
            c.Reply.Null();
            return;
        }

        if (c.IsWrongType(row, ValueType.String) || !expire.TryTime(c, out long expireAt))
        {
            return;
        }

        _ = TryReply(c, row);
        Expire(c, expire, expireAt, row);
    }

    /// <summary>MGET key [key ...]</summary>
    public static void MGet(CommandContext c)
    {
        c.Reply.Array(c.Count - 1);
        for (int i = 1; i < c.Count; i++)
        {
            using var row = c.Keyspace.Lookup(c[i]);
            if (row.Exists && row.Type == ValueType.String)
            {
                Reply(c, i, row);
            }
            else
            {
                c.Reply.Null();
            }
        }
    }

    /// <summary>STRLEN key</summary>
    public static void StrLen(CommandContext c)
    {
        using var row = c.Keyspace.Lookup(c[1]);
        if (!c.IsWrongType(row, ValueType.String))
        {
            c.Reply.Integer(StringType.Length(row));
        }
    }

    /// <summary>Replies with the string at the first key, or with no value. False: it is not a string, and the error is the reply.</summary>
    internal static bool TryReply(CommandContext c, in KeyRow row)
    {
        if (c.IsWrongType(row, ValueType.String))
        {
            return false;
        }

        if (row.Exists)
        {
            Reply(c, 1, row);
        }
        else
        {
            c.Reply.Null();
        }

        return true;
    }

    private static void Reply(CommandContext c, int key, in KeyRow row)
    {
        if (!row.Versioned)
        {
            c.Reply.Bulk(row.Body);
        }
        else if (c.Keyspace.MayProcess(row.Size))
        {
            StringType.Read(c.Keyspace, c[key], row, 0, c.Reply.BulkOf(checked((int)row.Size)));
        }
    }

    private static void Expire(CommandContext c, ExpireOption expire, long expireAt, in KeyRow row)
    {
        if (expire.HasTime && expireAt <= c.Now)
        {
            c.Keyspace.Remove(c[1], row);
            c.Notify(NotifyEvent.Generic, "del"u8, c[1]);
        }
        else if (expire.HasTime || (expire.Form == ExpireForm.Persist && row.ExpireAt != 0))
        {
            c.Keyspace.PutExpiry(c[1], expireAt, row);
            c.Notify(NotifyEvent.Generic, expire.HasTime ? "expire"u8 : "persist"u8, c[1]);
        }
    }
}
