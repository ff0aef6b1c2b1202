using System.Text;
using Pika.Storage.Keyspace;
using ValueType = Pika.Storage.Keyspace.ValueType;

namespace Pika.Actors.Execution;

/// <summary>Finds streams and their groups for commands, with Redis's errors.</summary>
internal static class StreamArguments
{
    /// <summary>A stream that must be there. False: it is not, and the error is the reply. Dispose the row either way.</summary>
    public static bool IsStream(this CommandContext c, in KeyRow row)
    {
        if (!row.Exists)
        {
            c.Error("ERR no such key");
            return false;
        }

        return !c.IsWrongType(row, ValueType.Stream);
    }

    /// <summary>A group of a stream, both of which must be there. False: one is not, and the error is the reply.</summary>
    /// <param name="suffix">What the error ends with.</param>
    public static bool TryGroup(
        this CommandContext c,
        in KeyRow row,
        int key,
        int name,
        out StreamGroupRows rows,
        out StreamGroup group,
        string suffix = ""
    )
    {
        (rows, group) = (default, default);
        if (c.IsWrongType(row, ValueType.Stream))
        {
            return false;
        }

        if (row.Exists)
        {
            rows = new StreamGroupRows(c.Keyspace, c[key], row.Version);
            if (rows.TryGet(c[name], out group))
            {
                return true;
            }
        }

        c.Reply.Error([
            .. "NOGROUP No such key '"u8,
            .. UpToZero(c[key]),
            .. "' or consumer group '"u8,
            .. UpToZero(c[name]),
            .. "'"u8,
            .. Encoding.ASCII.GetBytes(suffix),
        ]);
        return false;
    }

    /// <summary>Answers that a stream has no such group.</summary>
    public static void NoGroupOfKey(this CommandContext c, int key, int name) =>
        c.Reply.Error([
            .. "NOGROUP No such consumer group '"u8,
            .. UpToZero(c[name]),
            .. "' for key name '"u8,
            .. UpToZero(c[key]),
            .. "'"u8,
        ]);

    /// <summary>What C's <c>%s</c> prints.</summary>
    public static ReadOnlySpan<byte> UpToZero(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOf((byte)0);
        return end < 0 ? text : text[..end];
    }

    /// <summary>The number of a consumer, who is seen now; a new one is made.</summary>
    public static uint SeenConsumer(this CommandContext c, int key, int name, in StreamGroupRows rows, ref StreamGroup group)
    {
        if (rows.TryGetConsumer(group.Number, c[name], out uint consumer))
        {
            rows.PutConsumer(group.Number, consumer, rows.Consumer(group.Number, consumer) with { SeenAt = c.Now });
            return consumer;
        }

        c.Notify(NotifyEvent.Stream, "xgroup-createconsumer"u8, c[key]);
        return StreamGroupType.CreateConsumer(rows, ref group, c[name], c.Now);
    }
}
