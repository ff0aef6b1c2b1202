using Pika.Actors.Execution;
using Pika.Protocol;
using Pika.Storage.Keyspace;

namespace Pika.Actors.Commands;

/// <summary>Pika's own ways to find keys: without a cursor that the server would have to remember, or in the order of their names.</summary>
internal static class PikaScanCommands
{
    /// <summary>Keys that one PKPATTERNMATCHDEL removes at most: they become one record of the log.</summary>
    private const int MostDeleted = 100_000;

    /// <summary>
    /// SCANX type start-key [MATCH pattern] [COUNT count]: the keys of a type from the start key on, in the order of their slots, and the key at which to go on;
    /// an empty one begins and ends.
    /// </summary>
    public static void ScanX(CommandContext c)
    {
        if (!ScanOptions.TryRead(c, 3, takesType: false, out var options) || !KeyKind.TryRead(c, 1, out var kind))
        {
            return;
        }

        var found = new List<byte[]>();
        byte[] next = [];
        using var walk = new KeyWalk(c.Keyspace);
        long looked = 0;
        for (bool any = c[2].IsEmpty ? walk.SeekToFirst() : walk.Seek(c[2]); any; any = walk.Next())
        {
            if (looked++ == options.Count)
            {
                next = walk.Key.ToArray();
                break;
            }

            if (kind.Is(walk.Row.Type) && !walk.HasExpired && Matches(c, options.Pattern, walk.Key))
            {
                found.Add(walk.Key.ToArray());
            }
        }

        Reply(c, next, found, withValues: kind.WithValues);
    }

    /// <summary>PKSCANRANGE type first last [MATCH pattern] [LIMIT limit]: keys of a type in the order of their names, both ends included; an empty end is open.</summary>
    public static void PkScanRange(CommandContext c) => ScanRange(c, reverse: false);

    /// <summary>PKRSCANRANGE type first last [MATCH pattern] [LIMIT limit]: the same downwards, from the greater end to the smaller.</summary>
    public static void PkRScanRange(CommandContext c) => ScanRange(c, reverse: true);

    /// <summary>PKPATTERNMATCHDEL pattern [count]: removes the keys whose names match, up to a count; answers how many.</summary>
    public static void PkPatternMatchDel(CommandContext c)
    {
        long most = MostDeleted;
        if (c.Count > 3)
        {
            c.WrongArity();
            return;
        }

        if (c.Count == 3 && !c.TryInteger(2, 1, MostDeleted, out most, "ERR value is not an integer or out of range"))
        {
            return;
        }

        var found = new List<byte[]>();
        using (var walk = new KeyWalk(c.Keyspace))
        {
            for (bool any = walk.SeekToFirst(); any && found.Count < most; any = walk.Next())
            {
                if (Glob.IsMatch(c[1], walk.Key) && !walk.HasExpired)
                {
                    found.Add(walk.Key.ToArray());
                }
            }
        }

        foreach (byte[] key in found)
        {
            using var row = c.Keyspace.Find(key);
            c.Keyspace.Remove(key, row);
            c.Notify(NotifyEvent.Generic, "del"u8, key);
        }

        c.Reply.Integer(found.Count);
    }

    // Rows are ordered by slot, so the names in between are picked from all keys of the database: a walk over all, with room for the answer alone.
    private static void ScanRange(CommandContext c, bool reverse)
    {
        if (!RangeOptions.TryRead(c, 4, out var options) || !KeyKind.TryRead(c, 1, out var kind))
        {
            return;
        }

        var range = new NameRange(c[2].ToArray(), c[3].ToArray(), reverse, options.Limit);
        using var walk = new KeyWalk(c.Keyspace);
        for (bool any = walk.SeekToFirst(); any; any = walk.Next())
        {
            if (range.Admits(walk.Key) && kind.Is(walk.Row.Type) && !walk.HasExpired)
            {
                range.Add(walk.Key);
            }
        }

        var (found, next) = range.Take();
        found.RemoveAll(key => !Matches(c, options.Pattern, key));
        Reply(c, next, found, kind.WithValues);
    }

    private static bool Matches(CommandContext c, int pattern, ReadOnlySpan<byte> key) => pattern == 0 || Glob.IsMatch(c[pattern], key);

    private static void Reply(CommandContext c, byte[] next, List<byte[]> keys, bool withValues)
    {
        c.Reply.Array(2);
        c.Reply.Bulk(next);
        c.Reply.Array(withValues ? keys.Count * 2 : keys.Count);
        foreach (byte[] key in keys)
        {
            c.Reply.Bulk(key);
            if (withValues)
            {
                using var row = c.Keyspace.Find(key);
                c.Reply.Bulk(StringType.ReadAll(c.Keyspace, key, row));
            }
        }
    }
}
