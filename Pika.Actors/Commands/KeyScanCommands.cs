using Pika.Actors.Execution;
using Pika.Protocol;
using Pika.Storage.Keyspace;

namespace Pika.Actors.Commands;

/// <summary>The commands that find keys without being told their names.</summary>
internal static class KeyScanCommands
{
    /// <summary>What a look at a key costs: as much as working through this many bytes.</summary>
    private const long KeyCost = 1024;

    /// <summary>The furthest that RANDOMKEY walks from where it begins.</summary>
    private const int MostSteps = 512;

    /// <summary>KEYS pattern</summary>
    public static void Keys(CommandContext c)
    {
        var pattern = c[1];
        bool all = pattern.SequenceEqual("*"u8);
        int mark = c.Reply.BeginDeferred();
        int count = 0;
        using var walk = new KeyWalk(c.Keyspace);
        for (bool any = walk.SeekToFirst(); any; any = walk.Next())
        {
            if ((all || Glob.IsMatch(pattern, walk.Key)) && !walk.HasExpired)
            {
                c.Reply.Bulk(walk.Key);
                count++;
            }
        }

        c.Reply.EndArray(mark, count);
    }

    /// <summary>SCAN cursor [MATCH pattern] [COUNT count] [TYPE type]</summary>
    public static void Scan(CommandContext c)
    {
        if (!ScanOptions.TryCursor(c, 1, out ulong cursor) || !ScanOptions.TryRead(c, 2, takesType: true, out var options))
        {
            return;
        }

        if (!MayLookAt(c, options.Count))
        {
            return;
        }

        List<byte[]> keys = [];
        using var walk = new KeyWalk(c.Keyspace);
        ulong next = SeekTo(c, walk, cursor) ? Collect(c, walk, cursor, options, keys) : 0;
        c.Reply.Array(2);
        c.Reply.Bulk((long)next);
        c.Reply.Array(keys.Count);
        foreach (byte[] key in keys)
        {
            c.Reply.Bulk(key);
        }
    }

    /// <summary>
    /// RANDOMKEY: goes to a random slot, and a random number of keys on from there, round the end. With up to 64 keys every one is as likely as
    /// any other. With more, a key is the likelier the more empty slots stand before it, which evens out when there are more keys than
    /// slots; only of a slot that holds far more keys than the others (one hash tag for all) those at its beginning are favoured.
    /// </summary>
    public static void RandomKey(CommandContext c)
    {
        long count = c.Keyspace.KeyCount;
        using var walk = new KeyWalk(c.Keyspace);
        if (count <= 0 || !SeekToRandom(c, walk, count))
        {
            c.Reply.Null();
            return;
        }

        for (long looked = 0; walk.HasExpired; looked++)
        {
            if (looked > count || !MayLookAt(c, looked))
            {
                c.Reply.Null();
                return;
            }

            // A look removes the key, or has it removed.
            c.Keyspace.Find(walk.Key).Dispose();
            if (!Next(walk))
            {
                c.Reply.Null();
                return;
            }
        }

        c.Reply.Bulk(walk.Key);
    }

    private static bool MayLookAt(CommandContext c, long keys) => c.Keyspace.MayProcess(Math.Min(keys, long.MaxValue / KeyCost) * KeyCost);

    private static bool SeekToRandom(CommandContext c, KeyWalk walk, long count)
    {
        long reach = count <= 64 ? count : Math.Clamp(2 * count / HashSlot.Count, 64, MostSteps);
        bool any = walk.SeekToSlot((ushort)c.Node.Chance(HashSlot.Count)) || walk.SeekToFirst();
        for (long steps = c.Node.Chance(reach); any && steps > 0; steps--)
        {
            any = Next(walk);
        }

        return any;
    }

    private static bool Next(KeyWalk walk) => walk.Next() || walk.SeekToFirst();

    // Where the key is not remembered it is searched for in its slot; if it is gone, the slot is begun anew.
    private static bool SeekTo(CommandContext c, KeyWalk walk, ulong cursor)
    {
        if (cursor == 0)
        {
            return walk.SeekToFirst();
        }

        if (c.Node.ScanCursors.Find(cursor) is { } key)
        {
            return walk.Seek(key);
        }

        ushort slot = ScanCursor.SlotOf(cursor);
        long looked = 0;
        for (bool any = walk.SeekToSlot(slot); any && walk.Slot == slot; any = walk.Next())
        {
            if (ScanCursor.Of(slot, walk.Key) == cursor)
            {
                return true;
            }

            if (!MayLookAt(c, ++looked))
            {
                return false;
            }
        }

        return walk.SeekToSlot(slot);
    }

    // Ends on the first key that was not looked at; the cursor is that key's. It differs from the one that came, or the walk would stand still.
    private static ulong Collect(CommandContext c, KeyWalk walk, ulong cursor, in ScanOptions options, List<byte[]> keys)
    {
        for (long looked = 0; ; looked++)
        {
            if (looked >= options.Count && ScanCursor.Of(walk.Slot, walk.Key) != cursor)
            {
                return c.Node.ScanCursors.Remember(walk.Key);
            }

            if (Wants(c, walk, options))
            {
                keys.Add(walk.Key.ToArray());
            }

            if (!walk.Next())
            {
                return 0;
            }
        }
    }

    private static bool Wants(CommandContext c, KeyWalk walk, in ScanOptions options)
    {
        if (options.Pattern != 0 && !Glob.IsMatch(c[options.Pattern], walk.Key))
        {
            return false;
        }

        bool expired = walk.HasExpired;
        if (options.Type != 0)
        {
            c.Keyspace.Sightings.Count(!expired);
        }

        if (expired)
        {
            c.Keyspace.Find(walk.Key).Dispose();
            return false;
        }

        return options.Type == 0 || c.Is(options.Type, KeyCommands.NameOf(walk.Row.Type));
    }
}
