using Pika.Actors.Execution;
using Pika.Protocol;

namespace Pika.Actors.Commands;

/// <summary>SLOWLOG: the commands that took long.</summary>
internal static class SlowLogCommands
{
    private const int DefaultCount = 10;

    /// <summary>SLOWLOG GET [count]: -1 is all.</summary>
    public static void SlowLogGet(CommandContext c)
    {
        long count = DefaultCount;
        if (c.Count > 3)
        {
            c.UnknownForm();
            return;
        }

        if (c.Count == 3 && !c.TryInteger(2, -1, long.MaxValue, out count, "ERR count should be greater than or equal to -1"))
        {
            return;
        }

        var entries = c.Node.SlowLog.Newest(count is < 0 or > int.MaxValue ? int.MaxValue : (int)count);
        c.Reply.Array(entries.Count);
        foreach (var entry in entries)
        {
            c.Reply.Array(6);
            c.Reply.Integer(entry.Id);
            c.Reply.Integer(entry.Seconds);
            c.Reply.Integer(entry.Microseconds);
            c.Reply.Array(entry.Arguments.Count);
            foreach (byte[] argument in entry.Arguments)
            {
                c.Reply.Bulk(argument);
            }

            c.Reply.Bulk(entry.Address);
            c.Reply.Bulk(entry.Name);
        }
    }

    /// <summary>SLOWLOG LEN</summary>
    public static void SlowLogLen(CommandContext c) => c.Reply.Integer(c.Node.SlowLog.Count);

    /// <summary>SLOWLOG RESET</summary>
    public static void SlowLogReset(CommandContext c)
    {
        c.Node.SlowLog.Clear();
        c.Reply.Ok();
    }

    /// <summary>SLOWLOG HELP</summary>
    public static void SlowLogHelp(CommandContext c) => CommandHelp.Write(c.Reply, c.Command.Container!);
}
