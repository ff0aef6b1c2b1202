using System.Net;
using System.Net.Sockets;
using Pika.Actors.Network;
using Pika.Host.Network;

namespace Pika.Tests.Host.Network;

public sealed class TcpOutboundTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TcpOutbound _network = new(TimeProvider.System);
    private readonly Socket _listener = new(SocketType.Stream, ProtocolType.Tcp);
    private readonly List<Socket> _queued = [];

    public TcpOutboundTests() => _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));

    public void Dispose()
    {
        _queued.ForEach(socket => socket.Dispose());
        _listener.Dispose();
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    public async Task Connects_to_an_address_or_a_name(string host)
    {
        _listener.Listen();

        using var connection = await _network.ConnectAsync(host, Port, Patience, default);

        using var accepted = await _listener.AcceptAsync();
        connection.Remote.ShouldEndWith($":{Port}");
        connection.Local.ShouldEndWith($":{((IPEndPoint)accepted.RemoteEndPoint!).Port}");
    }

    [Theory]
    [InlineData("127.0.0.1", 0)]
    [InlineData("127.0.0.1", 70_000)]
    [InlineData("127.0.0.1", -1)]
    [InlineData("", 6379)]
    [InlineData("no.such.host.invalid", 6379)]
    public async Task A_place_where_nobody_can_listen_is_a_failure(string host, int port) =>
        await Should.ThrowAsync<IOException>(_network.ConnectAsync(host, port, Patience, default));

    [Fact]
    public async Task Nobody_listens() =>
        // Bound, so that the port is ours, but not listening.
        await Should.ThrowAsync<ConnectionRefusedException>(_network.ConnectAsync("127.0.0.1", Port, Patience, default));

    [Fact]
    public async Task Who_does_not_answer_is_given_up_after_the_timeout()
    {
        FillQueue();

        var failure = await Should.ThrowAsync<IOException>(
            _network.ConnectAsync("127.0.0.1", Port, TimeSpan.FromMilliseconds(50), default).WaitAsync(Patience)
        );

        failure.Message.ShouldContain("in 50 ms");
    }

    [Fact]
    public async Task An_attempt_can_be_cancelled()
    {
        FillQueue();
        using var cancel = new CancellationTokenSource();
        var connecting = _network.ConnectAsync("127.0.0.1", Port, Patience, cancel.Token);

        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(connecting.WaitAsync(Patience));
    }

    private int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    // When the queue of a listener is full, the system does not answer whoever knocks.
    private void FillQueue()
    {
        _listener.Listen(1);
        for (var i = 0; i < 8; i++)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
            _queued.Add(socket);
            try
            {
                socket.Connect(_listener.LocalEndPoint!);
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
            {
                // It is under way, or in the queue.
            }
        }
    }
}
