using System.Net;
using System.Net.Sockets;

namespace Pika.Tests.EndToEnd.Replication;

/// <summary>
/// Stands between a replica and its master and is a bad network, by chance from a seed: holds bytes back, lets them through slowly and in pieces, and cuts connections at any byte. When it is calm
/// it only passes bytes on.
/// </summary>
internal sealed class FaultyProxy : IAsyncDisposable
{
    private const int BufferSize = 64 * 1024;

    /// <summary>A connection lives for between 2 to these powers of bytes, each power as likely as the others: some end in the handshake, some in the midst of a file.</summary>
    private const int LeastLife = 5;
    private const int LongestLife = 22;

    /// <summary>Bytes a millisecond of a connection that is slow, which one in four is in either direction.</summary>
    private const int SlowPace = 200;

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _end = new();
    private readonly List<Task> _connections = [];
    private readonly int _target;
    private readonly Random _random;
    private readonly Task _accepting;
    private volatile bool _calm;
    private int _cuts;

    /// <summary>Begins to listen.</summary>
    /// <param name="target">The master's port.</param>
    public FaultyProxy(int target, int seed)
    {
        (_target, _random) = (target, new Random(seed));
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
        _accepting = Task.Run(Accept);
    }

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>Connections that it has cut.</summary>
    public int Cuts => Volatile.Read(ref _cuts);

    /// <summary>From here on it is a good network; what is cut stays cut.</summary>
    public void CalmDown() => _calm = true;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_connections);
        _end.Dispose();
    }

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptAsync(_end.Token);
                _connections.Add(Serve(client, new Random(_random.Next())));
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The listener is closed.
        }
    }

    private async Task Serve(Socket client, Random random)
    {
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        using (client)
        using (var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true })
        {
            client.NoDelay = true;
            try
            {
                await server.ConnectAsync(new IPEndPoint(IPAddress.Loopback, _target), cut.Token);
                var life = 1L << random.Next(LeastLife, LongestLife);
                await Task.WhenAll(
                    Pump(client, server, new Random(random.Next()), life, cut),
                    Pump(server, client, new Random(random.Next()), life, cut)
                );
            }
            catch (Exception broken) when (broken is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // One side is gone: so is the other, at once or in order.
                if (random.Next(2) == 0)
                    client.LingerState = server.LingerState = new LingerOption(enable: true, seconds: 0);
            }
        }
    }

    private async Task Pump(Socket from, Socket to, Random random, long life, CancellationTokenSource cut)
    {
        var buffer = new byte[BufferSize];
        var isSlow = random.Next(4) == 0;
        try
        {
            while (
                await from.ReceiveAsync(buffer.AsMemory(0, _calm ? BufferSize : random.Next(1, BufferSize)), cut.Token) is > 0 and var count
            )
            {
                if (!_calm)
                {
                    if (random.Next(20) == 0)
                        await Task.Delay(random.Next(100), cut.Token);
                    if (isSlow)
                        await Task.Delay(count / SlowPace, cut.Token);
                    if (life < count)
                    {
                        await Send(to, buffer.AsMemory(0, (int)life), cut.Token);
                        Interlocked.Increment(ref _cuts);
                        break;
                    }
                }

                await Send(to, buffer.AsMemory(0, count), cut.Token);
                life -= Math.Min(life, count);
            }
        }
        finally
        {
            await cut.CancelAsync();
        }
    }

    private static async Task Send(Socket to, ReadOnlyMemory<byte> bytes, CancellationToken end)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[await to.SendAsync(bytes, end)..];
    }
}
