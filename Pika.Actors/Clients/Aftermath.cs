using Pika.Actors.Execution;
using Pika.Actors.Node;
using Pika.Protocol;
using Pika.Storage.Keyspace;

namespace Pika.Actors.Clients;

/// <summary>What a command leaves to be done before the client's next, beside its reply. Used by its <see cref="ClientSession"/>.</summary>
internal sealed class Aftermath(
    PikaNode node,
    Client client,
    RespWriter reply,
    Keyspace keyspace,
    ClientVoice voice,
    CommandContext context
)
{
    /// <summary>Replies are sent when they have grown to this many bytes, even in the middle of a pipeline.</summary>
    private const int FlushBytes = 256 * 1024;

    /// <summary>Whether there is anything.</summary>
    public bool Exists =>
        context.Hold.Exists || reply.Length >= FlushBytes || keyspace.Sightings.HasExpired || client.Tracking is { IsFresh: true };

    /// <summary>Does it. No run may wait to be sent.</summary>
    public async ValueTask SettleAsync()
    {
        if (keyspace.Sightings.HasExpired)
        {
            await node.Router.ExpireAsync(client.Database, keyspace.Sightings.TakeExpired());
        }

        if (client.Tracking is { IsFresh: true } tracking)
        {
            // A turn that began before tells nobody: it has to be over before the client reads what it may change.
            tracking.IsFresh = false;
            await node.Router.PassAsync();
        }

        if (context.Hold.Exists)
        {
            if (!await context.Hold.WaitAsync(node))
            {
                reply.Truncate(0);
                client.CloseAfterReply = true;
            }

            context.Hold = Hold.None;
        }

        if (reply.Length >= FlushBytes)
        {
            await voice.FlushAsync();
        }
    }
}
