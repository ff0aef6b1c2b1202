using System.Net.Sockets;

namespace Pika.Host.Network;

/// <summary>A connection on .NET's own socket engine: where there is no epoll.</summary>
internal sealed class SocketConnection(Socket socket) : Connection(socket)
{
    private readonly Lock _gate = new();

    /// <summary>A receive that has not ended, though the one who asked for it was woken: the next one takes it over.</summary>
    private Task<int>? _pending;

    /// <summary>Ends when somebody wakes the receive that is under way; null while there is none.</summary>
    private TaskCompletionSource? _wake;

    /// <summary>Somebody has called <see cref="Wake"/>, and no receive has told of it yet.</summary>
    private bool _woken;

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

    /// <inheritdoc/>
    public override async ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int sent = await Socket.SendAsync(bytes, SocketFlags.None);
            bytes = bytes[sent..];
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
