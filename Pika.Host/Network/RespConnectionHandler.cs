using Pika.Actors.Clients;
using Pika.Actors.Information;
using Pika.Actors.Node;
using Pika.Actors.Replication;
using Pika.Protocol;

namespace Pika.Host.Network;

/// <summary>
/// One client's connection: receives, has the session run what is complete, sends the replies, in turn. While a client does not read
/// its replies it is not read from either, so a connection holds one batch of requests and its replies at most. What others have to say to the client
/// is sent here as well, between batches: whoever speaks wakes the connection, and nobody else ever writes to it.
/// </summary>
internal sealed class RespConnectionHandler : IConnectionHandler
{
    private readonly PikaNode _node;

    /// <summary>A handler for all connections of a node.</summary>
    public RespConnectionHandler(PikaNode node) => _node = node;

    /// <inheritdoc/>
    public async Task ServeAsync(Connection connection)
    {
        _node.Statistics.AddConnection();
        var client = new Client(
            _node.Clients.NextId(),
            connection.Remote,
            connection.Local,
            _node.Databases[0],
            _node.NowMs(),
            connection.Abort,
            connection.Wake
        )
        {
            FileDescriptor = connection.FileDescriptor,
        };
        _node.Clients.Add(client);
        var sink = new ReplySink(connection, client, _node);
        try
        {
            using (var session = new ClientSession(_node, client, sink))
            {
                await ServeAsync(session, connection, sink);
            }

            if (client is { IsReplica: true, Killed: false })
            {
                await AcceptedReplica.ServeAsync(_node, client, new ReplicaConnection(connection));
            }
        }
        finally
        {
            _node.Clients.Remove(client);
        }
    }

    /// <inheritdoc/>
    public void Refused() => _node.Statistics.AddRejected();

    private async Task ServeAsync(ClientSession session, Connection connection, ReplySink sink)
    {
        int count;
        while ((count = await ReceiveAsync(session, connection, sink)) != 0)
        {
            if (count == Connection.Woken)
            {
                await SendPushesAsync(session, sink);
                if (session.Client.Killed)
                {
                    return;
                }

                continue;
            }

            session.Input.Advance(count);
            TrafficStatistics.AddReceived(count);
            ParseOutcome outcome;
            do
            {
                outcome = session.Input.Parse();
                while (!session.TryProcess(out var wait))
                {
                    await wait;
                }

                session.Input.Release();
                if (session.Client.IsReplica)
                {
                    await HandOverAsync(session, sink);
                    return;
                }

                if (outcome is ParseOutcome.ProtocolError or ParseOutcome.QueryBufferLimit)
                {
                    session.RefuseInput(outcome);
                }

                if (session.Reply.Length > 0)
                {
                    await sink.FlushAsync(session.Reply);
                }

                if (session.Client.Killed)
                {
                    return;
                }

                if (session.Client.CloseAfterReply)
                {
                    await sink.DrainAsync(session.Reply);
                    return;
                }
            } while (outcome == ParseOutcome.More);
        }
    }

    // What a replica sends before it is answered was read as commands, and may not be what it was.
    private async Task HandOverAsync(ClientSession session, ReplySink sink)
    {
        if (session.RanAhead || session.Input.BufferedBytes > 0)
        {
            _node.Cut(session.Client, "it has sent frames before PKSYNC was answered");
            return;
        }

        await sink.DrainAsync(session.Reply);
    }

    private static ValueTask SendPushesAsync(ClientSession session, ReplySink sink)
    {
        session.TakePushes();
        return session.Reply.Length > 0 ? sink.FlushAsync(session.Reply) : default;
    }

    private static ValueTask<int> ReceiveAsync(ClientSession session, Connection connection, ReplySink sink)
    {
        var receiving = connection.ReceiveAsync(session.Input.GetMemory());
        return sink.IsBehind ? new ValueTask<int>(ReceiveWhileSendingAsync(receiving.AsTask(), session, sink)) : receiving;
    }

    // Replies that piled up behind others are sent when the client has taken those, whether or not it sends more commands.
    private static async Task<int> ReceiveWhileSendingAsync(Task<int> receiving, ClientSession session, ReplySink sink)
    {
        while (!receiving.IsCompleted && !session.Client.Killed && (sink.IsBehind || session.Reply.Length > 0))
        {
            await (sink.IsBehind ? Task.WhenAny(receiving, sink.Sending) : sink.FlushAsync(session.Reply).AsTask());
        }

        return await receiving;
    }
}
