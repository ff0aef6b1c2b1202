using Pika.Actors.Blocking;
using Pika.Actors.Databases;
using Pika.Actors.Execution;
using Pika.Actors.Node;
using Pika.Protocol;

namespace Pika.Actors.Clients;

/// <summary>
/// The run of a client's commands that goes to one writer as one message: it is filled, sent, and ended when its writer has answered. Used by its
/// <see cref="ClientSession"/>.
/// </summary>
internal sealed class CommandRun(PikaNode node, Client client, RespWriter reply, ClientVoice voice)
{
    private readonly CommandBatch _batch = new(client, reply);
    private Route _route;

    /// <summary>Where its replies begin while its writer has it; negative when it has not.</summary>
    private int _sentMark = -1;

    /// <summary>Whether no command waits to be sent.</summary>
    public bool IsEmpty => _batch.Commands.Count == 0;

    /// <summary>Whether its writer has it, or has just answered: <see cref="End"/> comes next.</summary>
    public bool IsSent => _sentMark >= 0;

    /// <summary>Whether commands like this run in a turn of their shard.</summary>
    public static bool Takes(CommandSpec command) => command.Execution is Protocol.Execution.Write or Protocol.Execution.TurnRead;

    /// <summary>Takes a command in, if it goes to the same shard as those before; a command over several shards makes a run of its own.</summary>
    /// <returns>Whether it was taken in; if not, the run is to be sent first.</returns>
    public bool TryAdd(CommandSpec command, in Request request)
    {
        var route = node.Router.Of(command, request, client.Database);
        if (IsEmpty)
        {
            _route = route;
        }
        else if (route != _route || route == Route.Crossing)
        {
            return false;
        }

        client.LastCommand = command.FullName;
        _batch.Commands.Add(new QueuedCommand(command, request));
        return true;
    }

    /// <summary>Hands it to its writer; <see cref="End"/> follows the wait.</summary>
    public ValueTask SendAsync()
    {
        _sentMark = reply.Length;
        return node.Router.SendAsync(_batch, _route);
    }

    /// <summary>Its writer has answered.</summary>
    /// <param name="undone">
    /// How many of its last commands were not executed; the first of them is a read that belongs on the storage pool. 0: all were.
    /// </param>
    /// <returns>The client that waits from here on, if the last command has blocked.</returns>
    public BlockedClient? End(out int undone)
    {
        client.NoteWrites(node);
        int mark = _sentMark;
        var blocked = _batch.Blocked;
        _sentMark = -1;
        undone = _batch.StoppedAt is { } stoppedAt ? _batch.Commands.Count - stoppedAt : 0;
        if (undone == 0 && blocked is null)
        {
            voice.Silence(mark);
        }

        voice.TakePushes();
        _batch.Reset();
        return blocked;
    }

    /// <summary>Has a transaction executed, and waits for it.</summary>
    /// <returns>What the client is to be held for afterwards.</returns>
    public async ValueTask<Hold> RunAsync(Transaction transaction)
    {
        _batch.Commands.AddRange(transaction.Queue);
        _batch.IsTransaction = true;
        _batch.Slow = transaction.Queue.Exists(static queued => queued.Command.Execution == Protocol.Execution.SlowRead);
        await node.Router.SendAsync(_batch, node.Router.OfTransaction(client));
        client.NoteWrites(node);
        var hold = _batch.Hold;
        _batch.Reset();
        return hold;
    }
}
