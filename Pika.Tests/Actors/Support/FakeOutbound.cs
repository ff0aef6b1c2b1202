using System.Collections.Concurrent;
using System.Text;
using Pika.Actors.Network;

namespace Pika.Tests.Actors.Support;

/// <summary>What comes in is given to it, and it returns what goes out; null closes the connection. Characters are bytes.</summary>
internal delegate Task<string?> Peer(string received);

/// <summary>A network of what a test puts there: hosts by name, whatever the port. Others refuse.</summary>
internal sealed class FakeOutbound : IOutbound
{
    private readonly ConcurrentDictionary<string, Func<Peer>> _hosts = new();
    private int _open;

    /// <summary>The connections that are open.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>Puts a host there; each connection gets a peer of its own.</summary>
    public void Add(string host, Func<Peer> accept) => _hosts[host] = accept;

    /// <summary>Puts another node there.</summary>
    public void Add(string host, TestNode node) =>
        Add(
            host,
            () =>
            {
                var client = node.Connect();
                return async received => await client.SendAsync(Encoding.Latin1.GetBytes(received));
            }
        );

    public Task<IOutboundConnection> ConnectAsync(string host, int port, TimeSpan timeout, CancellationToken cancel)
    {
        if (!_hosts.TryGetValue(host, out var accept))
            return Task.FromException<IOutboundConnection>(new ConnectionRefusedException("nobody is there"));
        Interlocked.Increment(ref _open);
        return Task.FromResult<IOutboundConnection>(new Connection(this, accept()));
    }

    private sealed class Connection(FakeOutbound network, Peer peer) : IOutboundConnection
    {
        private readonly Lock _gate = new();
        private TaskCompletionSource _change = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private string _waiting = "";
        private bool _closed;
        private bool _disposed;

        public string Local => "10.0.0.1:1";

        public string Remote => "10.0.0.2:2";

        public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
        {
            cancel.ThrowIfCancellationRequested();
            if (_disposed || _closed)
                throw new IOException("closed");
            var answer = await peer(Encoding.Latin1.GetString(bytes.Span)).WaitAsync(cancel);
            Change(() => (_waiting, _closed) = (_waiting + answer, _closed || answer is null));
        }

        public async ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancel)
        {
            while (true)
            {
                Task change;
                lock (_gate)
                {
                    if (_disposed)
                        throw new IOException("disposed");
                    if (_waiting.Length > 0 || _closed)
                    {
                        var count = Math.Min(buffer.Length, _waiting.Length);
                        Encoding.Latin1.GetBytes(_waiting.AsSpan(0, count), buffer.Span);
                        _waiting = _waiting[count..];
                        return count;
                    }

                    change = _change.Task;
                }

                await change.WaitAsync(cancel);
            }
        }

        public void Dispose()
        {
            if (!_disposed)
                Interlocked.Decrement(ref network._open);
            Change(() => _disposed = true);
        }

        private void Change(Action change)
        {
            lock (_gate)
            {
                change();
                _change.SetResult();
                _change = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }
}
