using System.Net.Sockets;
using Pika.Host.Network.Epoll;

namespace Pika.Host.Network;

/// <summary>Makes connections of accepted sockets: on event loops where there is epoll, else on .NET's socket engine.</summary>
internal sealed class Transport : IDisposable
{
    private readonly EventLoop[] _loops;
    private int _next;

    /// <summary>Starts the loops.</summary>
    /// <param name="threads">The number of loops; 0 leaves a processor of two for clients and background work, and half of many.</param>
    public Transport(int threads)
    {
        int count = threads > 0 ? threads : Math.Clamp(Environment.ProcessorCount / 2, 1, 8);
        _loops = OperatingSystem.IsLinux() ? [.. Enumerable.Range(0, count).Select(number => new EventLoop(number))] : [];
    }

    /// <summary>Takes over an accepted socket.</summary>
    public Connection Open(Socket socket) =>
        _loops.Length == 0 ? new SocketConnection(socket) : _loops[(uint)Interlocked.Increment(ref _next) % _loops.Length].Add(socket);

    /// <summary>Ends the loops; the connections must be gone.</summary>
    public void Dispose()
    {
        foreach (var loop in _loops)
        {
            loop.Dispose();
        }
    }
}
