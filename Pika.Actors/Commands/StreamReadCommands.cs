using Pika.Actors.Blocking;
using Pika.Actors.Execution;
using Pika.Storage.Keyspace;
using ValueType = Pika.Storage.Keyspace.ValueType;

namespace Pika.Actors.Commands;

/// <summary>XREAD and XREADGROUP. How they wait: <see cref="TurnBlocking"/>.</summary>
internal static class StreamReadCommands
{
    /// <summary>Stands for <c>&gt;</c>: what the group has not delivered yet. As in Redis, also who names this id gets that.</summary>
    private static readonly StreamId New = StreamId.Max;

    private static readonly WakeHandler WakeRead = static (c, blocked, key) => TryServe(c, (Waiting)blocked.For.State!, key);
    private static readonly WakeHandler WakeGroup = static (c, blocked, key) => TryServeGroup(c, (Waiting)blocked.For.State!, key);

    /// <summary>XREAD [COUNT count] [BLOCK milliseconds] STREAMS key [key ...] id [id ...]</summary>
    public static void XRead(CommandContext c) => Read(c, inGroup: false);

    /// <summary>XREADGROUP GROUP group consumer [COUNT count] [BLOCK milliseconds] [NOACK] STREAMS key [key ...] id [id ...]</summary>
    public static void XReadGroup(CommandContext c) => Read(c, inGroup: true);

    private static void Read(CommandContext c, bool inGroup)
    {
        if (!StreamReadOptions.TryParse(c, inGroup, out var options))
        {
            return;
        }

        var ids = new StreamId[options.Streams];
        for (int i = 0; i < ids.Length; i++)
        {
            if (!TryStart(c, options, i, out ids[i]))
            {
                return;
            }
        }

        int mark = c.Reply.BeginDeferred();
        int served = 0;
        for (int i = 0; i < ids.Length && !c.Keyspace.Incomplete; i++)
        {
            // A second look at the key, as Redis has it: a missing one counts twice.
            using var row = c.Keyspace.Lookup(c[options.FirstKey + i]);
            if (row.Exists)
            {
                served += TryReply(c, options, row, options.FirstKey + i, ids[i]) ? 1 : 0;
            }
        }

        if (served > 0 || c.Keyspace.Incomplete)
        {
            End(c, mark, served);
            return;
        }

        c.Reply.Truncate(mark);
        if (options.Timeout < 0 || !c.MayBlock)
        {
            c.Reply.NullArray();
            return;
        }

        c.Block(
            new WaitFor(options.FirstKey, options.Streams, options.Timeout, ValueType.Stream, inGroup ? WakeGroup : WakeRead)
            {
                WakesWhenGone = inGroup,
                State = new Waiting(options, ids),
            }
        );
    }

    // Where to begin in a stream: after this id.
    private static bool TryStart(CommandContext c, StreamReadOptions options, int stream, out StreamId id)
    {
        id = default;
        int key = options.FirstKey + stream;
        var word = c[options.FirstId + stream];
        bool inGroup = options.Group > 0;
        using var row = c.Keyspace.Lookup(c[key]);
        if (c.IsWrongType(row, ValueType.Stream))
        {
            return false;
        }

        if (inGroup && !c.TryGroup(row, key, options.Group, out _, out _, " in XREADGROUP with GROUP option"))
        {
            return false;
        }

        if (word.SequenceEqual("$"u8) && !inGroup)
        {
            id = row.Exists ? StreamState.Of(row).LastId : StreamId.Zero;
            return true;
        }

        if (word.SequenceEqual(">"u8) && inGroup)
        {
            id = New;
            return true;
        }

        string? error =
            word.SequenceEqual("$"u8)
                ? "ERR The $ ID is meaningless in the context of XREADGROUP: you want to read the history of this consumer by "
                    + "specifying a proper ID, or use the > ID to get new messages. The $ ID would just return an empty result set."
            : word.SequenceEqual(">"u8)
                ? "ERR The > ID can be specified only when calling XREADGROUP using the GROUP <group> <consumer> option."
            : null;
        if (error is null)
        {
            return c.TryId(options.FirstId + stream, out id);
        }

        c.Error(error);
        return false;
    }

    private static bool TryReply(CommandContext c, StreamReadOptions options, in KeyRow row, int key, StreamId after)
    {
        var state = StreamState.Of(row);
        var rows = new StreamRows(c.Keyspace, c[key], state.Version);
        if (options.Group > 0)
        {
            return TryReplyGroup(c, options, rows, state, key, after);
        }

        if (!StreamType.HasAfter(rows, state, after))
        {
            return false;
        }

        Name(c, key);
        _ = after.TryNext(out var first);
        StreamReply.Range(c, rows, first, StreamId.Max, options.Count, backwards: false);
        return true;
    }

    private static bool TryReplyGroup(
        CommandContext c,
        StreamReadOptions options,
        in StreamRows rows,
        StreamState state,
        int key,
        StreamId after
    )
    {
        var groups = new StreamGroupRows(c.Keyspace, c[key], state.Version);
        if (!groups.TryGet(c[options.Group], out var group) || (after == New && !StreamType.HasAfter(rows, state, group.LastId)))
        {
            return false;
        }

        uint consumer = c.SeenConsumer(key, options.Consumer, groups, ref group);
        Name(c, key);
        int mark = c.Reply.BeginDeferred();
        int count =
            after == New
                ? StreamDeliveries.ReplyNew(c, rows, state, groups, ref group, consumer, options.Count, options.NoAck)
                : StreamDeliveries.ReplyHistory(c, rows, groups, group, consumer, after, options.Count);
        c.Reply.EndArray(mark, count);
        groups.Put(c[options.Group], group);
        return true;
    }

    private static bool TryServe(CommandContext c, Waiting waiting, int key)
    {
        using var row = c.Keyspace.Find(c[key]);
        int mark = c.Reply.BeginDeferred();
        bool served = row.Exists && TryReply(c, waiting.Options, row, key, waiting.Ids[key - waiting.Options.FirstKey]);
        End(c, mark, served ? 1 : 0);
        return served;
    }

    private static bool TryServeGroup(CommandContext c, Waiting waiting, int key)
    {
        using var row = c.Keyspace.Find(c[key]);
        if (!row.Exists || row.Type != ValueType.Stream)
        {
            c.Error("UNBLOCKED the stream key no longer exists");
            return true;
        }

        if (!new StreamGroupRows(c.Keyspace, c[key], row.Version).TryGet(c[waiting.Options.Group], out _))
        {
            c.Error("NOGROUP the consumer group this client was blocked on no longer exists");
            return true;
        }

        return TryServe(c, waiting, key);
    }

    // In RESP2 each stream is an array of its key and its entries, in RESP3 they are pairs of a map.
    private static void Name(CommandContext c, int key)
    {
        if (c.Reply.Protocol < 3)
        {
            c.Reply.Array(2);
        }

        c.Reply.Bulk(c[key]);
    }

    private static void End(CommandContext c, int mark, int streams)
    {
        if (c.Reply.Protocol < 3)
        {
            c.Reply.EndArray(mark, streams);
        }
        else
        {
            c.Reply.EndMap(mark, streams);
        }
    }

    /// <summary>What a client waits for: entries after these ids.</summary>
    private sealed record Waiting(StreamReadOptions Options, StreamId[] Ids);
}
