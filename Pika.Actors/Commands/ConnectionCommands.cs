using Pika.Actors.Execution;

namespace Pika.Actors.Commands;

/// <summary>The commands on the connection itself.</summary>
internal static class ConnectionCommands
{
    /// <summary>PING [message]</summary>
    public static void Ping(CommandContext c)
    {
        if (c.Count > 2)
        {
            c.Error("ERR wrong number of arguments for 'ping' command");
        }
        else if (c.Count == 2)
        {
            c.Reply.Bulk(c[1]);
        }
        else
        {
            c.Reply.SimpleString("PONG"u8);
        }
    }
}
