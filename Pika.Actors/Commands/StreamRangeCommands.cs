using Pika.Actors.Execution;
using Pika.Storage.Keyspace;
using ValueType = Pika.Storage.Keyspace.ValueType;

namespace Pika.Actors.Commands;

/// <summary>The commands that read ranges of a stream's entries.</summary>
internal static class StreamRangeCommands
{
    /// <summary>XRANGE key start end [COUNT count]</summary>
    public static void XRange(CommandContext c)
    {
        if (c.TryRangeStart(2, out var first) && c.TryRangeEnd(3, out var last))
        {
            Reply(c, first, last, backwards: false);
        }
    }

    /// <summary>XREVRANGE key end start [COUNT count]</summary>
    public static void XRevRange(CommandContext c)
    {
        if (c.TryRangeStart(3, out var first) && c.TryRangeEnd(2, out var last))
        {
            Reply(c, first, last, backwards: true);
        }
    }

    private static void Reply(CommandContext c, StreamId first, StreamId last, bool backwards)
    {
        long? count = null;
        for (int i = 4; i < c.Count; i += 2)
        {
            if (!c.Is(i, "count"u8) || i + 1 == c.Count)
            {
                c.SyntaxError();
                return;
            }

            if (!c.TryInteger(i + 1, out long given))
            {
                return;
            }

            count = given;
        }

        using var row = c.Keyspace.Lookup(c[1]);
        if (c.IsWrongType(row, ValueType.Stream))
        {
            return;
        }

        if (!row.Exists)
        {
            c.Reply.Array(0);
        }
        else if (count <= 0)
        {
            c.Reply.NullArray();
        }
        else
        {
            StreamReply.Range(c, new StreamRows(c.Keyspace, c[1], row.Version), first, last, count ?? 0, backwards);
        }
    }
}
