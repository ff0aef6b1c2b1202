using Pika.Actors.Execution;
using Pika.Protocol;
using Pika.Storage.Keyspace;
using ValueType = Pika.Storage.Keyspace.ValueType;

namespace Pika.Actors.Commands;

/// <summary>
/// HSCAN and SSCAN. A cursor is the hash of the element at which to go on, in the order of the rows, so the server remembers nothing: elements with
/// the same hash are answered together, and one that is there during the whole scan is answered, whatever comes and goes beside it: once, unless the value
/// has shrunk meanwhile so far that it is answered as a whole.
/// </summary>
internal static class ElementScan
{
    /// <summary>Answers a scan of a value of some type.</summary>
    /// <param name="whole">Up to this many elements everything is answered at once.</param>
    public static void Run(CommandContext c, ValueType type, long whole, bool withValues)
    {
        if (!ScanOptions.TryCursor(c, 2, out ulong cursor))
        {
            return;
        }

        using var row = c.Keyspace.Lookup(c[1]);
        if (!row.Exists)
        {
            Reply(c, 0, new ElementList(), withValues);
            return;
        }

        if (c.IsWrongType(row, type) || !ScanOptions.TryRead(c, 3, takesType: false, out var options))
        {
            return;
        }

        if (row.Size <= whole)
        {
            (cursor, options) = (0, options with { Count = long.MaxValue });
        }

        if (ElementRows.MayVisit(c.Keyspace, Math.Min(options.Count, row.Size)))
        {
            var found = new ElementList();
            ulong next = cursor <= uint.MaxValue ? Collect(c, row, (uint)cursor, options, found) : 0;
            Reply(c, next, found, withValues);
        }
    }

    // Ends on the first element that was not looked at and whose hash is another one: that hash is the next cursor.
    private static ulong Collect(CommandContext c, in KeyRow row, uint from, in ScanOptions options, ElementList found)
    {
        uint last = 0;
        long looked = 0;
        using var walk = new ElementRows(c.Keyspace, c[1], row.Version).Walk(from, uint.MaxValue);
        for (bool any = walk.SeekToFirst(); any; any = walk.Next())
        {
            uint hash = walk.Hash;
            if (looked >= options.Count && hash != last)
            {
                return hash;
            }

            (last, looked) = (hash, looked + 1);
            if (options.Pattern == 0 || Glob.IsMatch(c[options.Pattern], walk.Element))
            {
                found.Add(walk);
            }
        }

        return 0;
    }

    private static void Reply(CommandContext c, ulong next, ElementList found, bool withValues)
    {
        c.Reply.Array(2);
        c.Reply.Bulk((long)next);
        c.Reply.Array(ElementReplies.CountOf(withValues ? 2L * found.Count : found.Count));
        for (int i = 0; i < found.Count; i++)
        {
            c.Reply.Bulk(found[i]);
            if (withValues)
            {
                c.Reply.Bulk(found.ValueOf(i));
            }
        }
    }
}
