using System.Text;
using Pika.Actors.Execution;
using Pika.Actors.Log;
using Pika.Storage.Binlog;

namespace Pika.Actors.Commands;

/// <summary>Pika's commands on the log.</summary>
internal static class BinlogCommands
{
    /// <summary>
    /// PURGELOGSTO write2fileN [dbN]: releases the files up to this one. Always OK, as in Pika: what stays, and for whom, is told by INFO
    /// and the server's log. There is one log for all databases, so the database changes nothing.
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
            c.Reply.Ok();
        }
    }
}
