using Pika.Actors.Execution;
using ValueType = Pika.Storage.Keyspace.ValueType;

namespace Pika.Actors.Commands;

/// <summary>The commands that read all of a hash, at once or piece by piece.</summary>
internal static class HashWholeCommands
{
    /// <summary>Up to this many fields HSCAN answers all at once, whatever its cursor and COUNT, as Redis does with its compact hashes.</summary>
    private const long CompactSize = 512;

    /// <summary>HKEYS key</summary>
    public static void HKeys(CommandContext c)
    {
        using var row = c.Keyspace.Lookup(c[1]);
        if (ElementReplies.MayAnswerAll(c, row, ValueType.Hash))
        {
            c.Reply.Array(ElementReplies.SizeOf(row));
            ElementReplies.WriteAll(c, row, elements: true, values: false);
        }
    }

    /// <summary>HVALS key</summary>
    public static void HVals(CommandContext c)
    {
        using var row = c.Keyspace.Lookup(c[1]);
        if (ElementReplies.MayAnswerAll(c, row, ValueType.Hash))
        {
            c.Reply.Array(ElementReplies.SizeOf(row));
            ElementReplies.WriteAll(c, row, elements: false, values: true);
        }
    }

    /// <summary>HGETALL key</summary>
    public static void HGetAll(CommandContext c)
    {
        using var row = c.Keyspace.Lookup(c[1]);
        if (ElementReplies.MayAnswerAll(c, row, ValueType.Hash))
        {
            c.Reply.Map(ElementReplies.SizeOf(row));
            ElementReplies.WriteAll(c, row, elements: true, values: true);
        }
    }

    /// <summary>HSCAN key cursor [MATCH pattern] [COUNT count]</summary>
    public static void HScan(CommandContext c) => ElementScan.Run(c, ValueType.Hash, CompactSize, withValues: true);
}
