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
    private static readonly WakeHandler WakeMany = static (c, blocked, key) => TryPopMany(c, key, (ManyPopOptions)blocked.For.State!);
    private static readonly WakeHandler WakeMove = static (c, blocked, _) => TryMove(c, (Ends)blocked.For.State!);

    /// <summary>BLPOP key [key ...] timeout</summary>
    public static void BLPop(CommandContext c) => Pop(c, left: true);

    /// <summary>BRPOP key [key ...] timeout</summary>
    public static void BRPop(CommandContext c) => Pop(c, left: false);

    /// <summary>BLMPOP timeout numkeys key [key ...] LEFT | RIGHT [COUNT count]</summary>
    public static void BLMPop(CommandContext c)
    {
        if (!ManyPopOptions.TryParse(c, 2, "left"u8, "right"u8, out var options) || !c.TrySeconds(1, out long timeout))
        {
            return;
        }

        for (int i = options.FirstKey; i < options.FirstKey + options.Keys; i++)
        {
            if (IsWrongType(c, i) || TryPopMany(c, i, options) || c.Keyspace.Incomplete)
            {
                return;
            }
        }

        Wait(c, new WaitFor(options.FirstKey, options.Keys, timeout, ValueType.List, WakeMany) { State = options });
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
            if (IsWrongType(c, i) || TryPop(c, i, left) || c.Keyspace.Incomplete)
            {
                return;
            }
        }

        Wait(c, new WaitFor(1, keys, timeout, ValueType.List, left ? WakeLeft : WakeRight));
    }

    private static void Move(CommandContext c, Ends ends, long timeout)
    {
        if (IsWrongType(c, 1) || TryMove(c, ends) || c.Keyspace.Incomplete)
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

    private static bool IsWrongType(CommandContext c, int key)
    {
        using var row = c.Keyspace.Find(c[key]);
        return c.IsWrongType(row, ValueType.List);
    }

    private static bool TryPop(CommandContext c, int key, bool left)
    {
        using var row = c.Keyspace.Find(c[key]);
        if (!row.Exists)
        {
            return false;
        }

        using var walk = ListType.Ends(c.Keyspace, c[key], row, left, 1);
        _ = walk.Next();
        c.Reply.Array(2);
        c.Reply.Bulk(c[key]);
        c.Reply.Bulk(walk.Value);
        ListType.Drop(c.Keyspace, c[key], row, left, 1);
        return true;
    }

    private static bool TryPopMany(CommandContext c, int key, ManyPopOptions options)
    {
        using var row = c.Keyspace.Find(c[key]);
        if (!row.Exists)
        {
            return false;
        }

        c.Reply.Array(2);
        c.Reply.Bulk(c[key]);
        ListCommands.PopMany(c, key, row, options.First, Math.Min(options.Count, row.Size));
        return true;
    }

    // Pushes before it pops, as the notifications say; a list that is its own destination never becomes empty in between.
    private static bool TryMove(CommandContext c, Ends ends)
    {
        using var row = c.Keyspace.Find(c[1]);
        if (!row.Exists)
        {
            return false;
        }

        using var target = c.Keyspace.Find(c[2]);
        if (c.IsWrongType(target, ValueType.List))
        {
            return true;
        }

        using var walk = ListType.Ends(c.Keyspace, c[1], row, ends.FromLeft, 1);
        if (!walk.Next())
        {
            return true;
        }

        c.Reply.Bulk(walk.Value);
        ListType.Push(c.Keyspace, c[2], target, ends.ToLeft, walk.Value);
        using var rest = c.Keyspace.Find(c[1]);
        ListType.Drop(c.Keyspace, c[1], rest, ends.FromLeft, 1);
        return true;
    }

    /// <summary>Which end of the source loses the element, and which end of the destination gets it.</summary>
    private sealed record Ends(bool FromLeft, bool ToLeft);
}
