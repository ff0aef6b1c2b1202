using System.Net;
using System.Net.Sockets;

namespace Pika.Tests.EndToEnd.Chaos;

/// <summary>The way of one node to its master, which a test can make worse and well again, in each direction by itself.</summary>
internal sealed class LinkProxy : IAsyncDisposable
{
    private const int BufferSize = 16 * 1024;

    /// <summary>How soon a direction that stood still looks whether it may go on.</summary>
    private static readonly TimeSpan StallCheck = TimeSpan.FromMilliseconds(5);

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _gate = new();
    private readonly List<Connection> _connections = [];
    private readonly Task _accepting;
    private volatile int _target;

    /// <summary>Begins to listen.</summary>
    public LinkProxy()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
        _accepting = Task.Run(Accept);
    }

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>What becomes of the bytes from the node to its master.</summary>
    public Direction Up { get; } = new();

    /// <summary>What becomes of the bytes from the master to the node.</summary>
    public Direction Down { get; } = new();

    /// <summary>Whether new connections are ended at once.</summary>
    public bool Refuses { get; set; }

    /// <summary>Leads new connections to another port, and cuts those that are there.</summary>
    public void LeadTo(int port)
    {
        _target = port;
        Cut(inOrder: true);
    }

    /// <summary>Ends all connections.</summary>
    /// <param name="inOrder">With the ends that a process makes; else with resets.</param>
    public void Cut(bool inOrder)
    {
        foreach (var connection in Open())
            connection.End(inOrder);
    }

    /// <summary>Ends one direction of all connections; the other goes on.</summary>
    /// <param name="up">That to the master.</param>
    public void HalfClose(bool up)
    {
        foreach (var connection in Open())
            connection.HalfClose(up);
    }

    /// <summary>It is a good network again; what is cut stays cut, and what is half closed is cut.</summary>
    public void Heal()
    {
        Refuses = false;
        Up.Heal();
        Down.Heal();
        foreach (var connection in Open().Where(connection => connection.IsHalfClosed))
            connection.End(inOrder: true);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(Open().Select(connection => connection.Done));
        _end.Dispose();
    }

    private List<Connection> Open()
    {
        lock (_gate)
            return [.. _connections];
    }

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                var node = await _listener.AcceptAsync(_end.Token);
                if (Refuses)
                {
                    node.Dispose();
                    continue;
                }

                var connection = new Connection(this, node);
                lock (_gate)
                    _connections.Add(connection);
                connection.Begin();
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The listener is closed.
        }
    }

    private void Forget(Connection connection)
    {
        lock (_gate)
            _connections.Remove(connection);
    }

    /// <summary>One direction of the link.</summary>
    internal sealed class Direction
    {
        /// <summary>Nothing is taken from the sender any more: bytes pile up on its side.</summary>
        public volatile bool Stalls;

        /// <summary>How long each piece takes, in milliseconds.</summary>
        public volatile int DelayMs;

        /// <summary>Bytes that pass in a millisecond; 0: as many as come.</summary>
        public volatile int Pace;

        /// <summary>It is a good network again.</summary>
        public void Heal() => (Stalls, DelayMs, Pace) = (false, 0, 0);

        /// <summary>Waits as long as so many bytes take.</summary>
        public async Task Pass(int bytes, CancellationToken end)
        {
            while (Stalls)
                await Task.Delay(StallCheck, end);
            int milliseconds = DelayMs + (Pace == 0 ? 0 : bytes / Pace);
            if (milliseconds > 0)
                await Task.Delay(milliseconds, end);
        }
    }

    private sealed class Connection(LinkProxy proxy, Socket node)
    {
        private readonly CancellationTokenSource _cut = CancellationTokenSource.CreateLinkedTokenSource(proxy._end.Token);
        private readonly Socket _master = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        private volatile bool _upIsClosed;
        private volatile bool _downIsClosed;

        /// <summary>Ends with the connection.</summary>
        public Task Done { get; private set; } = Task.CompletedTask;

        /// <summary>Whether only one direction is left.</summary>
        public bool IsHalfClosed => _upIsClosed || _downIsClosed;

        public void Begin() => Done = Task.Run(Serve);

        public void End(bool inOrder)
        {
            try
            {
                if (!inOrder)
                    node.LingerState = _master.LingerState = new LingerOption(enable: true, seconds: 0);
                _cut.Cancel();
            }
            catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
            {
                // It has ended by itself.
            }
        }

        public void HalfClose(bool up)
        {
            try
            {
                (_upIsClosed, _downIsClosed) = (_upIsClosed | up, _downIsClosed | !up);
                (up ? _master : node).Shutdown(SocketShutdown.Send);
            }
            catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
            {
                // It has ended by itself.
            }
        }

        private async Task Serve()
        {
            using (_cut)
            using (node)
            using (_master)
            {
                try
                {
                    node.NoDelay = true;
                    await _master.ConnectAsync(new IPEndPoint(IPAddress.Loopback, proxy._target), _cut.Token);
                    await Task.WhenAll(
                        Pump(node, _master, proxy.Up, () => _upIsClosed),
                        Pump(_master, node, proxy.Down, () => _downIsClosed)
                    );
                }
                catch (Exception broken) when (broken is SocketException or OperationCanceledException or ObjectDisposedException)
                {
                    // One side is gone: so is the other.
                }
                finally
                {
                    proxy.Forget(this);
                }
            }
        }

        private async Task Pump(Socket from, Socket to, Direction direction, Func<bool> isClosed)
        {
            var buffer = new byte[BufferSize];
            try
            {
                while (await from.ReceiveAsync(buffer.AsMemory(), _cut.Token) is > 0 and var count)
                {
                    await direction.Pass(count, _cut.Token);
                    for (int sent = 0; sent < count && !isClosed(); )
                        sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), _cut.Token);
                }
            }
            finally
            {
                await _cut.CancelAsync();
            }
        }
    }
}
