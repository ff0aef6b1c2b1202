using Pika.Actors.Execution;
using Pika.Storage.Keyspace;
using ValueType = Pika.Storage.Keyspace.ValueType;

namespace Pika.Actors.Commands;

/// <summary>The commands on parts of strings.</summary>
internal static class StringRangeCommands
{
    /// <summary>APPEND key value</summary>
    public static void Append(CommandContext c)
    {
        using var row = c.Keyspace.Find(c[1]);
        if (c.IsWrongType(row, ValueType.String))
        {
            return;
        }

        long length = StringType.Length(row);
        if (row.Exists && IsTooLong(c, length, c[2].Length))
        {
            return;
        }

        StringType.Write(c.Keyspace, c[1], row, length, c[2], length + c[2].Length);
        c.Notify(NotifyEvent.String, "append"u8, c[1]);
        c.Reply.Integer(length + c[2].Length);
    }

    /// <summary>SETRANGE key offset value</summary>
    public static void SetRange(CommandContext c)
    {
        if (!c.TryInteger(2, out long offset))
        {
            return;
        }

        if (offset < 0)
        {
            c.Error("ERR offset is out of range");
            return;
        }

        using var row = c.Keyspace.Find(c[1]);
        if (c.IsWrongType(row, ValueType.String))
        {
            return;
        }

        long length = StringType.Length(row);
        if (c[3].Length > 0)
        {
            if (IsTooLong(c, offset, c[3].Length))
            {
                return;
            }

            length = Math.Max(length, offset + c[3].Length);
            StringType.Write(c.Keyspace, c[1], row, offset, c[3], length);
            c.Notify(NotifyEvent.String, "setrange"u8, c[1]);
        }

        c.Reply.Integer(length);
    }

    /// <summary>GETRANGE key start end</summary>
    public static void GetRange(CommandContext c)
    {
        if (!c.TryInteger(2, out long start) || !c.TryInteger(3, out long end))
        {
            return;
        }

        using var row = StringType.Lookup(c.Keyspace, c[1]);
        if (c.IsWrongType(row, ValueType.String))
        {
            return;
        }

        if (!IndexRange.TryResolve(start, end, StringType.Length(row), out long first, out long last))
        {
            c.Reply.Bulk(ReadOnlySpan<byte>.Empty);
        }
        else if (!row.Versioned)
        {
            c.Reply.Bulk(row.Body[(int)first..(int)(last + 1)]);
        }
        else if (c.Keyspace.MayProcess(last - first))
        {
            StringType.Read(c.Keyspace, c[1], row, first, c.Reply.BulkOf(checked((int)(last - first + 1))));
        }
    }

    /// <summary>SUBSTR key start end: GETRANGE by its first name.</summary>
    public static void SubStr(CommandContext c) => GetRange(c);

    private static bool IsTooLong(CommandContext c, long offset, int length)
    {
        if (offset <= c.Node.Config.ProtoMaxBulkLen - length)
        {
            return false;
        }

        c.Error("ERR string exceeds maximum allowed size (proto-max-bulk-len)");
        return true;
    }
}
