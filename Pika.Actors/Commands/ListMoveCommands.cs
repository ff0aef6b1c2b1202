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
        if (ManyPopOptions.TryParse(c, 1, "left"u8, "right"u8, out var options) && !options.TryPopAny(c, TryPopMany))
        {
            c.Reply.NullArray();
        }
    }

    /// <summary>Answers with the key and elements at one end of its list, and removes them. False: there is no such list, and no reply.</summary>
    internal static bool TryPopMany(CommandContext c, int key, ManyPopOptions options)
    {
        using var row = c.Keyspace.Find(c[key]);
        if (!row.Exists)
        {
            return false;
        }

        if (!c.IsWrongType(row, ValueType.List))
        {
            c.Reply.Array(2);
            c.Reply.Bulk(c[key]);
            ListCommands.PopMany(c, key, row, options.First, Math.Min(options.Count, row.Size));
        }

        return true;
    }

    /// <summary>Moves an element from the first key to the second, and answers with it. False: there is no such list, and no reply.</summary>
    internal static bool TryMove(CommandContext c, bool left, bool toLeft)
    {
        using var row = c.Keyspace.Find(c[1]);
        if (!row.Exists)
        {
            return false;
        }

        if (c.IsWrongType(row, ValueType.List))
        {
            return true;
        }

        using var toRow = c.Keyspace.Find(c[2]);
        if (c.IsWrongType(toRow, ValueType.List))
        {
            return true;
        }

        using var walk = ListType.Ends(c.Keyspace, c[1], row, left, 1);
        if (walk.Next())
        {
            c.Reply.Bulk(walk.Value);
            ListType.Move(c.Keyspace, c[1], row, left, c[2], toRow, toLeft, walk.Value);
        }

        return true;
    }

    private static void Move(CommandContext c, bool left, bool toLeft)
    {
        if (!TryMove(c, left, toLeft))
        {
            c.Reply.Null();
        }
    }
}
