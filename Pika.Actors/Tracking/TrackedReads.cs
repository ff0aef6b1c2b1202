using Pika.Actors.Clients;
using Pika.Protocol;
using Pika.Storage.Keyspace;

namespace Pika.Actors.Tracking;

/// <summary>Which keys a command of a client with CLIENT TRACKING has remembered.</summary>
internal static class TrackedReads
{
    /// <summary>Remembers the keys that a command is going to read on a connection: before it reads, so that a change that comes between is told.</summary>
    public static void Remember(TrackingTable table, CommandSpec command, in Request request, Client client)
    {
        if (!IsTracked(command, client))
        {
            return;
        }

        var keys = new List<KeyPosition>();
        CommandKeys.Positions(command, request, keys);
        foreach (var key in keys)
        {
            table.Remember(client, request[key.Index]);
        }
    }

    /// <summary>
    /// Remembers the keys that a command has read in a turn when the turn is committed, between what it changed before and what it changes after: until then nobody
    /// else can change them.
    /// </summary>
    public static void RememberInTurn(TrackingTable table, TurnChanges changes, QueuedCommand queued, Client client)
    {
        if (IsTracked(queued.Command, client))
        {
            var (command, request) = (queued.Command, queued.Request.Copy());
            changes.Then(() => Remember(table, command, request, client));
        }
    }

    private static bool IsTracked(CommandSpec command, Client client) =>
        command.Is(CommandFlags.ReadOnly) && client.Tracking is { Mode: { } mode } tracking && mode.Remembers(tracking.CachingGiven);
}
