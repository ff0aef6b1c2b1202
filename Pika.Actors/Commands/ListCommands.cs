using Pika.Actors.Execution;
using Pika.Storage.Keyspace;
using ValueType = Pika.Storage.Keyspace.ValueType;

namespace Pika.Actors.Commands;

/// <summary>The commands on the ends of lists, and those that read lists by index.</summary>
internal static class ListCommands
{
    /// <summary>LPUSH key element [element ...]</summary>
    public static void LPush(CommandContext c) => Push(c, left: true, onlyIfThere: false);

    /// <summary>RPUSH key element [element ...]</summary>
    public static void RPush(CommandContext c) => Push(c, left: false, onlyIfThere: false);

    /// <summary>LPUSHX key element [element ...]</summary>
    public static void LPushX(CommandContext c) => Push(c, left: true, onlyIfThere: true);

    /// <summary>RPUSHX key element [element ...]</summary>
    public static void RPushX(CommandContext c) => Push(c, left: false, onlyIfThere: true);

    /// <summary>LPOP key [count]</summary>
    public static void LPop(CommandContext c) => Pop(c, left: true);

    /// <summary>RPOP key [count]</summary>
    public static void RPop(CommandContext c) => Pop(c, left: false);

    /// <summary>LLEN key</summary>
    public static void LLen(CommandContext c)
    {
        using var row = c.Keyspace.Lookup(c[1]);
        if (!c.IsWrongType(row, ValueType.List))
        {
            c.Reply.Integer(ListType.Count(row));
        }
    }

    /// <summary>LRANGE key start stop</summary>
    public static void LRange(CommandContext c)
    {
        if (!c.TryInteger(2, out long start) || !c.TryInteger(3, out long stop))
        {
            return;
        }

        using var row = c.Keyspace.Lookup(c[1]);
        if (c.IsWrongType(row, ValueType.List))
        {
            return;
        }

        if (!ListArguments.TryResolve(start, stop, ListType.Count(row), out long first, out long count))
        {
            c.Reply.Array(0);
        }
        else if (c.Keyspace.MayProcess(count * ListArguments.ElementBytes))
        {
            Reply(c, new ListWalk(c.Keyspace, c[1], row, first, count), count);
        }
    }

    /// <summary>LINDEX key index</summary>
    public static void LIndex(CommandContext c)
    {
        using var row = c.Keyspace.Lookup(c[1]);
        if (!row.Exists)
        {
            c.Reply.Null();
            return;
        }

        if (c.IsWrongType(row, ValueType.List) || !c.TryInteger(2, out long index))
        {
            return;
        }

        index += index < 0 ? row.Size : 0;
        if (index < 0 || index >= row.Size)
        {
            c.Reply.Null();
            return;
        }

        using var walk = new ListWalk(c.Keyspace, c[1], row, index, 1);
        _ = walk.Next();
        c.Reply.Bulk(walk.Value);
    }

    /// <summary>Replies with the elements of a walk, and ends it.</summary>
    internal static void Reply(CommandContext c, scoped ListWalk walk, long count)
    {
        c.Reply.Array(checked((int)count));
        while (walk.Next())
        {
            c.Reply.Bulk(walk.Value);
        }

        walk.Dispose();
    }

    private static void Push(CommandContext c, bool left, bool onlyIfThere)
    {
        using var row = c.Keyspace.Find(c[1]);
        if (c.IsWrongType(row, ValueType.List))
        {
            return;
        }

        if (!row.Exists && onlyIfThere)
        {
            c.Reply.Integer(0);
            return;
        }

        var list = new ListValue(c.Keyspace, c[1], row);
        for (int i = 2; i < c.Count; i++)
        {
            list.Push(left, c[i]);
        }

        list.Save();
        ListType.NotifyPushed(c.Keyspace, c[1], left);
        c.Reply.Integer(list.Count);
    }

    private static void Pop(CommandContext c, bool left)
    {
        long count = 1;
        if (c.Count > 3)
        {
            c.WrongArity();
            return;
        }

        bool many = c.Count == 3;
        if (many && !c.TryInteger(2, 0, long.MaxValue, out count, "ERR value is out of range, must be positive"))
        {
            return;
        }

        using var row = c.Keyspace.Find(c[1]);
        if (!row.Exists)
        {
            ReplyNothing(c, many);
            return;
        }

        if (c.IsWrongType(row, ValueType.List))
        {
            return;
        }

        count = Math.Min(count, row.Size);
        if (!many)
        {
            PopOne(c, row, left);
        }
        else if (count == 0)
        {
            c.Reply.Array(0);
        }
        else
        {
            PopMany(c, 1, row, left, count);
        }
    }

    /// <summary>Replies with elements at one end as an array and removes them; there are so many.</summary>
    internal static void PopMany(CommandContext c, int key, in KeyRow row, bool left, long count)
    {
        if (!c.Keyspace.MayProcess(count * ListArguments.ElementBytes))
        {
            return;
        }

        Reply(c, ListType.Ends(c.Keyspace, c[key], row, left, count), count);
        ListType.Drop(c.Keyspace, c[key], row, left, count);
    }

    private static void PopOne(CommandContext c, in KeyRow row, bool left)
    {
        using var walk = ListType.Ends(c.Keyspace, c[1], row, left, 1);
        _ = walk.Next();
        c.Reply.Bulk(walk.Value);
        ListType.Drop(c.Keyspace, c[1], row, left, 1);
    }

    private static void ReplyNothing(CommandContext c, bool many)
    {
        if (many)
        {
            c.Reply.NullArray();
        }
        else
        {
            c.Reply.Null();
        }
    }
}
