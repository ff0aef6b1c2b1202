using System.Buffers;
using System.Net.Sockets;
using Pika.Actors.Clients;
using Pika.Actors.Configuration;
using Pika.Actors.Information;
using Pika.Actors.Node;
using Pika.Protocol;

namespace Pika.Host.Network;

/// <summary>
/// Takes a session's replies to its client. Without a <c>client-output-buffer-limit</c> it waits while the client does not read, so that the
/// client is not read from either and holds little. With a limit, as in Redis, replies pile up and the commands go on: above
/// the hard limit the client is cut at once, and <see cref="ClientSweep"/> watches the soft one.
/// </summary>
internal sealed class ReplySink(Connection connection, Client client, PikaNode node) : IReplySink
{
    /// <summary>Bytes sent at once; what is left of a huge reply shows after each such piece.</summary>
    private const int SliceBytes = 1 << 20;

    /// <summary>Replies that the client has not taken yet while others are written.</summary>
    private Task _sending = Task.CompletedTask;
    private int _sendingBytes;

    /// <summary>Ends when the client has taken what is being sent.</summary>
    public Task Sending => _sending;

    /// <summary>Whether replies wait for the client to take earlier ones.</summary>
    public bool IsBehind => !_sending.IsCompleted;

    /// <inheritdoc/>
    /// <exception cref="SocketException">The connection broke.</exception>
    public ValueTask FlushAsync(RespWriter reply)
    {
        var limits = node.Config.ClientOutputBufferLimit;
        var limit = client.IsSubscriber ? limits.PubSub : limits.Normal;
        return limit.HardBytes == 0 && limit.SoftBytes == 0 && !IsBehind ? WaitAsync(reply) : FlushAsync(reply, limit);
    }

    /// <inheritdoc/>
    public void WatchForEnd(bool watch) => connection.WatchForEnd(watch ? client.Kill : null);

    /// <summary>Sends everything, however long the client takes.</summary>
    public async ValueTask DrainAsync(RespWriter reply)
    {
        await _sending;
        if (reply.Length > 0)
        {
            await WaitAsync(reply);
        }
    }

    private async ValueTask WaitAsync(RespWriter reply)
    {
        client.OutputBytes = reply.Length;
        await SendAsync(reply.WrittenMemory);
        reply.Clear();
        client.OutputBytes = 0;
    }

    private async ValueTask FlushAsync(RespWriter reply, OutputBufferLimit limit)
    {
        client.OutputBytes = reply.Length + _sendingBytes;
        if (limit.HardBytes > 0 && client.OutputBytes > limit.HardBytes)
        {
            node.Cut(client, "it leaves more than its output buffer limit unread (client-output-buffer-limit)");
            return;
        }

        if (IsBehind)
        {
            // A soft limit alone bounds what piles up, too.
            if (client.OutputBytes <= Math.Max(limit.HardBytes, limit.SoftBytes))
            {
                return;
            }
        }

        await _sending;
        var send = SendAsync(reply.WrittenMemory);
        if (send.IsCompletedSuccessfully)
        {
            reply.Clear();
            client.OutputBytes = 0;
            return;
        }

        _sendingBytes = reply.Length;
        _sending = FinishAsync(send, reply.Detach());
    }

    private async Task FinishAsync(ValueTask send, ArraySegment<byte> replies)
    {
        try
        {
            await send;
        }
        finally
        {
            _sendingBytes = 0;
            client.OutputBytes = 0;
            ArrayPool<byte>.Shared.Return(replies.Array!);
        }
    }

    private ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        TrafficStatistics.AddSent(bytes.Length);
        return bytes.Length <= SliceBytes ? connection.SendAsync(bytes) : SendSlicesAsync(bytes);
    }

    private async ValueTask SendSlicesAsync(ReadOnlyMemory<byte> bytes)
    {
        for (int sent = 0; sent < bytes.Length; sent += SliceBytes)
        {
            await connection.SendAsync(bytes.Slice(sent, Math.Min(SliceBytes, bytes.Length - sent)));
            client.OutputBytes = bytes.Length - sent;
        }
    }
}
