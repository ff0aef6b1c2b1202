using Pika.Actors.Blocking;
using Pika.Actors.Execution;
using Pika.Storage.Keyspace;
using ValueType = Pika.Storage.Keyspace.ValueType;

namespace Pika.Actors.Commands;

/// <summary>The commands on lists that wait until there is something. How they wait: <see cref="TurnBlocking"/>.</summary>
internal static class BlockingListCommands
{
    private static readonly WakeHandler WakeLeft = static (c, _, key) => TryPop(c, key, left: true);
    private static readonly WakeHandler WakeRight = static (c, _, key) => TryPop(c, key, left: false);
    private static readonly WakeHandler WakeMany = static (c, blocked, key) =>
        ListMoveCommands.TryPopMany(c, key, (ManyPopOptions)blocked.For.State!);
    private static readonly WakeHandler WakeMove = static (c, blocked, _) => TryMove(c, (Ends)blocked.For.State!);

    /// <summary>BLPOP key [key ...] timeout</summary>
    public static void BLPop(CommandContext c) => Pop(c, left: true);

    /// <summary>BRPOP key [key ...] timeout</summary>
    public static void BRPop(CommandContext c) => Pop(c, left: false);

    /// <summary>BLMPOP timeout numkeys key [key ...] LEFT | RIGHT [COUNT count]</summary>
    public static void BLMPop(CommandContext c)
    {
        if (
            ManyPopOptions.TryParse(c, 2, "left"u8, "right"u8, out var options)
            && c.TrySeconds(1, out long timeout)
            && !options.TryPopAny(c, ListMoveCommands.TryPopMany)
        )
        {
            Wait(c, new WaitFor(options.FirstKey, options.Keys, timeout, ValueType.List, WakeMany) { State = options });
        }
    }

    /// <summary>BLMOVE source destination LEFT | RIGHT LEFT | RIGHT timeout</summary>
    public static void BLMove(CommandContext c)
    {
        if (c.TryEnd(3, out bool from) && c.TryEnd(4, out bool to) && c.TrySeconds(5, out long timeout))
        {
            Move(c, new Ends(from, to), timeout);
        }
    }

    /// <summary>BRPOPLPUSH source destination timeout</summary>
    public static void BRPopLPush(CommandContext c)
    {
        if (c.TrySeconds(3, out long timeout))
        {
            Move(c, new Ends(FromLeft: false, ToLeft: true), timeout);
        }
    }

    private static void Pop(CommandContext c, bool left)
    {
        int keys = c.Count - 2;
        if (!c.TrySeconds(c.Count - 1, out long timeout))
        {
            return;
        }

        for (int i = 1; i <= keys; i++)
        {
            if (TryPop(c, i, left) || c.Keyspace.Incomplete)
            {
                return;
            }
        }

        Wait(c, new WaitFor(1, keys, timeout, ValueType.List, left ? WakeLeft : WakeRight));
    }

    private static void Move(CommandContext c, Ends ends, long timeout)
    {
        if (TryMove(c, ends) || c.Keyspace.Incomplete)
        {
            return;
        }

        if (c.MayBlock)
        {
            c.Block(new WaitFor(1, 1, timeout, ValueType.List, WakeMove) { AlsoNeeds = 2, State = ends });
        }
        else
        {
            c.Reply.Null();
        }
    }

    private static void Wait(CommandContext c, in WaitFor wait)
    {
        if (c.MayBlock)
        {
            c.Block(wait);
        }
        else
        {
            c.Reply.NullArray();
        }
    }

    private static bool TryPop(CommandContext c, int key, bool left)
    {
        using var row = c.Keyspace.Find(c[key]);
        if (!row.Exists)
        {
            return false;
        }

        if (c.IsWrongType(row, ValueType.List))
        {
            return true;
        }

        using var walk = ListType.Ends(c.Keyspace, c[key], row, left, 1);
        _ = walk.Next();
        c.Reply.Array(2);
        c.Reply.Bulk(c[key]);
        c.Reply.Bulk(walk.Value);
        ListType.Drop(c.Keyspace, c[key], row, left, 1);
        return true;
    }

    private static bool TryMove(CommandContext c, Ends ends) => ListMoveCommands.TryMove(c, ends.FromLeft, ends.ToLeft);

    /// <summary>Which end of the source loses the element, and which end of the destination gets it.</summary>
    private sealed record Ends(bool FromLeft, bool ToLeft);
}
