using Microsoft.Extensions.Logging;
using Pika.Actors.Clients;
using Pika.Actors.Configuration;
using Pika.Actors.Node;

namespace Pika.Actors.PubSub;

/// <summary>
/// Puts messages into the queues of clients. A client that leaves more unread than <c>client-output-buffer-limit pubsub</c> allows is cut,
/// whatever kind of message it is: who does not read must not fill the memory, and must not hold up who speaks.
/// </summary>
internal sealed class Mail(ServerConfig config, ILogger log)
{
    /// <summary>Sends a message, which is encoded for RESP2 or RESP3 but for its first byte.</summary>
    public void Push(Client client, ReadOnlySpan<byte> message) =>
        Send(client, client.Protocol > Client.FirstProtocol ? (byte)'>' : (byte)'*', message);

    /// <summary>Sends a message as it is.</summary>
    public void Send(Client client, ReadOnlySpan<byte> message) => Send(client, message[0], message);

    private void Send(Client client, byte type, ReadOnlySpan<byte> message)
    {
        long hard = config.ClientOutputBufferLimit.PubSub.HardBytes;
        long most = hard > 0 ? hard - client.OutputBytes : PushQueue.MostBytes;
        if (client.Killed || client.Pushes.TryAdd(type, message, most))
        {
            return;
        }

        log.ClientCut(
            client.Id,
            client.Address,
            "it leaves more messages unread than its output buffer limit (client-output-buffer-limit pubsub)"
        );
        client.Kill();
    }
}
