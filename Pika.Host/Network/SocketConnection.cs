using System.Net.Sockets;

namespace Pika.Host.Network;

/// <summary>A connection on .NET's own socket engine: where there is no epoll.</summary>
internal sealed class SocketConnection(Socket socket) : Connection(socket)
{
    /// <summary>How often a client that is blocked is looked at; a socket does not say by itself that its other side is closed.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();

    /// <summary>A receive that has not ended, though the one who asked for it was woken: the next one takes it over.</summary>
    private Task<int>? _pending;

    /// <summary>Ends when somebody wakes the receive that is under way; null while there is none.</summary>
    private TaskCompletionSource? _wake;

    /// <summary>Somebody has called <see cref="Wake"/>, and no receive has told of it yet.</summary>
    private bool _woken;
    private Timer? _look;

    /// <inheritdoc/>
    public override async ValueTask<int> ReceiveAsync(Memory<byte> buffer)
    {
        _pending ??= Socket.ReceiveAsync(buffer, SocketFlags.None).AsTask();
        if (!_pending.IsCompleted && await WaitAsync(_pending))
        {
            return Woken;
        }

        var received = _pending;
        _pending = null;
        return await received;
    }

    /// <inheritdoc/>
    public override void Wake()
    {
        lock (_gate)
        {
            _woken = true;
            _wake?.TrySetResult();
        }
    }

    // An end behind bytes that nobody receives shows only when they are received.
    /// <inheritdoc/>
    public override void WatchForEnd(Action? onEnd)
    {
        _look?.Dispose();
        _look = onEnd is null ? null : new Timer(_ => Look(onEnd), null, LookEvery, LookEvery);
    }

    /// <inheritdoc/>
    public override async ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int sent = await Socket.SendAsync(bytes, SocketFlags.None);
            bytes = bytes[sent..];
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _look?.Dispose();
        base.Dispose();
    }

    private void Look(Action onEnd)
    {
        try
        {
            // Readable with nothing to read: that is the end.
            if (Socket.Poll(0, SelectMode.SelectRead) && Socket.Available == 0)
            {
                onEnd();
            }
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            onEnd();
        }
    }

    // Whether it was woken. Bytes that have come in meanwhile are received first.
    private async ValueTask<bool> WaitAsync(Task<int> receiving)
    {
        Task woken;
        lock (_gate)
        {
            _wake = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_woken)
            {
                _wake.SetResult();
            }

            woken = _wake.Task;
        }

        await Task.WhenAny(receiving, woken);
        lock (_gate)
        {
            _wake = null;
            bool ends = _woken && !receiving.IsCompleted;
            _woken &= !ends;
            return ends;
        }
    }
}
