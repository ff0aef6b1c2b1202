using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pika.Actors.Configuration;
using Pika.Host.Logging;

namespace Pika.Host.Server;

/// <summary>
/// The sockets that clients connect to. Binding comes first, so that a port in use is found before any data is touched; until
/// <see cref="Accept"/>, early clients wait in the kernel's backlog. This is Kestrel's socket transport without its HTTP server.
/// </summary>
internal sealed class Listeners : IAsyncDisposable
{
    private readonly List<IConnectionListener> _listeners = [];
    private readonly List<Task> _accepting = [];
    private readonly ILogger _logger;

    private Listeners(ILogger logger) => _logger = logger;

    /// <summary>The addresses that are listened on, with the ports that port 0 became.</summary>
    public IEnumerable<EndPoint> EndPoints => _listeners.Select(listener => listener.EndPoint);

    /// <summary>Binds every address. <see cref="StartException"/> if one cannot be had.</summary>
    public static async Task<Listeners> BindAsync(ServerConfig config, ILoggerFactory loggers)
    {
        InlineSockets.Choose();
        var factory = new SocketTransportFactory(
            Options.Create(new SocketTransportOptions { UnsafePreferInlineScheduling = true, Backlog = config.TcpBacklog }),
            loggers
        );
        var bound = new Listeners(loggers.CreateLogger<Listeners>());
        try
        {
            var port = config.Port;
            foreach (var address in config.Bind.Select(BindAddress.Parse))
            {
                if (await bound.TryBindAsync(factory, address, port) is IPEndPoint { Port: var chosen })
                {
                    port = chosen;
                }
            }

            return bound._listeners.Count > 0 ? bound : throw new StartException("none of the addresses of 'bind' is available");
        }
        catch
        {
            await bound.DisposeAsync();
            throw;
        }
    }

    /// <summary>Hands each connection to the clients from now on.</summary>
    public void Accept(ClientConnections clients) => _accepting.AddRange(_listeners.Select(listener => AcceptAsync(listener, clients)));

    /// <summary>Stops listening; accepted connections go on.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var listener in _listeners)
        {
            await listener.UnbindAsync();
        }

        await Task.WhenAll(_accepting);
        foreach (var listener in _listeners)
        {
            await listener.DisposeAsync();
        }
    }

    private async Task<EndPoint?> TryBindAsync(SocketTransportFactory factory, BindAddress address, int port)
    {
        try
        {
            var listener = await factory.BindAsync(new IPEndPoint(address.Address, port));
            _listeners.Add(listener);
            HostLog.Listening(_logger, listener.EndPoint);
            return listener.EndPoint;
        }
        catch (AddressInUseException failure)
        {
            throw new StartException($"cannot listen on {new IPEndPoint(address.Address, port)}: the address is already in use", failure);
        }
        catch (SocketException failure) when (address.Optional && IsMissing(failure.SocketErrorCode))
        {
            HostLog.OptionalAddressMissing(_logger, address.Address.ToString(), failure.Message);
            return null;
        }
        catch (SocketException failure)
        {
            throw new StartException($"cannot listen on {new IPEndPoint(address.Address, port)}: {failure.Message}", failure);
        }
    }

    private static bool IsMissing(SocketError error) =>
        error is SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported or SocketError.ProtocolNotSupported;

    private async Task AcceptAsync(IConnectionListener listener, ClientConnections clients)
    {
        // Off the caller's thread, and later on the thread that completes accepts, which must not run a client's commands.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            while (await listener.AcceptAsync() is { } connection)
            {
                clients.Begin(connection);
            }
        }
        catch (Exception failure)
        {
            HostLog.AcceptFailed(_logger, failure, listener.EndPoint);
        }
    }
}
