using System.Buffers.Text;
using Pika.Actors.Execution;
using Pika.Protocol;
using Pika.Storage.Keyspace;

namespace Pika.Actors.Commands;

/// <summary>Ids and entries of streams in replies.</summary>
internal static class StreamReply
{
    private const int LongestId = (2 * Numbers.MaxInt64Length) + 1;

    /// <summary>An id: <c>ms-seq</c>.</summary>
    public static void Id(CommandContext c, StreamId id)
    {
        Span<byte> text = stackalloc byte[LongestId];
        _ = Utf8Formatter.TryFormat(id.Ms, text, out int length);
        text[length++] = (byte)'-';
        _ = Utf8Formatter.TryFormat(id.Seq, text[length..], out int digits);
        c.Reply.Bulk(text[..(length + digits)]);
    }

    /// <summary>An entry: its id, and its fields with their values.</summary>
    public static void Entry(CommandContext c, StreamId id, ReadOnlySpan<byte> value)
    {
        c.Reply.Array(2);
        Id(c, id);
        var fields = new StreamFields(value);
        c.Reply.Array(fields.Count);
        for (int i = 0; i < fields.Count; i++)
        {
            c.Reply.Bulk(fields.Next());
        }
    }

    /// <summary>The entry with an id, if it is there; the number of entries answered.</summary>
    public static int EntryAt(CommandContext c, in StreamRows rows, StreamId id)
    {
        bool found = rows.TryGet(id, out var row);
        using var held = row;
        if (found)
        {
            Entry(c, id, row.Value);
        }

        return found ? 1 : 0;
    }

    /// <summary>An array of the entries between two ids, both included.</summary>
    /// <param name="most">The entries to answer at most; 0 for all.</param>
    public static void Range(CommandContext c, in StreamRows rows, StreamId first, StreamId last, long most, bool backwards)
    {
        int mark = c.Reply.BeginDeferred();
        c.Reply.EndArray(mark, first == last ? EntryAt(c, rows, first) : Entries(c, rows, first, last, most, backwards));
    }

    private static int Entries(CommandContext c, in StreamRows rows, StreamId first, StreamId last, long most, bool backwards)
    {
        if (first > last)
        {
            return 0;
        }

        int count = 0;
        long bytes = 0;
        using var walk = rows.Walk(first, last, backwards);
        while (walk.Next())
        {
            Entry(c, walk.Id, walk.Value);
            bytes += walk.Value.Length + LongestId;
            if (++count == most || !c.Keyspace.MayProcess(bytes))
            {
                break;
            }
        }

        return count;
    }
}
