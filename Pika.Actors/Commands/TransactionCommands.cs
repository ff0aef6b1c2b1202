using Pika.Actors.Clients;
using Pika.Actors.Execution;

namespace Pika.Actors.Commands;

/// <summary>MULTI and what belongs to it; EXEC is the session's own.</summary>
internal static class TransactionCommands
{
    /// <summary>MULTI</summary>
    public static void Multi(CommandContext c)
    {
        if (c.Client.Transaction.Open)
        {
            c.Error("ERR MULTI calls can not be nested");
            return;
        }

        c.Client.Transaction.Begin();
        c.Reply.Ok();
    }

    /// <summary>DISCARD</summary>
    public static void Discard(CommandContext c)
    {
        if (!c.Client.Transaction.Open)
        {
            c.Error("ERR DISCARD without MULTI");
            return;
        }

        c.Client.Transaction.End();
        c.Reply.Ok();
    }

    /// <summary>WATCH key [key ...]: runs in a turn, so that it stands in the order of the log.</summary>
    public static void Watch(CommandContext c)
    {
        if (c.Client.Transaction.Open)
        {
            c.Error("ERR WATCH inside MULTI is not allowed");
            return;
        }

        var watches = c.Node.Watches;
        var watched = c.Client.Transaction.Watched ??= new WatchSet(watches);
        for (int i = 1; i < c.Count; i++)
        {
            watches.Watch(watched, c.Keyspace.Database, c[i], c.Keyspace.HasExpired(c[i]));
        }

        c.Reply.Ok();
    }

    /// <summary>UNWATCH</summary>
    public static void Unwatch(CommandContext c)
    {
        c.Client.Transaction.Unwatch();
        c.Reply.Ok();
    }
}
