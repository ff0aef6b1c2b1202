using Pika.Actors.Execution;
using Pika.Storage.Keyspace;
using ValueType = Pika.Storage.Keyspace.ValueType;

namespace Pika.Actors.Commands;

/// <summary>The commands that look for elements of lists, and those that change lists anywhere.</summary>
internal static class ListEditCommands
{
    /// <summary>LSET key index element</summary>
    public static void LSet(CommandContext c)
    {
        using var row = c.Keyspace.Find(c[1]);
        if (!row.Exists)
        {
            c.Error("ERR no such key");
            return;
        }

        if (c.IsWrongType(row, ValueType.List) || !c.TryInteger(2, out long index))
        {
            return;
        }

        index += index < 0 ? row.Size : 0;
        if (index < 0 || index >= row.Size)
        {
            c.Error("ERR index out of range");
            return;
        }

        var list = new ListValue(c.Keyspace, c[1], row);
        list.Set(index, c[3]);
        c.Keyspace.Touch(c[1]);
        c.Notify(NotifyEvent.List, "lset"u8, c[1]);
        c.Reply.Ok();
    }

    /// <summary>LINSERT key BEFORE|AFTER pivot element</summary>
    public static void LInsert(CommandContext c)
    {
        bool after = c.Is(2, "after"u8);
        if (!after && !c.Is(2, "before"u8))
        {
            c.SyntaxError();
            return;
        }

        using var row = c.Keyspace.Find(c[1]);
        if (!row.Exists)
        {
            c.Reply.Integer(0);
            return;
        }

        if (c.IsWrongType(row, ValueType.List))
        {
            return;
        }

        long index = ListType.Find(c.Keyspace, c[1], row, c[3]);
        if (index < 0)
        {
            c.Reply.Integer(-1);
            return;
        }

        var list = new ListValue(c.Keyspace, c[1], row);
        list.Insert(after ? index + 1 : index, c[4]);
        list.Save();
        c.Notify(NotifyEvent.List, "linsert"u8, c[1]);
        c.Reply.Integer(list.Count);
    }

    /// <summary>LREM key count element</summary>
    public static void LRem(CommandContext c)
    {
        if (!c.TryInteger(2, out long count))
        {
            return;
        }

        using var row = c.Keyspace.Find(c[1]);
        if (!row.Exists)
        {
            c.Reply.Integer(0);
        }
        else if (!c.IsWrongType(row, ValueType.List))
        {
            c.Reply.Integer(ListType.Remove(c.Keyspace, c[1], row, count, c[3]));
        }
    }

    /// <summary>LTRIM key start stop</summary>
    public static void LTrim(CommandContext c)
    {
        if (!c.TryInteger(2, out long start) || !c.TryInteger(3, out long stop))
        {
            return;
        }

        using var row = c.Keyspace.Find(c[1]);
        if (c.IsWrongType(row, ValueType.List))
        {
            return;
        }

        if (row.Exists)
        {
            var list = new ListValue(c.Keyspace, c[1], row);
            if (ListArguments.TryResolve(start, stop, row.Size, out long first, out long count))
            {
                list.Keep(first, count);
            }
            else
            {
                list.RemoveEnd(left: true, row.Size);
            }

            list.Save();
            c.Notify(NotifyEvent.List, "ltrim"u8, c[1]);
            ListType.NotifyIfGone(c.Keyspace, c[1], list.Count);
        }

        c.Reply.Ok();
    }

    /// <summary>LPOS key element [RANK rank] [COUNT count] [MAXLEN len]</summary>
    public static void LPos(CommandContext c)
    {
        if (!ListSearch.TryParse(c, out var search))
        {
            return;
        }

        using var row = c.Keyspace.Lookup(c[1]);
        if (c.IsWrongType(row, ValueType.List))
        {
            return;
        }

        if (!row.Exists && search.Count >= 0)
        {
            c.Reply.Array(0);
        }
        else if (!row.Exists)
        {
            c.Reply.Null();
        }
        else
        {
            Search(c, row, search);
        }
    }

    private static void Search(CommandContext c, in KeyRow row, in ListSearch search)
    {
        int mark = search.Count >= 0 ? c.Reply.BeginDeferred() : 0;
        long skipped = search.Skipped;
        int found = 0;
        long length = search.MaxLength == 0 ? row.Size : Math.Min(row.Size, search.MaxLength);
        using var walk = new ListWalk(c.Keyspace, c[1], row, search.Backwards ? row.Size - 1 : 0, length, search.Backwards);
        while (found < search.Wanted && walk.Next())
        {
            if (walk.Value.SequenceEqual(c[2]) && skipped-- <= 0)
            {
                c.Reply.Integer(walk.Index);
                found++;
            }
        }

        if (search.Count >= 0)
        {
            c.Reply.EndArray(mark, found);
        }
        else if (found == 0)
        {
            c.Reply.Null();
        }
    }
}
