using Pika.Actors.Blocking;
using Pika.Actors.Databases;
using Pika.Protocol;

namespace Pika.Actors.Clients;

/// <summary>The run of commands that goes to one writer as one message.</summary>
public sealed partial class ClientSession
{
    private static bool RunsInTurn(CommandSpec command) => command.Execution is Protocol.Execution.Write or Protocol.Execution.TurnRead;

    // Takes a write into the run, if it goes to the same shard; a command over several shards makes a run of its own.
    private Step Join(CommandSpec command, in Request request)
    {
        var route = _node.Router.Of(command, request, Client.Database);
        if (_run.Commands.Count == 0)
        {
            _route = route;
        }
        else if (route != _route || route == Route.Crossing)
        {
            return Step.AfterRun;
        }

        Client.LastCommand = command.FullName;
        return AddToRun(command, request);
    }

    private Step AddToRun(CommandSpec command, in Request request)
    {
        _run.Commands.Add(new QueuedCommand(command, request));
        return command.Is(CommandFlags.Blocking) ? Step.EndsRun : Step.Done;
    }

    // CLIENT REPLY is not ON: the write goes alone, so that its reply can be told from others and dropped.
    private Step JoinAlone(CommandSpec command, in Request request)
    {
        _route = _node.Router.Of(command, request, Client.Database);
        return AddToRun(command, request);
    }

    // Hands the run to its writer; EndRun follows the wait.
    private ValueTask SendRun()
    {
        _sentMark = Reply.Length;
        return _node.Router.SendAsync(_run, _route);
    }

    // The client that waits from here on, if the last command of the run has blocked.
    private BlockedClient? EndRun()
    {
        NoteWrites();
        int mark = _sentMark;
        var blocked = _run.Blocked;
        _sentMark = -1;
        if (_run.StoppedAt is { } stoppedAt)
        {
            _next -= _run.Commands.Count - stoppedAt;
            _toPool = true;
        }
        else if (blocked is null)
        {
            Silence(mark);
        }

        TakePushes();
        _run.Reset();
        return blocked;
    }
}
