using Pika.Actors.Execution;
using Pika.Actors.Tracking;
using Pika.Protocol;

namespace Pika.Actors.Clients;

/// <summary>What a client is sent without having asked for it, and what a session tells those who listen.</summary>
public sealed partial class ClientSession
{
    /// <summary>Adds to the replies what the client is sent without having asked for it.</summary>
    public void TakePushes() => Client.Pushes.MoveTo(Reply);

    // Only in RESP3, or if it listens or watches, can the client be told anything while it waits for something else.
    private bool MayBeTold => Client.Protocol > Client.FirstProtocol || Client.IsSubscriber || Client.IsMonitor;

    // Waits, and sends meanwhile what others have to say to the client.
    private ValueTask<T> ListenDuring<T>(ValueTask<T> wait) => MayBeTold && !wait.IsCompleted ? ListenDuringAsync(wait.AsTask()) : wait;

    private async ValueTask<T> ListenDuringAsync<T>(Task<T> wait)
    {
        while (!wait.IsCompleted)
        {
            await Task.WhenAny(wait, Client.Pushes.ArrivalAsync());
            TakePushes();
            if (Reply.Length > 0)
            {
                await _sink.FlushAsync(Reply);
            }
        }

        return await wait;
    }

    // A command is over: keys that it has not found are told, and it is shown to those who watch all commands.
    private void Show(CommandSpec command, in Request request)
    {
        if (_keyspace.Sightings.HasMissed)
        {
            _keyspace.Sightings.TellMissed(_keyspace.Database);
        }

        if (_node.Monitors.Any)
        {
            CommandAccounting.Show(_node, command, request, Client, changes: null);
            if (Client.IsMonitor && Client.ReplyMode == ReplyMode.On)
            {
                TakePushes();
            }
        }
    }

    // Drops the reply of a command that CLIENT REPLY silences; what others have said is not silenced.
    private void Silence(int mark)
    {
        if (Client.ReplyMode == ReplyMode.On)
        {
            return;
        }

        Reply.Truncate(mark);
        TakePushes();
        Client.ReplyMode = Client.ReplyMode switch
        {
            ReplyMode.SkipNext => ReplyMode.SkipThis,
            ReplyMode.SkipThis => ReplyMode.On,
            _ => ReplyMode.Off,
        };
    }

    // CLIENT CACHING is for one command, or one transaction, that is not CLIENT itself.
    private void EndCaching(ClientTracking tracking)
    {
        bool isOver = _run.Commands.Count == 0 && !_toPool && !Client.Transaction.Open;
        tracking.CachingGiven = !isOver || Client.LastCommand.StartsWith("client|", StringComparison.Ordinal);
    }

    private void EndCachingOfRefused(CommandSpec? command)
    {
        if (Client.Tracking is { CachingGiven: true } tracking)
        {
            tracking.CachingGiven = Client.Transaction.Open || command?.Container?.Name == "client";
        }
    }

    private void DropListening()
    {
        _node.PubSub.Drop(Client);
        _node.Tracking.Drop(Client);
        _node.Monitors.Remove(Client);
    }
}
