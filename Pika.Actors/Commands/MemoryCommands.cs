using Pika.Actors.Execution;
using Pika.Protocol;
using Pika.Storage.Keyspace;

namespace Pika.Actors.Commands;

/// <summary>MEMORY. Data is on disk here, so that a key's size is what its rows take before compression.</summary>
internal static class MemoryCommands
{
    /// <summary>The elements that MEMORY USAGE looks at unless told otherwise, as in Redis.</summary>
    private const long DefaultSamples = 5;

    /// <summary>MEMORY USAGE key [SAMPLES count]</summary>
    public static void MemoryUsage(CommandContext c)
    {
        if (!TryReadSamples(c, out long samples))
        {
            return;
        }

        using var row = c.Keyspace.Find(c[2]);
        if (row.Exists)
        {
            c.Reply.Integer(ValueSize.Estimate(c.Keyspace, c[2], row, samples));
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
        Field(c, "memtables.bytes", c.Node.Store.PropertyOfAll("rocksdb.cur-size-all-mem-tables"));
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

    // The last one counts, and 0 means all.
    private static bool TryReadSamples(CommandContext c, out long samples)
    {
        samples = DefaultSamples;
        for (int i = 3; i < c.Count; i += 2)
        {
            if (!c.Is(i, "samples"u8) || i + 1 == c.Count)
            {
                c.SyntaxError();
                return false;
            }

            if (!c.TryInteger(i + 1, out samples))
            {
                return false;
            }

            if (samples < 0)
            {
                c.SyntaxError();
                return false;
            }

            samples = samples == 0 ? long.MaxValue : samples;
        }

        return true;
    }

    private static void Field(CommandContext c, string name, long value)
    {
        c.Reply.Bulk(name);
        c.Reply.Integer(value);
    }
}
