using System.Buffers;
using Akka.Dispatch.Deterministic;
using Pika.Actors.Network;
using Pika.Tests.Protocol.Support;

namespace Pika.Tests.Simulated.Clients;

/// <summary>A Redis client: one connection, made when it is needed, and one request at a time. What is not answered in time is not known.</summary>
/// <param name="database">The database that it selects when it connects.</param>
internal sealed class SimulatedClient(IOutbound network, SimulatedProcess process, int database = 0) : IDisposable
{
    private readonly ArrayBufferWriter<byte> _received = new();
    private IOutboundConnection? _connection;
    private string? _peer;

    /// <summary>Sends commands in one piece and waits for their replies.</summary>
    /// <param name="server">The machine; another one than last time is connected to anew.</param>
    /// <param name="within">After that time the connection is given up.</param>
    /// <returns>The reply to the last one; null when nobody can know whether it was executed.</returns>
    /// <exception cref="ConnectionRefusedException">It was not sent.</exception>
    public async Task<RespTree?> AskAsync(string server, TimeSpan within, params string[][] commands)
    {
        using var limit = new CancellationTokenSource(within, process.Time);
        try
        {
            var connection = await ConnectAsync(server, limit.Token);
            return await AskAsync(connection, commands, limit.Token);
        }
        catch (ConnectionRefusedException)
        {
            throw;
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException)
        {
            Disconnect();
            return null;
        }
    }

    public void Dispose() => Disconnect();

    private async Task<IOutboundConnection> ConnectAsync(string server, CancellationToken limit)
    {
        if (_connection is null || _peer != server)
        {
            Disconnect();
            _connection = await network.ConnectAsync(server, 6379, TimeSpan.MaxValue, limit);
            _peer = server;
            if (database != 0)
                await AskAsync(
                    _connection,
                    [
                        ["SELECT", $"{database}"],
                    ],
                    limit
                );
        }

        return _connection;
    }

    private async Task<RespTree> AskAsync(IOutboundConnection connection, string[][] commands, CancellationToken limit)
    {
        await connection.SendAsync(commands.SelectMany(command => RedisConnection.Encode(command)).ToArray(), limit);
        _received.Clear();
        var (taken, left) = (0, commands.Length);
        while (true)
        {
            var count = await connection.ReceiveAsync(_received.GetMemory(4096), limit);
            if (count == 0)
                throw new IOException("the server has closed the connection");
            _received.Advance(count);
            while (RespTree.TryParse(_received.WrittenSpan[taken..], out var reply, out var length))
            {
                taken += length;
                if (--left == 0)
                    return reply;
            }
        }
    }

    private void Disconnect()
    {
        _connection?.Dispose();
        _connection = null;
    }
}
