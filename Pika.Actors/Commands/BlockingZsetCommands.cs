using Pika.Actors.Blocking;
using Pika.Actors.Execution;
using ValueType = Pika.Storage.Keyspace.ValueType;

namespace Pika.Actors.Commands;

/// <summary>The commands on sorted sets that wait until there is a member. How they wait: <see cref="TurnBlocking"/>.</summary>
internal static class BlockingZsetCommands
{
    private static readonly WakeHandler WakeMin = static (c, _, key) => TryPop(c, key, highest: false);
    private static readonly WakeHandler WakeMax = static (c, _, key) => TryPop(c, key, highest: true);
    private static readonly WakeHandler WakeMany = static (c, blocked, key) =>
        ZsetPopCommands.TryPopMany(c, key, (ManyPopOptions)blocked.For.State!);

    /// <summary>BZPOPMIN key [key ...] timeout</summary>
    public static void BZPopMin(CommandContext c) => Pop(c, highest: false);

    /// <summary>BZPOPMAX key [key ...] timeout</summary>
    public static void BZPopMax(CommandContext c) => Pop(c, highest: true);

    /// <summary>BZMPOP timeout numkeys key [key ...] MIN | MAX [COUNT count]</summary>
    public static void BZMPop(CommandContext c)
    {
        if (
            ManyPopOptions.TryParse(c, 2, "min"u8, "max"u8, out var options)
            && c.TrySeconds(1, out long timeout)
            && !options.TryPopAny(c, ZsetPopCommands.TryPopMany)
        )
        {
            Wait(c, new WaitFor(options.FirstKey, options.Keys, timeout, ValueType.Zset, WakeMany) { State = options });
        }
    }

    private static void Pop(CommandContext c, bool highest)
    {
        int keys = c.Count - 2;
        if (!c.TrySeconds(c.Count - 1, out long timeout))
        {
            return;
        }

        for (int i = 1; i <= keys; i++)
        {
            if (IsWrongType(c, i) || TryPop(c, i, highest) || c.Keyspace.Incomplete)
            {
                return;
            }
        }

        Wait(c, new WaitFor(1, keys, timeout, ValueType.Zset, highest ? WakeMax : WakeMin));
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
        return c.IsWrongType(row, ValueType.Zset);
    }

    private static bool TryPop(CommandContext c, int key, bool highest)
    {
        using var row = c.Keyspace.Find(c[key]);
        if (!row.Exists)
        {
            return false;
        }

        if (ZsetPopCommands.Take(c, c[key], row, highest, 1) is { } popped)
        {
            c.Reply.Array(3);
            c.Reply.Bulk(c[key]);
            c.Reply.Bulk(popped.Member(0));
            c.Reply.Double(popped.Score(0));
        }

        return true;
    }
}
