using Pika.Actors.Execution;
using Pika.Storage.Keyspace;
using Pika.Storage.Rdb;

namespace Pika.Actors.Commands;

/// <summary>Values as bytes that move between servers: Redis's own format.</summary>
internal static class DumpCommands
{
    /// <summary>To make rows of a payload takes about as long as to read so many times its bytes.</summary>
    private const int RestoreCost = 8;

    /// <summary>DUMP key</summary>
    public static void Dump(CommandContext c)
    {
        using var row = c.Keyspace.Lookup(c[1]);
        if (!row.Exists)
        {
            c.Reply.Null();
            return;
        }

        using var writer = new RdbWriter();
        try
        {
            ValueDump.Write(c.Keyspace, c[1], row, writer);
        }
        catch (RdbException refused)
        {
            c.Error($"ERR {refused.Message}");
            return;
        }

        if (c.Keyspace.MayProcess(writer.Length))
        {
            c.Reply.Bulk(writer.Seal());
        }
    }

    /// <summary>RESTORE key ttl serialized-value [REPLACE] [ABSTTL] [IDLETIME seconds] [FREQ frequency]</summary>
    public static void Restore(CommandContext c)
    {
        // Before anything is written: a damaged payload is found when a part of it is written already.
        var mark = c.Turn!.Mark();
        if (!RestoreOptions.TryParse(c, out var options))
        {
            return;
        }

        using var old = c.Keyspace.Find(c[1]);
        if (old.Exists && !options.Replace)
        {
            c.Error("BUSYKEY Target key name already exists.");
            return;
        }

        if (!c.TryInteger(2, out long ttl))
        {
            return;
        }

        if (ttl < 0)
        {
            c.Error("ERR Invalid TTL value, must be >= 0");
        }
        else if (!DumpPayload.TryOpen(c[3], out var type, out var value))
        {
            c.Error("ERR DUMP payload version or checksum are wrong");
        }
        else if (c.Keyspace.MayProcess((long)value.Length * RestoreCost))
        {
            if (TryPut(c, type, value, options.ExpireAt(ttl, c.Now), old))
            {
                c.Reply.Ok();
            }
            else
            {
                c.Turn.Rollback(mark);
                c.Error("ERR Bad data format");
            }
        }
    }

    /// <summary>RESTORE-ASKING: RESTORE, for a node that takes over a slot.</summary>
    public static void RestoreAsking(CommandContext c) => Restore(c);

    // A value whose time has passed already is read and checked, but never comes into being; it takes the old one away all the same.
    private static bool TryPut(CommandContext c, RdbType type, ReadOnlySpan<byte> value, long expireAt, in KeyRow old)
    {
        bool expired = expireAt != 0 && expireAt <= c.Now;
        try
        {
            if (old.Exists)
            {
                c.Keyspace.Remove(c[1], old);
            }

            ValueRestore.Put(c.Keyspace, c[1], type, value, expired ? 0 : expireAt);
        }
        catch (RdbException)
        {
            return false;
        }

        if (!expired)
        {
            c.Notify(NotifyEvent.Generic, "restore"u8, c[1]);
            return true;
        }

        using var made = c.Keyspace.Find(c[1]);
        c.Keyspace.Remove(c[1], made);
        if (old.Exists)
        {
            c.Notify(NotifyEvent.Generic, "del"u8, c[1]);
        }

        return true;
    }
}
