using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Pika.Actors.Configuration;
using Pika.Host.Logging;
using Pika.Host.Network;

namespace Pika.Host.Server;

/// <summary>
/// The sockets that clients connect to. Binding comes first, so that a port in use is found before any data is touched; until
/// <see cref="Accept"/>, early clients wait in the kernel's backlog.
/// </summary>
internal sealed class Listeners : IAsyncDisposable
{
    /// <summary>How long to wait after a failed accept, so that running out of file descriptors does not fill the log.</summary>
    private static readonly TimeSpan AcceptRetry = TimeSpan.FromMilliseconds(100);

    private readonly List<Socket> _listeners = [];
    private readonly List<Task> _accepting = [];
    private readonly ILogger _logger;
    private volatile bool _closed;

    private Listeners(ILogger logger) => _logger = logger;

    /// <summary>The addresses that are listened on, with the ports that port 0 became.</summary>
    public IEnumerable<EndPoint> EndPoints => _listeners.Select(listener => listener.LocalEndPoint!);

    /// <summary>The port in use; never 0.</summary>
    public int Port => EndPoints.OfType<IPEndPoint>().First().Port;

    /// <summary>Binds every address. <see cref="StartException"/> if one cannot be had.</summary>
    public static Listeners Bind(ServerConfig config, ILoggerFactory loggers)
    {
        InlineSockets.Choose();
        var bound = new Listeners(loggers.CreateLogger<Listeners>());
        try
        {
            var port = config.Port;
            foreach (var address in config.Bind.Select(BindAddress.Parse))
            {
                if (bound.TryBind(address, port, config.TcpBacklog) is IPEndPoint { Port: var chosen })
                {
                    port = chosen;
                }
            }

            return bound._listeners.Count > 0 ? bound : throw new StartException("none of the addresses of 'bind' is available");
        }
        catch
        {
            bound.Close();
            throw;
        }
    }

    /// <summary>Hands each connection to the clients from now on.</summary>
    public void Accept(Transport transport, ClientConnections clients) =>
        _accepting.AddRange(_listeners.Select(listener => AcceptAsync(listener, transport, clients)));

    /// <summary>Stops listening; accepted connections go on.</summary>
    public async ValueTask DisposeAsync()
    {
        Close();
        await Task.WhenAll(_accepting);
    }

    private void Close()
    {
        _closed = true;
        foreach (var listener in _listeners)
        {
            listener.Dispose();
        }
    }

    private EndPoint? TryBind(BindAddress address, int port, int backlog)
    {
        var endPoint = new IPEndPoint(address.Address, port);
        var listener = new Socket(address.Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(endPoint);
            listener.Listen(backlog);
            _listeners.Add(listener);
            HostLog.Listening(_logger, listener.LocalEndPoint!);
            return listener.LocalEndPoint;
        }
        catch (SocketException failure)
        {
            listener.Dispose();
            if (!address.Optional || !IsMissing(failure.SocketErrorCode))
            {
                throw new StartException($"cannot listen on {endPoint}: {Reason(failure)}", failure);
            }

            HostLog.OptionalAddressMissing(_logger, address.Address.ToString(), failure.Message);
            return null;
        }
    }

    private static string Reason(SocketException failure) =>
        failure.SocketErrorCode == SocketError.AddressAlreadyInUse ? "the address is already in use" : failure.Message;

    private static bool IsMissing(SocketError error) =>
        error is SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported or SocketError.ProtocolNotSupported;

    private async Task AcceptAsync(Socket listener, Transport transport, ClientConnections clients)
    {
        var endPoint = listener.LocalEndPoint!;

        // Off the caller's thread, and later on the thread that completes accepts, which must not run a client's commands.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        while (!_closed)
        {
            try
            {
                clients.Begin(transport.Open(await listener.AcceptAsync()));
            }
            catch (Exception) when (_closed)
            {
                return;
            }
            catch (SocketException failure)
            {
                // A client that was gone before it was accepted, or no file descriptors left for a moment.
                HostLog.AcceptFailed(_logger, failure, endPoint);
                await Task.Delay(AcceptRetry);
            }
        }
    }
}
