using Pika.Actors.Execution;
using Pika.Protocol;
using Pika.Storage.Keyspace;
using ValueType = Pika.Storage.Keyspace.ValueType;

namespace Pika.Actors.Commands;

/// <summary>ZSCAN: a small sorted set is answered as a whole, as Redis does; of a big one the cursor is the hash of the member to go on with.</summary>
internal static class ZsetScanCommands
{
    /// <summary>A listpack has scores without a fraction as integers up to this.</summary>
    private const double LargestInListpack = 1L << 62;

    /// <summary>ZSCAN key cursor [MATCH pattern] [COUNT count]</summary>
    public static void ZScan(CommandContext c)
    {
        if (!ScanOptions.TryCursor(c, 2, out ulong cursor))
        {
            return;
        }

        using var row = c.Keyspace.Lookup(c[1]);
        if (c.IsWrongType(row, ValueType.Zset))
        {
            return;
        }

        if (!row.Exists)
        {
            c.Reply.Array(2);
            c.Reply.Bulk(0);
            c.Reply.Array(0);
            return;
        }

        if (!ScanOptions.TryRead(c, 3, takesType: false, out var options))
        {
            return;
        }

        var zset = c.Keyspace.Zsets.Open(c[1], row);
        if (!zset.IsBig)
        {
            ReplyAll(c, ref zset, options);
        }
        else if (ElementRows.MayVisit(c.Keyspace, Math.Min(options.Count, zset.Size)))
        {
            ReplyFrom(c, row, cursor, options);
        }
    }

    private static void ReplyAll(CommandContext c, ref Zset zset, in ScanOptions options)
    {
        c.Reply.Array(2);
        c.Reply.Bulk(0);
        int mark = c.Reply.BeginDeferred();
        int count = 0;
        using var walk = zset.Walk(backward: false);
        while (walk.Next())
        {
            count += ReplyIfWanted(c, options, walk.Member, walk.Score, inListpack: true);
        }

        c.Reply.EndArray(mark, 2 * count);
    }

    private static void ReplyFrom(CommandContext c, in KeyRow row, ulong cursor, in ScanOptions options)
    {
        var found = new ScoredMembers();
        ulong next = cursor <= uint.MaxValue ? Collect(c, row, (uint)cursor, options, found) : 0;
        c.Reply.Array(2);
        c.Reply.Bulk((long)next);
        int mark = c.Reply.BeginDeferred();
        int count = 0;
        for (int i = 0; i < found.Count; i++)
        {
            count += ReplyIfWanted(c, options, found.Member(i), found.Score(i), inListpack: false);
        }

        c.Reply.EndArray(mark, 2 * count);
    }

    // All members with one hash are answered together, so that the next call begins at another one.
    private static ulong Collect(CommandContext c, in KeyRow row, uint from, in ScanOptions options, ScoredMembers found)
    {
        uint last = 0;
        using var walk = new ElementRows(c.Keyspace, c[1], row.Version).Walk(from, uint.MaxValue);
        for (bool any = walk.SeekToFirst(); any; any = walk.Next())
        {
            if (found.Count >= options.Count && walk.Hash != last)
            {
                return walk.Hash;
            }

            last = walk.Hash;
            found.Add(walk.Element, ScoredSource.ScoreIn(walk.Value));
        }

        return 0;
    }

    private static int ReplyIfWanted(CommandContext c, in ScanOptions options, ReadOnlySpan<byte> member, double score, bool inListpack)
    {
        if (options.Pattern != 0 && !Glob.IsMatch(c[options.Pattern], member))
        {
            return 0;
        }

        Span<byte> text = stackalloc byte[Numbers.MaxDoubleLength];
        c.Reply.Bulk(member);
        if (inListpack && Math.Abs(score) <= LargestInListpack && score == Math.Truncate(score))
        {
            c.Reply.Bulk((long)score);
        }
        else
        {
            c.Reply.Bulk(text[..Numbers.FormatDouble(score, text)]);
        }

        return 1;
    }
}
