using System.Net;
using System.Net.Sockets;

namespace Pika.Host.Network;

/// <summary>
/// An accepted connection: bytes in, bytes out. It is the bare socket, without pipes in between, because at one command a round trip
/// the locks and copies of two pipes cost as much as the command (docs/adr/0004-sockets-without-pipes.md). What is received goes straight
/// into the request reader's buffer, and replies go out from where they were written.
/// </summary>
internal abstract class Connection : IDisposable
{
    /// <summary>What a receive ends with when nothing has come in, but somebody has called <see cref="Wake"/>.</summary>
    public const int Woken = -1;

    /// <summary>Takes over an accepted socket.</summary>
    protected Connection(Socket socket)
    {
        Socket = socket;
        socket.NoDelay = true;
        Remote = TextOf(socket.RemoteEndPoint);
        Local = TextOf(socket.LocalEndPoint);
        FileDescriptor = (int)socket.Handle;
    }

    /// <summary>The socket's number, for CLIENT LIST.</summary>
    public int FileDescriptor { get; }

    /// <summary><c>ip:port</c> of the client.</summary>
    public string Remote { get; }

    /// <summary><c>ip:port</c> of the server.</summary>
    public string Local { get; }

    /// <summary>The socket.</summary>
    protected Socket Socket { get; }

    /// <summary>
    /// Receives what has come in, at least a byte; 0 when the client has closed its side, or the server is stopping; <see cref="Woken"/> when it was
    /// woken. One receive at a time; one that was woken is repeated with the same buffer.
    /// </summary>
    /// <exception cref="SocketException">The connection broke.</exception>
    public abstract ValueTask<int> ReceiveAsync(Memory<byte> buffer);

    /// <summary>
    /// Ends the present receive, or else the next one: there is something to send that the client has not asked for. Returns at once; any thread.
    /// </summary>
    public abstract void Wake();

    /// <summary>Sends all the bytes; waits while the client does not take them. One send at a time.</summary>
    /// <exception cref="SocketException">The connection broke.</exception>
    public abstract ValueTask SendAsync(ReadOnlyMemory<byte> bytes);

    /// <summary>
    /// Calls back, maybe more than once and from any thread, when the client has closed its side or the connection is broken, even while nobody
    /// receives. Null: no more.
    /// </summary>
    public abstract void WatchForEnd(Action? onEnd);

    /// <summary><c>ip:port</c>, as CLIENT LIST shows it.</summary>
    public static string TextOf(EndPoint? endPoint) => endPoint?.ToString() ?? "?:0";

    /// <summary>Probes a silent client after this many seconds, then thrice at a third of it, as Redis does.</summary>
    public void KeepAlive(int seconds)
    {
        Socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        Socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, seconds);
        Socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, Math.Max(1, seconds / 3));
        Socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
    }

    /// <summary>Lets what is being executed finish and be answered; the next receive sees the end. Any thread.</summary>
    public void EndInput() => Shutdown(SocketShutdown.Receive);

    /// <summary>Breaks the connection now. Any thread.</summary>
    public void Abort() => Shutdown(SocketShutdown.Both);

    /// <inheritdoc/>
    public virtual void Dispose()
    {
        // Tells the client that nothing more comes, after what was sent.
        Shutdown(SocketShutdown.Both);
        Socket.Dispose();
    }

    private void Shutdown(SocketShutdown how)
    {
        try
        {
            Socket.Shutdown(how);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It is gone already.
        }
    }
}

/// <summary>Serves connections.</summary>
internal interface IConnectionHandler
{
    /// <summary>Serves one connection until it ends; may throw <see cref="SocketException"/> when it breaks.</summary>
    Task ServeAsync(Connection connection);

    /// <summary>A connection was refused, because there are too many.</summary>
    void Refused();
}
