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

        for (int i = 1; i < c.Count; i++)
        {
            var key = new WatchedKey(c.Keyspace.Database, c[i].ToArray());
            Begin(c, key, expired: c.Keyspace.HasExpired(c[i]));
        }

        c.Reply.Ok();
    }

    // The turn may be taken back and run again: what it changed before would look like a change under the watch.
    private static void Begin(CommandContext c, WatchedKey key, bool expired)
    {
        var (client, watches) = (c.Client, c.Node.Watches);
        c.Turn!.Changes.Then(() => watches.Watch(client.Transaction.Watched ??= new WatchSet(watches), key, expired));
    }

    /// <summary>UNWATCH</summary>
    public static void Unwatch(CommandContext c)
    {
        c.Client.Transaction.Unwatch();
        c.Reply.Ok();
    }
}
