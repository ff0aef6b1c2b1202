using Pika.Actors.Execution;
using Pika.Protocol;
using Pika.Storage.Keyspace;
using ValueType = Pika.Storage.Keyspace.ValueType;

namespace Pika.Actors.Commands;

/// <summary>Pika's own ways to find fields of a hash: without a cursor, or in the order of their names.</summary>
internal static class PikaHashCommands
{
    /// <summary>
    /// HSCANX key start-field [MATCH pattern] [COUNT count]: fields and values from the start field on, in the order of their rows, and the field at which to go on; an
    /// empty one begins and ends.
    /// </summary>
    public static void HScanX(CommandContext c)
    {
        using var row = c.Keyspace.Lookup(c[1]);
        if (c.IsWrongType(row, ValueType.Hash) || !ScanOptions.TryRead(c, 3, takesType: false, out var options))
        {
            return;
        }

        var found = new ElementList();
        byte[] next = [];
        if (!row.Exists)
        {
            Reply(c, next, found);
        }
        else if (ElementRows.MayVisit(c.Keyspace, Math.Min(options.Count, row.Size)))
        {
            next = Collect(c, row, options, found);
            Reply(c, next, found);
        }
    }

    /// <summary>
    /// PKHSCANRANGE key first last [MATCH pattern] [LIMIT limit]: fields and values in the order of the fields' names, both ends included; an empty end is open.
    /// </summary>
    public static void PkHScanRange(CommandContext c) => ScanRange(c, reverse: false);

    /// <summary>PKHRSCANRANGE key first last [MATCH pattern] [LIMIT limit]: the same downwards, from the greater end to the smaller.</summary>
    public static void PkHRScanRange(CommandContext c) => ScanRange(c, reverse: true);

    private static byte[] Collect(CommandContext c, in KeyRow row, in ScanOptions options, ElementList found)
    {
        var start = c[2];
        uint from = start.IsEmpty ? 0 : ElementHash.Of(start);
        long looked = 0;
        using var walk = new ElementRows(c.Keyspace, c[1], row.Version).Walk(from, uint.MaxValue);
        for (bool any = walk.SeekToFirst(); any; any = walk.Next())
        {
            if (!start.IsEmpty && walk.Hash == from && walk.Element.SequenceCompareTo(start) < 0)
            {
                continue;
            }

            if (looked++ == options.Count)
            {
                return walk.Element.ToArray();
            }

            if (options.Pattern == 0 || Glob.IsMatch(c[options.Pattern], walk.Element))
            {
                found.Add(walk);
            }
        }

        return [];
    }

    // Rows are ordered by a hash of the field, so the fields in between are picked from all: a walk over the hash, twice, with room for the answer alone.
    private static void ScanRange(CommandContext c, bool reverse)
    {
        using var row = c.Keyspace.Lookup(c[1]);
        if (c.IsWrongType(row, ValueType.Hash) || !RangeOptions.TryRead(c, 4, out var options))
        {
            return;
        }

        var range = new NameRange(c[2].ToArray(), c[3].ToArray(), reverse, options.Limit);
        if (!row.Exists)
        {
            Reply(c, [], new ElementList());
            return;
        }

        if (!ElementRows.MayVisit(c.Keyspace, row.Size))
        {
            return;
        }

        using var walk = new ElementRows(c.Keyspace, c[1], row.Version).Walk(0, uint.MaxValue);
        for (bool any = walk.SeekToFirst(); any; any = walk.Next())
        {
            if (range.Admits(walk.Element))
            {
                range.Add(walk.Element);
            }
        }

        var (names, next) = range.Take();
        names.RemoveAll(name => options.Pattern != 0 && !Glob.IsMatch(c[options.Pattern], name));
        ReplyFields(c, row, next, names);
    }

    private static void ReplyFields(CommandContext c, in KeyRow row, byte[] next, List<byte[]> names)
    {
        var rows = new ElementRows(c.Keyspace, c[1], row.Version);
        c.Reply.Array(2);
        c.Reply.Bulk(next);
        c.Reply.Array(2 * names.Count);
        foreach (byte[] name in names)
        {
            c.Reply.Bulk(name);
            rows.TryGet(name, out var value);
            c.Reply.Bulk(value.Value);
            value.Dispose();
        }
    }

    private static void Reply(CommandContext c, byte[] next, ElementList found)
    {
        c.Reply.Array(2);
        c.Reply.Bulk(next);
        c.Reply.Array(2 * found.Count);
        for (int i = 0; i < found.Count; i++)
        {
            c.Reply.Bulk(found[i]);
            c.Reply.Bulk(found.ValueOf(i));
        }
    }
}
