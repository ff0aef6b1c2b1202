using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Pika.Actors.Clients;
using Pika.Actors.Node;
using Pika.Protocol;

namespace Pika.Host.Network;

/// <summary>
/// One client's connection: receives, has the session run what is complete, sends the replies, in turn. While a client does not read
/// its replies it is not read from either, so a connection holds one batch of requests and its replies at most.
/// </summary>
internal sealed class RespConnectionHandler : ConnectionHandler
{
    private readonly PikaNode _node;

    /// <summary>A handler for all connections of a node.</summary>
    public RespConnectionHandler(PikaNode node) => _node = node;

    /// <inheritdoc/>
    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        _node.Statistics.AddConnection();
        var client = new Client(
            _node.Clients.NextId(),
            Address(connection.RemoteEndPoint),
            Address(connection.LocalEndPoint),
            _node.Databases[0],
            _node.NowMs(),
            connection.Abort
        );
        _node.Clients.Add(client);
        var sink = new ReplySink(connection.Transport.Output, client);
        using var session = new ClientSession(_node, client, sink);
        try
        {
            await ServeAsync(session, connection.Transport.Input, sink);
        }
        catch (Exception e) when (e is ConnectionResetException or ConnectionAbortedException or OperationCanceledException)
        {
            // The client is gone, or was killed; nobody is left to be told.
        }
        finally
        {
            _node.Clients.Remove(client);
        }
    }

    private static async Task ServeAsync(ClientSession session, PipeReader input, ReplySink sink)
    {
        while (await ReceiveAsync(session.Input, input))
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

    // Takes over what has come in; false when the client has closed its side.
    private static async ValueTask<bool> ReceiveAsync(RequestReader requests, PipeReader input)
    {
        var received = await input.ReadAsync();
        foreach (var segment in received.Buffer)
        {
            CopyInto(requests, segment.Span);
        }

        input.AdvanceTo(received.Buffer.End);
        return !received.IsCompleted && !received.IsCanceled;
    }

    private static void CopyInto(RequestReader requests, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var room = requests.GetMemory(bytes.Length).Span;
            int count = Math.Min(room.Length, bytes.Length);
            bytes[..count].CopyTo(room);
            requests.Advance(count);
            bytes = bytes[count..];
        }
    }

    private static string Address(EndPoint? endPoint) => endPoint?.ToString() ?? "?:0";

    /// <summary>Sends replies in slices, so that a huge one is not held twice.</summary>
    private sealed class ReplySink(PipeWriter output, Client client) : IReplySink
    {
        private const int SliceBytes = 64 * 1024;

        public async ValueTask FlushAsync(RespWriter reply)
        {
            client.OutputBytes = reply.Length;
            for (int sent = 0; sent < reply.Length; sent += SliceBytes)
            {
                output.Write(reply.WrittenSpan.Slice(sent, Math.Min(SliceBytes, reply.Length - sent)));
                var flushed = await output.FlushAsync();
                if (flushed.IsCompleted)
                {
                    throw new ConnectionAbortedException();
                }
            }

            reply.Clear();
            client.OutputBytes = 0;
        }
    }
}
