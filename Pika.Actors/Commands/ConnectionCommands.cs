using Pika.Actors.Clients;
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
            c.WrongArity();
        }
        else if (c.Client.IsSubscriber && c.Client.Protocol == Client.FirstProtocol)
        {
            // In the form of a message, since the client takes everything for one.
            c.Reply.Array(2);
            c.Reply.Bulk("pong"u8);
            c.Reply.Bulk(c.Count == 2 ? c[1] : default);
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

    /// <summary>ECHO message</summary>
    public static void Echo(CommandContext c) => c.Reply.Bulk(c[1]);

    /// <summary>SELECT index</summary>
    public static void Select(CommandContext c)
    {
        if (!c.TryInteger(1, out long index))
        {
            return;
        }

        if (index is < int.MinValue or > int.MaxValue)
        {
            c.Error("ERR value is out of range, value must between -2147483648 and 2147483647");
            return;
        }

        if (index < 0 || index >= c.Node.Databases.Count)
        {
            c.Error("ERR DB index is out of range");
            return;
        }

        c.Client.Database = c.Node.Databases[(int)index];
        c.Reply.Ok();
    }

    /// <summary>QUIT</summary>
    public static void Quit(CommandContext c)
    {
        c.Client.CloseAfterReply = true;
        c.Reply.Ok();
    }

    /// <summary>RESET: as if the client had just connected.</summary>
    public static void Reset(CommandContext c)
    {
        var client = c.Client;
        client.Transaction.End();
        c.Node.PubSub.Drop(client);
        c.Node.Tracking.Disable(client);
        c.Node.Monitors.Remove(client);
        client.Pushes.MoveTo(c.Reply);
        client.Database = c.Node.Databases[0];
        client.Name = "";
        client.NoTouch = false;
        client.Authenticated = !Credentials.AreNeeded(c.Node.Config);
        client.ReplyMode = client.ReplyMode == ReplyMode.SkipThis ? ReplyMode.SkipThis : ReplyMode.On;
        client.Protocol = c.Reply.Protocol = Client.FirstProtocol;
        c.Reply.SimpleString("RESET"u8);
    }
}
