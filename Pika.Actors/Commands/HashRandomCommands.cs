using Pika.Actors.Execution;
using Pika.Storage.Keyspace;
using ValueType = Pika.Storage.Keyspace.ValueType;

namespace Pika.Actors.Commands;

/// <summary>HRANDFIELD; how fields are chosen: <see cref="RandomElements"/>.</summary>
internal static class HashRandomCommands
{
    /// <summary>HRANDFIELD key [count [WITHVALUES]]</summary>
    public static void HRandField(CommandContext c)
    {
        bool hasCount = c.Count > 2;
        bool withValues = c.Count > 3;
        long count = 1;
        if (hasCount && (!RandomCount.TryRead(c, 2, out count) || !TryWithValues(c, count)))
        {
            return;
        }

        using var row = c.Keyspace.Lookup(c[1]);
        if (c.IsWrongType(row, ValueType.Hash))
        {
            return;
        }

        if (hasCount)
        {
            RandomReplies.Several(c, row, count, withValues);
        }
        else
        {
            RandomReplies.One(c, row);
        }
    }

    // The last word, if there is a third. Twice the count must not overflow then.
    private static bool TryWithValues(CommandContext c, long count)
    {
        if (c.Count > 4 || (c.Count == 4 && !c.Is(3, "withvalues"u8)))
        {
            c.SyntaxError();
            return false;
        }

        if (c.Count == 4 && count is < -(long.MaxValue / 2) or > long.MaxValue / 2)
        {
            c.Error("ERR value is out of range");
            return false;
        }

        return true;
    }
}
