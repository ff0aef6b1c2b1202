using Pika.Actors.Execution;
using Pika.Storage.Keyspace;
using ValueType = Pika.Storage.Keyspace.ValueType;

namespace Pika.Actors.Commands;

/// <summary>The commands that change the entries of a stream.</summary>
internal static class StreamCommands
{
    /// <summary>Redis stores no entry whose fields are longer together.</summary>
    private const long LongestEntry = 1 << 30;

    /// <summary>Up to this many ids stand on the stack.</summary>
    private const int IdsOnStack = 16;

    /// <summary>XADD key [NOMKSTREAM] [MAXLEN | MINID [= | ~] threshold [LIMIT count]] * | id field value [field value ...]</summary>
    public static void XAdd(CommandContext c)
    {
        if (!TryAddArguments(c, out var options, out int idWord, out var wanted, out bool complete))
        {
            return;
        }

        using var row = c.Keyspace.Find(c[1]);
        if (c.IsWrongType(row, ValueType.Stream))
        {
            return;
        }

        if (!row.Exists && options.OnlyIfPresent)
        {
            c.Reply.Null();
            return;
        }

        var state = StreamState.OfOrNew(c.Keyspace, row);
        if (!TryNewId(c, state.LastId, wanted, complete, out var id))
        {
            return;
        }

        long length = LengthOfFields(c, idWord + 1, out long bytes);
        if (bytes > LongestEntry)
        {
            TooLarge(c);
            return;
        }

        var rows = new StreamRows(c.Keyspace, c[1], state.Version);
        WriteFields(c, idWord + 1, StreamType.Append(rows, ref state, id, checked((int)length)));
        long trimmed = Trim(c, rows, ref state, options);
        state.Put(c.Keyspace, c[1], row);
        c.Notify(NotifyEvent.Stream, "xadd"u8, c[1]);
        if (trimmed > 0)
        {
            c.Notify(NotifyEvent.Stream, "xtrim"u8, c[1]);
        }

        StreamReply.Id(c, id);
    }

    /// <summary>XLEN key</summary>
    public static void XLen(CommandContext c)
    {
        using var row = c.Keyspace.Lookup(c[1]);
        if (!c.IsWrongType(row, ValueType.Stream))
        {
            c.Reply.Integer(row.Exists ? row.Size : 0);
        }
    }

    /// <summary>XDEL key id [id ...]</summary>
    public static void XDel(CommandContext c)
    {
        using var row = c.Keyspace.Find(c[1]);
        if (c.IsWrongType(row, ValueType.Stream))
        {
            return;
        }

        if (!row.Exists)
        {
            c.Reply.Integer(0);
            return;
        }

        int count = c.Count - 2;
        Span<StreamId> ids = count <= IdsOnStack ? stackalloc StreamId[count] : new StreamId[count];
        if (!c.TryIds(2, ids))
        {
            return;
        }

        var state = StreamState.Of(row);
        int deleted = StreamType.Delete(new StreamRows(c.Keyspace, c[1], state.Version), ref state, ids);
        if (deleted > 0)
        {
            state.Put(c.Keyspace, c[1], row);
            c.Notify(NotifyEvent.Stream, "xdel"u8, c[1]);
        }

        c.Reply.Integer(deleted);
    }

    /// <summary>XTRIM key MAXLEN | MINID [= | ~] threshold [LIMIT count]</summary>
    public static void XTrim(CommandContext c)
    {
        if (!StreamTrimOptions.TryTrim(c, out var options))
        {
            return;
        }

        using var row = c.Keyspace.Find(c[1]);
        if (c.IsWrongType(row, ValueType.Stream))
        {
            return;
        }

        if (!row.Exists)
        {
            c.Reply.Integer(0);
            return;
        }

        var state = StreamState.Of(row);
        long trimmed = Trim(c, new StreamRows(c.Keyspace, c[1], state.Version), ref state, options);
        if (trimmed > 0)
        {
            state.Put(c.Keyspace, c[1], row);
            c.Notify(NotifyEvent.Stream, "xtrim"u8, c[1]);
        }

        c.Reply.Integer(trimmed);
    }

    private static bool TryAddArguments(
        CommandContext c,
        out StreamTrimOptions options,
        out int idWord,
        out StreamId? id,
        out bool complete
    )
    {
        (id, complete) = (null, false);
        if (!StreamTrimOptions.TryAdd(c, out options, out idWord))
        {
            return false;
        }

        if (idWord < c.Count && !c.Is(idWord, "*"u8))
        {
            if (!c.TryNewId(idWord, out var given, out complete))
            {
                return false;
            }

            id = given;
        }

        int fields = c.Count - idWord - 1;
        if (!options.IsSound(c, mustTrim: false))
        {
            return false;
        }

        if (fields < 2 || fields % 2 == 1)
        {
            c.WrongArity();
            return false;
        }

        if (complete && id == StreamId.Zero)
        {
            c.Error("ERR The ID specified in XADD must be greater than 0-0");
            return false;
        }

        return true;
    }

    private static bool TryNewId(CommandContext c, StreamId last, StreamId? wanted, bool complete, out StreamId id)
    {
        id = wanted ?? default;
        if (last == StreamId.Max)
        {
            c.Error("ERR The stream has exhausted the last possible ID, unable to add more items");
            return false;
        }

        if (wanted is null)
        {
            return StreamType.TryNextId(last, c.Now, out id);
        }

        if (!complete && id.Ms == last.Ms)
        {
            if (last.Seq == ulong.MaxValue)
            {
                TooLarge(c);
                return false;
            }

            id = new StreamId(id.Ms, last.Seq + 1);
        }

        if (id <= last)
        {
            c.Error("ERR The ID specified in XADD is equal or smaller than the target stream top item");
            return false;
        }

        return true;
    }

    // Also what Redis says where no number is left for the time of the id.
    private static void TooLarge(CommandContext c) => c.Error("ERR Elements are too large to be stored");

    private static long LengthOfFields(CommandContext c, int first, out long bytes)
    {
        bytes = 0;
        long length = StreamFields.SizeOf(c.Count - first);
        for (int i = first; i < c.Count; i++)
        {
            bytes += c[i].Length;
            length += StreamFields.SizeOf(c[i].Length);
        }

        return length + bytes;
    }

    private static void WriteFields(CommandContext c, int first, Span<byte> room)
    {
        StreamFields.WriteNumber(ref room, c.Count - first);
        for (int i = first; i < c.Count; i++)
        {
            StreamFields.WriteText(ref room, c[i]);
        }
    }

    private static long Trim(CommandContext c, in StreamRows rows, ref StreamState state, StreamTrimOptions options) =>
        options.ById ? StreamType.TrimToId(rows, ref state, options.MinId, options.Most)
        : options.MaxLength >= 0
            ? StreamType.TrimToLength(c.Keyspace, rows, ref state, options.MaxLength, options.Most, options.Approximate)
        : 0;
}
