using System.Net;
using System.Net.Sockets;
using Pika.Host.Network;

namespace Pika.Tests.Host.Network;

public sealed class SocketConnectionTests
{
    [Fact]
    public async Task Keepalive_probes_a_silent_client_as_Redis_does()
    {
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        using var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(listener.LocalEndPoint!);
        var accepted = await listener.AcceptAsync();
        using var connection = new SocketConnection(accepted);

        connection.KeepAlive(90);

        Option(accepted, SocketOptionLevel.Socket, SocketOptionName.KeepAlive).ShouldNotBe(0);
        Option(accepted, SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime).ShouldBe(90);
        Option(accepted, SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval).ShouldBe(30);
        Option(accepted, SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount).ShouldBe(3);
    }

    [Fact]
    public async Task No_byte_is_lost_between_wakes()
    {
        const int Bytes = 20_000;
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        using var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(listener.LocalEndPoint!);
        using var connection = new SocketConnection(await listener.AcceptAsync());
        var buffer = new byte[64];
        var waiting = connection.ReceiveAsync(buffer);
        connection.Wake();
        (await waiting).ShouldBe(Connection.Woken);

        using var end = new CancellationTokenSource();
        var waking = Task.Run(() =>
        {
            while (!end.IsCancellationRequested)
                connection.Wake();
        });
        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < Bytes; i++)
                await client.SendAsync(new[] { (byte)i });
        });
        for (var received = 0; received < Bytes; )
        {
            var count = await connection.ReceiveAsync(buffer).AsTask().WaitAsync(TimeSpan.FromSeconds(30));
            for (var i = 0; i < count; i++)
                buffer[i].ShouldBe((byte)received++);
        }

        await end.CancelAsync();
        await Task.WhenAll(waking, sending);
    }

    [Fact]
    public async Task Notices_that_the_other_side_is_closed_although_nobody_receives()
    {
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        using var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(listener.LocalEndPoint!);
        using var connection = new SocketConnection(await listener.AcceptAsync());
        var ended = new TaskCompletionSource();
        connection.WatchForEnd(() => ended.TrySetResult());

        client.Shutdown(SocketShutdown.Send);

        await ended.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private static int Option(Socket socket, SocketOptionLevel level, SocketOptionName name) => (int)socket.GetSocketOption(level, name)!;
}
