using Pika.Actors.Execution;
using Pika.Storage.Keyspace;
using ValueType = Pika.Storage.Keyspace.ValueType;

namespace Pika.Actors.Commands;

/// <summary>The commands that take elements from one of several lists, or to another list.</summary>
internal static class ListMoveCommands
{
    /// <summary>LMOVE source destination LEFT|RIGHT LEFT|RIGHT</summary>
    public static void LMove(CommandContext c)
    {
        if (c.TryEnd(3, out bool left) && c.TryEnd(4, out bool toLeft))
        {
            Move(c, left, toLeft);
        }
    }

    /// <summary>RPOPLPUSH source destination</summary>
    public static void RPopLPush(CommandContext c) => Move(c, left: false, toLeft: true);

    /// <summary>LMPOP numkeys key [key ...] LEFT|RIGHT [COUNT count]</summary>
    public static void LMPop(CommandContext c)
    {
        if (!MultiPop.TryParse(c, 1, out var pop))
        {
            return;
        }

        for (int key = 2; key < 2 + pop.Keys; key++)
        {
            using var row = c.Keyspace.Find(c[key]);
            if (c.IsWrongType(row, ValueType.List))
            {
                return;
            }

            if (row.Exists)
            {
                c.Reply.Array(2);
                c.Reply.Bulk(c[key]);
                ListCommands.PopMany(c, key, row, pop.Left, Math.Min(pop.Count, row.Size));
                return;
            }
        }

        c.Reply.NullArray();
    }

    private static void Move(CommandContext c, bool left, bool toLeft)
    {
        using var row = c.Keyspace.Find(c[1]);
        if (!row.Exists)
        {
            c.Reply.Null();
            return;
        }

        if (c.IsWrongType(row, ValueType.List))
        {
            return;
        }

        using var toRow = c.Keyspace.Find(c[2]);
        if (c.IsWrongType(toRow, ValueType.List))
        {
            return;
        }

        using var walk = ListType.Ends(c.Keyspace, c[1], row, left, 1);
        if (walk.Next())
        {
            c.Reply.Bulk(walk.Value);
            ListType.Move(c.Keyspace, c[1], row, left, c[2], toRow, toLeft, walk.Value);
        }
    }
}
