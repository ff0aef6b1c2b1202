using Pika.Actors.Execution;
using Pika.Protocol;
using Pika.Storage.Keyspace;
using ValueType = Pika.Storage.Keyspace.ValueType;

namespace Pika.Actors.Commands;

/// <summary>MEMORY. Data is on disk here, so that a key's size is what its rows take before compression.</summary>
internal static class MemoryCommands
{
    /// <summary>What RocksDB keeps with each row, and the database and slot at the front of its key.</summary>
    private const int RowOverhead = 16;

    /// <summary>A guess for an element of a collection: its bytes are not counted.</summary>
    private const int ElementBytes = 64;

    /// <summary>MEMORY USAGE key [SAMPLES count]</summary>
    public static void MemoryUsage(CommandContext c)
    {
        for (int i = 3; i < c.Count; i += 2)
        {
            if (!c.Is(i, "samples"u8) || i + 1 == c.Count)
            {
                c.SyntaxError();
                return;
            }

            if (!c.TryInteger(i + 1, out long samples))
            {
                return;
            }

            if (samples < 0)
            {
                c.SyntaxError();
                return;
            }
        }

        using var row = c.Keyspace.Find(c[2]);
        if (row.Exists)
        {
            c.Reply.Integer(c[2].Length + RowOverhead + row.Body.Length + RowsOf(row));
        }
        else
        {
            c.Reply.Null();
        }
    }

    /// <summary>MEMORY STATS: the fields of Redis that mean something here, and RocksDB's share.</summary>
    public static void MemoryStats(CommandContext c)
    {
        var facts = c.Node.Info.Collect([]);
        long keys = facts.Databases.Sum(database => database.Keys);
        c.Reply.Map(6);
        Field(c, "peak.allocated", facts.PeakBytes);
        Field(c, "total.allocated", facts.ResidentBytes);
        Field(c, "managed.allocated", facts.ManagedBytes);
        Field(c, "clients.normal", facts.ClientBytes);
        Field(c, "keys.count", keys);
        Field(c, "memtables.bytes", long.TryParse(c.Node.Store.Property("rocksdb.cur-size-all-mem-tables"), out long bytes) ? bytes : 0);
    }

    /// <summary>MEMORY DOCTOR</summary>
    public static void MemoryDoctor(CommandContext c)
    {
        var facts = c.Node.Info.Collect([]);
        c.Reply.Verbatim(
            $"Data is on disk; memory holds caches of bounded size, see memory-budget. The process has {facts.ResidentBytes} bytes, "
                + $"{facts.ManagedBytes} of them managed, and its clients hold {facts.ClientBytes}.\n"
        );
    }

    /// <summary>MEMORY PURGE</summary>
    public static void MemoryPurge(CommandContext c)
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        c.Reply.Ok();
    }

    /// <summary>MEMORY HELP</summary>
    public static void MemoryHelp(CommandContext c) => CommandHelp.Write(c.Reply, c.Command.Container!);

    private static long RowsOf(in KeyRow row) =>
        !row.Versioned ? 0
        : row.Type == ValueType.String ? row.Size
        : row.Size * ElementBytes;

    private static void Field(CommandContext c, string name, long value)
    {
        c.Reply.Bulk(name);
        c.Reply.Integer(value);
    }
}
