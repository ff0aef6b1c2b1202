using System.Text;
using Pika.Actors.Execution;
using Pika.Actors.Log;
using Pika.Actors.Node;
using Pika.Storage.Binlog;

namespace Pika.Actors.Commands;

/// <summary>Pika's commands on the log.</summary>
internal static class BinlogCommands
{
    /// <summary>
    /// PURGELOGSTO write2fileN [dbN]: releases the files up to this one. OK when all of them go, but the current one, which always stays; else an error that names
    /// the first that stays, and for whom: those before it go all the same. There is one log for all databases, so the database changes nothing.
    /// </summary>
    public static void PurgeLogsTo(CommandContext c)
    {
        if (c.Count > 3)
        {
            c.Error("ERR wrong number of arguments for 'purgelogsto' command");
        }
        else if (!BinlogFormat.TryParseFileName(Encoding.UTF8.GetString(c[1]).ToLowerInvariant(), out long segment))
        {
            c.Error("ERR Invalid Argument: the name of a binlog file is expected, such as write2file7");
        }
        else if (c.Count == 3 && !DatabaseName.TryParse(Encoding.UTF8.GetString(c[2]), c.Node.Databases.Count, out _))
        {
            c.Error("ERR invalid DB for 'purgelogsto': db0 or another is expected");
        }
        else
        {
            c.Node.Appender.Tell(new BinlogProtocol.PurgeTo(segment), Akka.Actor.ActorRefs.NoSender);
            if (FirstKept(c.Node, segment) is { } kept)
            {
                c.Error($"ERR {BinlogFormat.FileName(kept.Segment)} stays, and what follows it: {kept.Reason}");
            }
            else
            {
                c.Reply.Ok();
            }
        }
    }

    // The store is no reason to keep a file: it is made durable for the order. So leases alone are asked, which are known here.
    private static KeptSegment? FirstKept(PikaNode node, long upTo)
    {
        var log = node.BinlogFacts.At(node.Binlog, node.Config);
        var plan = PurgePlan.Make(log.Segments, ulong.MaxValue, log.Pins, new PurgeLimits(0, 0, 0), node.NowMs(), upTo);
        return plan.Kept.Count > 0 && plan.Kept[0].Segment != log.End.Segment
            ? plan.Kept[0] with
            {
                Reason = Named(node, plan.Kept[0].Reason),
            }
            : null;
    }

    // A lease has its owner's id, by which nobody knows a replica.
    private static string Named(PikaNode node, string reason)
    {
        foreach (var slave in node.Replication.Slaves)
        {
            reason = reason.Replace($"'{slave.NodeId}'", $"replica {slave.Host}:{slave.Port}", StringComparison.Ordinal);
        }

        return reason;
    }
}
