using Pika.Actors.Blocking;
using Pika.Actors.Clients;
using Pika.Actors.Execution;

namespace Pika.Actors.Commands;

/// <summary>The subcommands of CLIENT that are about other clients.</summary>
internal static class ClientTableCommands
{
    /// <summary>CLIENT INFO</summary>
    public static void ClientInfo(CommandContext c) => c.Reply.Verbatim(ClientDescription.Of([c.Client], c.Now));

    /// <summary>CLIENT LIST [TYPE type | ID id [id ...]]</summary>
    public static void ClientList(CommandContext c)
    {
        var clients = c.Node.Clients.All;
        if (c.Count == 4 && c.Is(2, "type"u8))
        {
            if (!ClientFilter.TryType(c, 3, out var type))
            {
                return;
            }

            clients = clients.Where(client => ClientFilter.TypeOf(client) == type);
        }
        else if (c.Count > 3 && c.Is(2, "id"u8))
        {
            if (!TryIds(c, out var ids))
            {
                return;
            }

            clients = ids.Select(c.Node.Clients.Find).OfType<Client>();
        }
        else if (c.Count != 2)
        {
            c.SyntaxError();
            return;
        }

        c.Reply.Verbatim(ClientDescription.Of(clients, c.Now));
    }

    /// <summary>
    /// CLIENT KILL address | filter value [filter value ...]: cuts the connections at once, but one's own only after the reply, and that of
    /// EXEC if there is one.
    /// </summary>
    public static void ClientKill(CommandContext c)
    {
        bool isOldForm = c.Count == 3;
        if (!ClientFilter.TryParse(c, out var filter))
        {
            return;
        }

        var victims = c.Node.Clients.All.Where(client => !client.Killed && filter.Matches(client)).ToList();
        if (isOldForm && victims.Count == 0)
        {
            c.Error("ERR No such client");
            return;
        }

        // EXEC may be taken back and run again, so that what cannot be taken back waits for its end.
        if (c.InTurn)
        {
            c.Client.Transaction.Victims.AddRange(victims);
        }
        else
        {
            c.Client.KillAll(victims);
        }

        if (isOldForm)
        {
            c.Reply.Ok();
        }
        else
        {
            c.Reply.Integer(victims.Count);
        }
    }

    /// <summary>CLIENT PAUSE timeout [WRITE | ALL]</summary>
    public static void ClientPause(CommandContext c)
    {
        if (c.Count > 4)
        {
            c.UnknownForm();
            return;
        }

        bool writesOnly = c.Count == 4 && c.Is(3, "write"u8);
        if (c.Count == 4 && !writesOnly && !c.Is(3, "all"u8))
        {
            c.Error("ERR CLIENT PAUSE mode must be WRITE or ALL");
            return;
        }

        if (!c.TryInteger(2, out long milliseconds, "ERR timeout is not an integer or out of range"))
        {
            return;
        }

        if (milliseconds < 0)
        {
            c.Error("ERR timeout is negative");
            return;
        }

        c.Node.Pause.Begin(milliseconds, writesOnly);
        c.Reply.Ok();
    }

    /// <summary>CLIENT UNPAUSE</summary>
    public static void ClientUnpause(CommandContext c)
    {
        c.Node.Pause.End();
        c.Reply.Ok();
    }

    /// <summary>CLIENT UNBLOCK id [TIMEOUT | ERROR]</summary>
    public static void ClientUnblock(CommandContext c)
    {
        if (c.Count > 4)
        {
            c.UnknownForm();
        }
        else if (c.Count == 4 && !c.Is(3, "timeout"u8) && !c.Is(3, "error"u8))
        {
            c.Error("ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR");
        }
        else if (c.TryInteger(2, out long id))
        {
            var outcome = c.Count == 4 && c.Is(3, "error"u8) ? WaitOutcome.Interrupted : WaitOutcome.LetGo;
            c.Reply.Integer(c.Node.Clients.Find(id)?.Blocked is { } blocked && TryUnblock(c, blocked, outcome) ? 1 : 0);
        }
    }

    private static bool TryUnblock(CommandContext c, BlockedClient blocked, WaitOutcome outcome) =>
        c.Blocking is { } turn ? turn.TryEnd(blocked, outcome) : c.Node.Blocked.TryEnd(blocked, outcome);

    private static bool TryIds(CommandContext c, out List<long> ids)
    {
        ids = [];
        for (int i = 3; i < c.Count; i++)
        {
            if (!c.TryInteger(i, out long id, "ERR Invalid client ID"))
            {
                return false;
            }

            ids.Add(id);
        }

        return true;
    }
}
