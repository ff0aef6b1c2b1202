using System.Diagnostics;
using Akka.Actor;
using Pika.Actors.Network;
using Pika.Actors.Replication.Wire;

namespace Pika.Actors.Replication;

/// <summary>
/// A link over a connection, on either side. One loop receives: bytes, frames, events to the owner, as long as the owner does not hold too much of what
/// it was told. Sending is done by whoever sends, as far as the connection takes bytes at once; what it does not take waits in a bounded queue
/// and goes out on the network's thread.
/// </summary>
/// <param name="remote">The other side, until the connection says it.</param>
/// <param name="sender">Which side the other one is.</param>
/// <param name="session">The session; 0: the other side names it.</param>
/// <param name="owner">Who is told of events.</param>
/// <param name="maxUnsent">With more bytes than this waiting, just now, no further frame is taken and the link is closed.</param>
internal sealed class ConnectionLink(string remote, FrameSender sender, ulong session, IActorRef owner, Func<long> maxUnsent)
    : IReplicationLink
{
    private readonly Lock _gate = new();
    private readonly SendQueue _queue = new();
    private readonly PayloadBudget _held = new(WireLimits.MaxHeld);
    private readonly CancellationTokenSource _cancel = new();

    /// <summary>Ends when nobody sends any more, after the link was closed.</summary>
    private readonly TaskCompletionSource _sent = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile IActorRef _owner = owner;
    private IOutboundConnection? _connection;
    private ulong _session = session;
    private long _foreign;

    /// <summary>Somebody takes frames from the queue and sends them.</summary>
    private bool _sending;

    /// <summary>Why the link has ended, or is about to; null while it has not.</summary>
    private string? _reason;

    /// <inheritdoc/>
    public string Remote { get; private set; } = remote;

    /// <inheritdoc/>
    public ulong Session => Interlocked.Read(ref _session);

    /// <inheritdoc/>
    public long UnsentBytes => _queue.Bytes;

    /// <inheritdoc/>
    public long ForeignFrames => Interlocked.Read(ref _foreign);

    /// <summary>Asked for when the link is closed.</summary>
    public CancellationToken Closing => _cancel.Token;

    /// <summary>Why the link was closed; null while it was not.</summary>
    public string? Reason => Volatile.Read(ref _reason);

    /// <inheritdoc/>
    public void HandOver(IActorRef owner) => _owner = owner;

    /// <inheritdoc/>
    public void Send(Frame frame)
    {
        bool isOver;
        lock (_gate)
        {
            if (_reason is not null)
            {
                frame.Release();
                return;
            }

            isOver = _queue.Bytes > maxUnsent();
            _queue.Add(frame);
            if (!isOver && (_sending || _connection is null))
            {
                return;
            }

            _sending |= !isOver;
        }

        if (isOver)
        {
            Close("the other side leaves more unread than may wait (client-output-buffer-limit)");
            return;
        }

        _ = SendQueuedAsync(_connection!);
    }

    /// <inheritdoc/>
    public void Close(string reason)
    {
        lock (_gate)
        {
            if (_reason is not null)
            {
                return;
            }

            _reason = reason;
            EndSendingIfIdle();
        }

        // The connection is closed when nobody uses it any more: what was sent still arrives then.
        _held.End();
        _cancel.Cancel();
    }

    /// <summary>
    /// Serves the connection until the link ends; then the owner has been told all, the connection is closed, and nobody uses it any more.
    /// </summary>
    /// <param name="connection">The connection, on which both sides send frames from here on.</param>
    /// <param name="received">Bytes that were received already.</param>
    public async Task RunAsync(IOutboundConnection connection, ReadOnlyMemory<byte> received)
    {
        if (Attach(connection))
        {
            Tell(new LinkEvent.Opened(this));
            await ReceiveAsync(connection, received);
            await _sent.Task;
        }

        connection.Dispose();
        Tell(new LinkEvent.Closed(this, _reason!));
    }

    /// <summary>Ends a link that never had a connection.</summary>
    public void Fail(string reason)
    {
        Close(reason);
        Tell(new LinkEvent.Closed(this, _reason!));
    }

    // False: the link was closed meanwhile.
    private bool Attach(IOutboundConnection connection)
    {
        lock (_gate)
        {
            if (_reason is not null)
            {
                return false;
            }

            (_connection, Remote) = (connection, connection.Remote);
            return true;
        }
    }

    private void Tell(LinkEvent happened) => _owner.Tell(happened, ActorRefs.NoSender);

    private async Task ReceiveAsync(IOutboundConnection connection, ReadOnlyMemory<byte> received)
    {
        using var reader = new FrameReader(sender);
        try
        {
            Feed(reader, received);
            while (Reason is null)
            {
                await _held.WaitAsync();
                int count = await connection.ReceiveAsync(reader.GetMemory(), Closing);
                if (count == 0)
                {
                    Close(reader.IsInsideFrame ? "the connection was closed in the middle of a frame" : "the connection was closed");
                    return;
                }

                reader.Advance(count);
                Deliver(reader);
            }
        }
        catch (IOException failure)
        {
            Close($"the connection is broken: {failure.Message}");
        }
        catch (OperationCanceledException)
        {
            // It was closed.
        }
        catch (Exception failure)
        {
            // A defect of ours ends the link, and not silently.
            Close($"receiving failed: {failure.Message}");
        }
    }

    private void Feed(FrameReader reader, ReadOnlyMemory<byte> received)
    {
        while (!received.IsEmpty && Reason is null)
        {
            var room = reader.GetMemory();
            int count = Math.Min(room.Length, received.Length);
            received[..count].CopyTo(room);
            received = received[count..];
            reader.Advance(count);
            Deliver(reader);
        }
    }

    private void Deliver(FrameReader reader)
    {
        while (Reason is null && reader.TryRead(out ulong session, out var frame))
        {
            if (Session == 0)
            {
                Interlocked.Exchange(ref _session, session);
            }
            else if (session != Session)
            {
                Interlocked.Increment(ref _foreign);
                frame.Release();
                continue;
            }

            frame.Carried?.ChargeTo(_held);
            Tell(new LinkEvent.Received(this, frame));
        }

        if (reader.Refusal is { } refusal)
        {
            Close(refusal);
        }
    }

    private async Task SendQueuedAsync(IOutboundConnection connection)
    {
        try
        {
            while (TakeNext(out var bytes, out var payload))
            {
                try
                {
                    await connection.SendAsync(bytes, Closing);
                    if (payload is not null)
                    {
                        await connection.SendAsync(payload.Memory, Closing);
                    }
                }
                finally
                {
                    payload?.Release();
                }
            }
        }
        catch (IOException failure)
        {
            Close($"the connection is broken: {failure.Message}");
        }
        catch (OperationCanceledException)
        {
            // It was closed.
        }
        catch (Exception failure)
        {
            Close($"sending failed: {failure.Message}");
        }

        lock (_gate)
        {
            _sending = false;
            EndSendingIfIdle();
        }
    }

    // The next bytes to be sent, and a payload that goes behind them. False: there is nothing, and this is no sender any more.
    private bool TakeNext(out ReadOnlyMemory<byte> bytes, out Payload? payload)
    {
        lock (_gate)
        {
            (bytes, payload) = (default, null);
            return _reason is null && (_sending = _queue.TryTake(Session, out bytes, out payload));
        }
    }

    private void EndSendingIfIdle()
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        if (_reason is not null && !_sending)
        {
            _queue.Dispose();
            _sent.TrySetResult();
        }
    }
}
