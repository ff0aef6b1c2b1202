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

    private static int Option(Socket socket, SocketOptionLevel level, SocketOptionName name) => (int)socket.GetSocketOption(level, name)!;
}
