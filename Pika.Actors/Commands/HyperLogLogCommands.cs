using System.Buffers;
using Pika.Actors.Execution;
using Pika.Storage.Keyspace;
using ValueType = Pika.Storage.Keyspace.ValueType;

namespace Pika.Actors.Commands;

/// <summary>The commands on HyperLogLogs, which are strings of a certain form.</summary>
internal static class HyperLogLogCommands
{
    private const string NotOne = "WRONGTYPE Key is not a valid HyperLogLog string value.";
    private const string Damaged = "INVALIDOBJ Corrupted HLL object detected";

    /// <summary>PFADD key [element ...]</summary>
    public static void PfAdd(CommandContext c)
    {
        using var row = c.Keyspace.Find(c[1]);
        if (!IsOneOrNone(c, c[1], row))
        {
            return;
        }

        using var value = row.Exists ? new HyperLogLog(c.Keyspace, c[1], row) : new HyperLogLog();
        bool sound = true;
        bool updated = !row.Exists;
        for (int i = 2; i < c.Count && sound; i++)
        {
            sound = value.TryAdd(c[i], c.Node.Config.HllSparseMaxBytes, out bool raised);
            updated |= raised;
        }

        if (updated && sound)
        {
            value.Invalidate();
        }

        value.Store(c.Keyspace, c[1], row);
        if (updated && sound)
        {
            c.Notify(NotifyEvent.String, "pfadd"u8, c[1]);
        }

        if (sound)
        {
            c.Reply.Integer(updated ? 1 : 0);
        }
        else
        {
            c.Error(Damaged);
        }
    }

    /// <summary>PFCOUNT key [key ...]: for one key the result is kept in the value, so that this writes.</summary>
    public static void PfCount(CommandContext c)
    {
        if (c.Count > 2)
        {
            CountTogether(c);
            return;
        }

        using var row = c.Keyspace.Lookup(c[1]);
        if (!row.Exists)
        {
            c.Reply.Integer(0);
            return;
        }

        if (!IsOneOrNone(c, c[1], row))
        {
            return;
        }

        using var value = new HyperLogLog(c.Keyspace, c[1], row);
        if (value.TryCount(out ulong cardinality))
        {
            value.Store(c.Keyspace, c[1], row);
            c.Reply.Integer((long)cardinality);
        }
        else
        {
            c.Error(Damaged);
        }
    }

    /// <summary>PFMERGE destkey [sourcekey ...]</summary>
    public static void PfMerge(CommandContext c)
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(HyperLogLogFormat.Registers);
        var largest = rented.AsSpan(0, HyperLogLogFormat.Registers);
        largest.Clear();
        if (TryCollect(c, largest, out bool anyDense))
        {
            using var row = c.Keyspace.Find(c[1]);
            using var value = row.Exists ? new HyperLogLog(c.Keyspace, c[1], row) : new HyperLogLog();
            if (value.TryMerge(largest, anyDense, c.Node.Config.HllSparseMaxBytes))
            {
                value.Store(c.Keyspace, c[1], row);
                c.Notify(NotifyEvent.String, "pfadd"u8, c[1]);
                c.Reply.Ok();
            }
            else
            {
                c.Error(Damaged);
            }
        }

        ArrayPool<byte>.Shared.Return(rented);
    }

    /// <summary>PFDEBUG GETREG | DECODE | ENCODING | TODENSE key</summary>
    public static void PfDebug(CommandContext c)
    {
        using var row = c.Keyspace.Find(c[2]);
        if (!row.Exists)
        {
            c.Error("ERR The specified key does not exist");
            return;
        }

        if (!IsOneOrNone(c, c[2], row))
        {
            return;
        }

        if (c.Is(1, "getreg"u8))
        {
            WriteRegisters(c, row);
        }
        else if (c.Is(1, "decode"u8))
        {
            Decode(c, row);
        }
        else if (c.Is(1, "encoding"u8))
        {
            using var value = new HyperLogLog(c.Keyspace, c[2], row);
            c.Reply.SimpleString(value.IsDense ? "dense" : "sparse");
        }
        else if (c.Is(1, "todense"u8))
        {
            MakeDense(c, row);
        }
        else
        {
            c.Reply.Error([.. "ERR Unknown PFDEBUG subcommand '"u8, .. c[1], .. "'"u8]);
        }
    }

    /// <summary>PFSELFTEST: that both forms hold what is added to them, and that the estimates are as good as they should be.</summary>
    public static void PfSelfTest(CommandContext c)
    {
        if (HyperLogLogSelfTest.Run() is { } failure)
        {
            c.Error($"TESTFAILED {failure}");
        }
        else
        {
            c.Reply.Ok();
        }
    }

    private static void CountTogether(CommandContext c)
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(HyperLogLogFormat.Registers);
        var largest = rented.AsSpan(0, HyperLogLogFormat.Registers);
        largest.Clear();
        if (TryCollect(c, largest, out _))
        {
            c.Reply.Integer((long)HyperLogLog.Estimate(largest));
        }

        ArrayPool<byte>.Shared.Return(rented);
    }

    // The largest value of each register in all keys of the command. False: one is no sound HyperLogLog, and the error is the reply.
    private static bool TryCollect(CommandContext c, Span<byte> largest, out bool anyDense)
    {
        anyDense = false;
        for (int i = 1; i < c.Count; i++)
        {
            using var row = c.Keyspace.Lookup(c[i]);
            if (!row.Exists)
            {
                continue;
            }

            if (!IsOneOrNone(c, c[i], row))
            {
                return false;
            }

            using var value = new HyperLogLog(c.Keyspace, c[i], row);
            anyDense |= value.IsDense;
            if (!value.TryRaiseTo(largest))
            {
                c.Error(Damaged);
                return false;
            }
        }

        return true;
    }

    // False: the value is something else, and the error is the reply.
    private static bool IsOneOrNone(CommandContext c, ReadOnlySpan<byte> key, in KeyRow row)
    {
        if (!row.Exists)
        {
            return true;
        }

        if (c.IsWrongType(row, ValueType.String))
        {
            return false;
        }

        Span<byte> header = stackalloc byte[HyperLogLogFormat.HeaderSize];
        long length = StringType.Length(row);
        if (length >= HyperLogLogFormat.HeaderSize)
        {
            StringType.Read(c.Keyspace, key, row, 0, header);
        }

        if (length < HyperLogLogFormat.HeaderSize || !HyperLogLogFormat.IsHeader(header, length))
        {
            c.Error(NotOne);
            return false;
        }

        if (length > HyperLogLogFormat.LongestSparse)
        {
            c.Error(Damaged);
            return false;
        }

        return true;
    }

    private static void Decode(CommandContext c, in KeyRow row)
    {
        using var value = new HyperLogLog(c.Keyspace, c[2], row);
        if (value.IsDense)
        {
            c.Error("ERR HLL encoding is not sparse");
        }
        else
        {
            c.Reply.Bulk(value.Describe());
        }
    }

    private static void MakeDense(CommandContext c, in KeyRow row)
    {
        using var value = new HyperLogLog(c.Keyspace, c[2], row);
        bool was = value.IsDense;
        if (value.TryMakeDense())
        {
            value.Store(c.Keyspace, c[2], row);
            c.Reply.Integer(was ? 0 : 1);
        }
        else
        {
            c.Error(Damaged);
        }
    }

    // As in Redis, a sparse one is dense afterwards.
    private static void WriteRegisters(CommandContext c, in KeyRow row)
    {
        using var value = new HyperLogLog(c.Keyspace, c[2], row);
        if (!value.TryMakeDense())
        {
            c.Error(Damaged);
            return;
        }

        value.Store(c.Keyspace, c[2], row);
        Span<byte> registers = stackalloc byte[HyperLogLogFormat.Registers];
        registers.Clear();
        value.TryRaiseTo(registers);
        c.Reply.Array(registers.Length);
        foreach (byte register in registers)
        {
            c.Reply.Integer(register);
        }
    }
}
