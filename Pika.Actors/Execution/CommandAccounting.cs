using Pika.Actors.Clients;
using Pika.Actors.Information;
using Pika.Actors.Monitoring;
using Pika.Actors.Node;
using Pika.Protocol;
using Pika.Storage.Keyspace;

namespace Pika.Actors.Execution;

/// <summary>What is written down of every command that has run: counts, errors, slowness.</summary>
internal static class CommandAccounting
{
    /// <summary>Notes the time at which a command begins; give it to <see cref="Finish"/>.</summary>
    public static long Start(PikaNode node) => node.Time.GetTimestamp();

    /// <summary>A command has run.</summary>
    /// <param name="mark">Where its reply begins.</param>
    public static void Finish(
        PikaNode node,
        CommandSpec command,
        in Request request,
        Client client,
        RespWriter reply,
        int mark,
        long started
    )
    {
        long ticks = node.Time.GetTimestamp() - started;
        bool failed = reply.IsErrorAt(mark);
        CommandStatistics.Add(command, ticks, failed);
        node.SlowLog.Consider(command, request, client, ticks);
        if (failed)
        {
            node.Errors.Add(reply.WrittenSpan[mark..]);
        }
    }

    /// <summary>A command has run to its end or to its wait: those who watch all commands see it.</summary>
    /// <param name="changes">The changes of the turn in which it ran, which tell it when the turn is committed; null if it was no turn.</param>
    public static void Show(PikaNode node, CommandSpec command, in Request request, Client client, TurnChanges? changes)
    {
        if (!MonitorTable.Shows(command))
        {
            return;
        }

        var monitors = node.Monitors;
        byte[] line = MonitorLine.Of(command, request, client, node.Time.GetUtcNow());
        if (changes is null)
        {
            monitors.Feed(line);
        }
        else
        {
            changes.Then(() => monitors.Feed(line));
        }
    }

    /// <summary>A command has not answered: its client waits. It counts as run, and what it takes to serve it later is added.</summary>
    public static void Blocked(PikaNode node, CommandSpec command, long started) =>
        CommandStatistics.Add(command, node.Time.GetTimestamp() - started, failed: false);

    /// <summary>A command of a client that waited has been answered.</summary>
    public static void Resumed(PikaNode node, CommandSpec command, in Request request, Client client, RespWriter reply, long started)
    {
        long ticks = node.Time.GetTimestamp() - started;
        bool failed = reply.IsErrorAt(0);
        CommandStatistics.Resume(command, ticks, failed);
        node.SlowLog.Consider(command, request, client, ticks);
        if (failed)
        {
            node.Errors.Add(reply.WrittenSpan);
        }
    }

    /// <summary>A command was refused before it ran, and answered.</summary>
    /// <param name="command">Null if there is no such command.</param>
    public static void Refused(PikaNode node, CommandSpec? command, RespWriter reply, int mark)
    {
        if (command is not null)
        {
            CommandStatistics.Reject(command);
        }

        node.Errors.Add(reply.WrittenSpan[mark..]);
    }
}
