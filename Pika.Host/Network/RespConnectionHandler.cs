using Pika.Actors.Clients;
using Pika.Actors.Node;
using Pika.Protocol;

namespace Pika.Host.Network;

/// <summary>
/// One client's connection: receives, has the session run what is complete, sends the replies, in turn. While a client does not read
/// its replies it is not read from either, so a connection holds one batch of requests and its replies at most.
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
            connection.Abort
        )
        {
            FileDescriptor = connection.FileDescriptor,
        };
        _node.Clients.Add(client);
        var sink = new ReplySink(connection, client);
        using var session = new ClientSession(_node, client, sink);
        try
        {
            await ServeAsync(session, connection, sink);
        }
        finally
        {
            _node.Clients.Remove(client);
        }
    }

    private static async Task ServeAsync(ClientSession session, Connection connection, ReplySink sink)
    {
        while (await ReceiveAsync(session.Input, connection))
        {
            ParseOutcome outcome;
            do
            {
                outcome = session.Input.Parse();
                await session.ProcessAsync();
                session.Input.Release();
                if (outcome is ParseOutcome.ProtocolError or ParseOutcome.QueryBufferLimit)
                {
                    session.RefuseInput(outcome);
                }

                if (session.Reply.Length > 0)
                {
                    await sink.FlushAsync(session.Reply);
                }

                if (session.Client.CloseAfterReply || session.Client.Killed)
                {
                    return;
                }
            } while (outcome == ParseOutcome.More);
        }
    }

    // False when the client has closed its side.
    private static async ValueTask<bool> ReceiveAsync(RequestReader requests, Connection connection)
    {
        int count = await connection.ReceiveAsync(requests.GetMemory());
        requests.Advance(count);
        return count > 0;
    }

    private sealed class ReplySink(Connection connection, Client client) : IReplySink
    {
        public async ValueTask FlushAsync(RespWriter reply)
        {
            client.OutputBytes = reply.Length;
            await connection.SendAsync(reply.WrittenMemory);
            reply.Clear();
            client.OutputBytes = 0;
        }
    }
}
