using Pika.Actors.Clients;
using Pika.Actors.Node;
using Pika.Actors.Replication;
using Pika.Protocol;

namespace Pika.Tests.Simulated.Network;

/// <summary>Serves an accepted connection as the host does: requests to a session of its own, replies back, and frames from PKSYNC on.</summary>
internal static class SimulatedService
{
    public static async Task ServeAsync(PikaNode node, SimulatedConnection connection)
    {
        var address = connection.Remote;
        var client = new Client(node.Clients.NextId(), address, connection.Local, node.Databases[0], node.NowMs(), connection.Dispose);
        node.Clients.Add(client);
        try
        {
            using (var session = new ClientSession(node, client, new Sink(connection)))
                await ServeAsync(session, connection);
            if (client is { IsReplica: true, Killed: false })
                await AcceptedReplica.ServeAsync(node, client, connection);
        }
        catch (IOException)
        {
            // The client is gone.
        }
        finally
        {
            node.Clients.Remove(client);
            connection.Dispose();
        }
    }

    private static async Task ServeAsync(ClientSession session, SimulatedConnection connection)
    {
        int count;
        var sink = new Sink(connection);
        while ((count = await connection.ReceiveAsync(session.Input.GetMemory(), CancellationToken.None)) != 0)
        {
            session.Input.Advance(count);
            ParseOutcome outcome;
            do
            {
                outcome = session.Input.Parse();
                await session.ProcessAsync();
                session.Input.Release();
                await sink.FlushAsync(session.Reply);
                if (session.Client.IsReplica || session.Client.Killed || session.Client.CloseAfterReply)
                    return;
            } while (outcome == ParseOutcome.More);
        }
    }

    private sealed class Sink(SimulatedConnection connection) : IReplySink
    {
        public async ValueTask FlushAsync(RespWriter reply)
        {
            if (reply.Length > 0)
            {
                await connection.SendAsync(reply.WrittenMemory, CancellationToken.None);
                reply.Clear();
            }
        }

        // A blocked client's end is seen at its next command.
        public void WatchForEnd(bool watch) { }
    }
}
