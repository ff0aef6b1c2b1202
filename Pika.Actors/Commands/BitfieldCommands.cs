using Pika.Actors.Execution;
using Pika.Storage.Keyspace;
using ValueType = Pika.Storage.Keyspace.ValueType;

namespace Pika.Actors.Commands;

/// <summary>The commands on integers of any width at any bit.</summary>
internal static class BitfieldCommands
{
    /// <summary>BITFIELD key [GET type offset | [OVERFLOW WRAP | SAT | FAIL] (SET type offset value | INCRBY type offset increment)]...</summary>
    public static void Bitfield(CommandContext c)
    {
        if (BitfieldOperation.TryParse(c, out var operations))
        {
            Run(c, operations);
        }
    }

    /// <summary>BITFIELD_RO key [GET type offset]...</summary>
    public static void BitfieldRo(CommandContext c)
    {
        if (!BitfieldOperation.TryParse(c, out var operations))
        {
            return;
        }

        if (operations.Exists(static operation => operation.Writes))
        {
            c.Error("ERR BITFIELD_RO only supports the GET subcommand");
            return;
        }

        Run(c, operations);
    }

    private static void Run(CommandContext c, List<BitfieldOperation> operations)
    {
        bool writes = operations.Exists(static operation => operation.Writes);
        using var row = writes ? c.Keyspace.Find(c[1]) : StringType.Lookup(c.Keyspace, c[1]);
        if (c.IsWrongType(row, ValueType.String))
        {
            return;
        }

        var patch = new StringPatch(c.Keyspace, c[1], row);
        long length = LengthOf(operations);
        bool grows = length > StringType.Length(row);
        bool changes = false;
        c.Reply.Array(operations.Count);
        foreach (var operation in operations)
        {
            changes |= Run(c, patch, operation) is { } changed && (changed || grows);
        }

        if (changes || grows)
        {
            patch.Commit(length);
        }

        if (changes)
        {
            c.Notify(NotifyEvent.String, "setbit"u8, c[1]);
        }
    }

    // What the string has to be long for all writes.
    private static long LengthOf(List<BitfieldOperation> operations)
    {
        long length = 0;
        foreach (var operation in operations)
        {
            length = Math.Max(length, operation.Writes ? operation.EndByte : 0);
        }

        return length;
    }

    // Whether it has changed the value; null if it wrote nothing.
    private static bool? Run(CommandContext c, in StringPatch patch, in BitfieldOperation operation)
    {
        Span<byte> window = stackalloc byte[Commands.Bitfield.Window];
        int bit = (int)(operation.Offset & 7);
        patch.Read(operation.Offset >> 3, window);
        long before = operation.Field.Read(window, bit);
        if (!operation.Writes)
        {
            c.Reply.Integer(before);
            return null;
        }

        bool isSet = operation.Kind == BitfieldKind.Set;
        (long start, long increment) = isSet ? (operation.Operand, 0) : (before, operation.Operand);
        if (!operation.Field.TryAdd(start, increment, operation.Overflow, out long after))
        {
            c.Reply.Null();
            return null;
        }

        c.Reply.Integer(isSet ? before : after);
        if (after != before)
        {
            operation.Field.Write(window, bit, after);
            int used = (int)(operation.EndByte - (operation.Offset >> 3));
            patch.Write(operation.Offset >> 3, window[..used]);
        }

        return after != before;
    }
}
