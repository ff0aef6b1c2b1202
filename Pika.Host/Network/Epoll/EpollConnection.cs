using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Threading.Tasks.Sources;

namespace Pika.Host.Network.Epoll;

/// <summary>
/// A connection on an <see cref="EventLoop"/>. A receive never asks the kernel before the loop says that bytes are there, so a
/// command costs one receive and one send. While nobody waits to receive, readiness is switched off when it shows, and on again by
/// the next receive.
/// </summary>
internal sealed unsafe class EpollConnection : Connection, IValueTaskSource<int>, IValueTaskSource
{
    private readonly EventLoop _loop;
    private readonly Lock _gate = new();
    private ManualResetValueTaskSourceCore<int> _received;
    private ManualResetValueTaskSourceCore<int> _sent;
    private Memory<byte> _receiveInto;
    private ReadOnlyMemory<byte> _toSend;
    private uint _watched = Libc.EpollIn;
    private Action? _onEnd;
    private bool _receiving;

    /// <summary>Somebody has called <see cref="Wake"/>, and no receive has told of it yet.</summary>
    private bool _woken;
    private bool _sending;
    private bool _broken;

    /// <summary>A connection that the loop is about to wait for.</summary>
    public EpollConnection(EventLoop loop, Socket socket)
        : base(socket)
    {
        _loop = loop;
        socket.Blocking = false;
    }

    /// <inheritdoc/>
    public override ValueTask<int> ReceiveAsync(Memory<byte> buffer)
    {
        lock (_gate)
        {
            if (_broken)
            {
                return new ValueTask<int>(0);
            }

            if (_woken)
            {
                _woken = false;
                return new ValueTask<int>(Woken);
            }

            _received.Reset();
            _receiveInto = buffer;
            _receiving = true;
            Want(_watched | Libc.EpollIn);
            return new ValueTask<int>(this, _received.Version);
        }
    }

    /// <inheritdoc/>
    public override void Wake()
    {
        lock (_gate)
        {
            if (_woken || _broken)
            {
                return;
            }

            _woken = true;
            if (!_receiving)
            {
                return;
            }
        }

        _loop.Post(this);
    }

    /// <inheritdoc/>
    public override ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        int sent = TrySend(bytes.Span);
        if (sent == bytes.Length)
        {
            return default;
        }

        lock (_gate)
        {
            if (_broken)
            {
                throw new SocketException((int)SocketError.ConnectionReset);
            }

            _sent.Reset();
            _toSend = bytes[sent..];
            _sending = true;
            Want(_watched | Libc.EpollOut);
            return new ValueTask(this, _sent.Version);
        }
    }

    /// <inheritdoc/>
    public override void WatchForEnd(Action? onEnd)
    {
        lock (_gate)
        {
            if (!_broken)
            {
                _onEnd = onEnd;
                Want(onEnd is null ? _watched & ~Libc.EpollPeerClosed : _watched | Libc.EpollPeerClosed);
                return;
            }
        }

        onEnd?.Invoke();
    }

    /// <summary>Called by the loop: bytes may be received or sent, or the connection is broken.</summary>
    public void OnReady(uint events)
    {
        bool broken = (events & (Libc.EpollErr | Libc.EpollHup)) != 0;
        if (broken || (events & Libc.EpollPeerClosed) != 0)
        {
            OnEnd();
        }

        if (broken || (events & Libc.EpollOut) != 0)
        {
            OnWritable();
        }

        if (broken || (events & Libc.EpollIn) != 0)
        {
            OnReadable(broken);
        }
    }

    /// <summary>Called by the loop: somebody has called <see cref="Wake"/>. Bytes may have come first; then the receive after them tells of it.</summary>
    public void OnWoken()
    {
        lock (_gate)
        {
            if (!_woken || !_receiving)
            {
                return;
            }

            (_woken, _receiving) = (false, false);
        }

        _received.SetResult(Woken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        lock (_gate)
        {
            // The loop may have an event of this connection in its hands: it must not touch the descriptor any more.
            _broken = true;
            _loop.Remove(this);
        }

        base.Dispose();
    }

    int IValueTaskSource<int>.GetResult(short token) => _received.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => _received.GetStatus(token);

    void IValueTaskSource<int>.OnCompleted(Action<object?> next, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _received.OnCompleted(next, state, token, flags);

    void IValueTaskSource.GetResult(short token) => _sent.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _sent.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> next, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _sent.OnCompleted(next, state, token, flags);

    private void OnEnd()
    {
        Action? onEnd;
        lock (_gate)
        {
            onEnd = _onEnd;
            _onEnd = null;
            Want(_watched & ~Libc.EpollPeerClosed);
        }

        onEnd?.Invoke();
    }

    private void OnReadable(bool broken)
    {
        int count;
        lock (_gate)
        {
            if (!_receiving)
            {
                if (!_broken)
                {
                    NobodyReceives(broken);
                }

                return;
            }

            count = Receive();
            if (count < 0)
            {
                return;
            }

            _receiving = false;
        }

        // Runs the commands, on this thread.
        _received.SetResult(count);
    }

    private void NobodyReceives(bool broken)
    {
        if (broken)
        {
            // The kernel reports this whatever is watched; whoever receives next is told.
            _broken = true;
            _loop.Unwatch(this);
        }
        else
        {
            Want(_watched & ~Libc.EpollIn);
        }
    }

    private void OnWritable()
    {
        lock (_gate)
        {
            if (!_sending)
            {
                return;
            }

            try
            {
                _toSend = _toSend[TrySend(_toSend.Span)..];
            }
            catch (SocketException failure)
            {
                _sending = false;
                Want(_watched & ~Libc.EpollOut);
                _sent.SetException(failure);
                return;
            }

            if (!_toSend.IsEmpty)
            {
                return;
            }

            _sending = false;
            Want(_watched & ~Libc.EpollOut);
        }

        _sent.SetResult(0);
    }

    private void Want(uint events)
    {
        if (events != _watched && !_broken)
        {
            _watched = events;
            _loop.Watch(this, events);
        }
    }

    // The count; 0 for the end, also of a broken connection; -1 when nothing has come after all.
    private int Receive()
    {
        fixed (byte* buffer = _receiveInto.Span)
        {
            while (true)
            {
                nint count = Libc.Receive(FileDescriptor, buffer, (nuint)_receiveInto.Length, 0);
                if (count >= 0)
                {
                    return (int)count;
                }

                int error = Marshal.GetLastPInvokeError();
                if (error != Libc.Interrupted)
                {
                    return error == Libc.Again ? -1 : 0;
                }
            }
        }
    }

    // How many bytes the kernel took; less than all when the client does not keep up.
    private int TrySend(ReadOnlySpan<byte> bytes)
    {
        int sent = 0;
        fixed (byte* buffer = bytes)
        {
            while (sent < bytes.Length)
            {
                nint count = Libc.Send(FileDescriptor, buffer + sent, (nuint)(bytes.Length - sent), Libc.NoSignal);
                if (count >= 0)
                {
                    sent += (int)count;
                    continue;
                }

                int error = Marshal.GetLastPInvokeError();
                if (error == Libc.Again)
                {
                    break;
                }

                if (error != Libc.Interrupted)
                {
                    throw new SocketException(error);
                }
            }
        }

        return sent;
    }
}
