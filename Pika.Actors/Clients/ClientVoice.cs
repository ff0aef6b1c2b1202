using Pika.Actors.Execution;
using Pika.Actors.Node;
using Pika.Protocol;
using Pika.Storage.Keyspace;

namespace Pika.Actors.Clients;

/// <summary>
/// What goes to a client beside its replies, which of its replies go nowhere, and what others are told of its commands. Used by its <see cref="ClientSession"/>.
/// </summary>
internal sealed class ClientVoice(PikaNode node, Client client, RespWriter reply, IReplySink sink, Keyspace keyspace)
{
    // Only in RESP3, or if it listens or watches, can the client be told anything while it waits for something else.
    private bool MayBeTold => client.Protocol > Client.FirstProtocol || client.IsSubscriber || client.IsMonitor;

    /// <summary>Adds to the replies what the client is sent without having asked for it.</summary>
    public void TakePushes() => client.Pushes.MoveTo(reply);

    /// <summary>Sends the replies that there are: what was answered is not to wait for what comes next.</summary>
    public ValueTask FlushAsync() => reply.Length > 0 ? sink.FlushAsync(reply) : default;

    /// <summary>Waits, and sends meanwhile what others have to say to the client.</summary>
    public ValueTask<T> ListenDuring<T>(ValueTask<T> wait) => MayBeTold && !wait.IsCompleted ? ListenDuringAsync(wait.AsTask()) : wait;

    /// <summary>A command is over: keys that it has not found are told, and it is shown to those who watch all commands.</summary>
    public void Show(CommandSpec command, in Request request)
    {
        if (keyspace.Sightings.HasMissed)
        {
            keyspace.Sightings.TellMissed(keyspace.Database);
        }

        if (node.Monitors.Any)
        {
            CommandAccounting.Show(node, command, request, client, changes: null);
            if (client.IsMonitor && client.ReplyMode == ReplyMode.On)
            {
                TakePushes();
            }
        }
    }

    /// <summary>Drops the reply of a command that CLIENT REPLY silences; what others have said is not silenced.</summary>
    /// <param name="mark">Where the reply begins.</param>
    public void Silence(int mark)
    {
        if (client.ReplyMode == ReplyMode.On)
        {
            return;
        }

        reply.Truncate(mark);
        TakePushes();
        client.ReplyMode = client.ReplyMode switch
        {
            ReplyMode.SkipNext => ReplyMode.SkipThis,
            ReplyMode.SkipThis => ReplyMode.On,
            _ => ReplyMode.Off,
        };
    }

    /// <summary>The client has gone: nobody tells it anything any more.</summary>
    public void Drop()
    {
        node.PubSub.Drop(client);
        node.Tracking.Drop(client);
        node.Monitors.Remove(client);
    }

    private async ValueTask<T> ListenDuringAsync<T>(Task<T> wait)
    {
        while (!wait.IsCompleted)
        {
            await TaskGroups.First(wait, client.Pushes.ArrivalAsync());
            TakePushes();
            await FlushAsync();
        }

        return await wait;
    }
}
