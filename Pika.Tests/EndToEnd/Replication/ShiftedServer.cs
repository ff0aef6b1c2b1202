using Microsoft.Extensions.Logging.Abstractions;
using Pika.Actors.Configuration;
using Pika.Host.Server;

namespace Pika.Tests.EndToEnd.Replication;

/// <summary>A whole server, on a real disk and real sockets, inside the test's process, so that it can have a clock that is wrong.</summary>
internal sealed class ShiftedServer : IAsyncDisposable
{
    private readonly TaskCompletionSource<string> _stop = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _running;

    private ShiftedServer(int port, Func<Task<string>, Task> run) => (Port, _running) = (port, run(_stop.Task));

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>Starts a server whose clock is ahead by so much.</summary>
    public static async Task<ShiftedServer> Start(string directory, TimeSpan ahead)
    {
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var config = new ServerConfig { Port = ServerProcess.FreePort(), Dir = directory };
        var settings = new ConfigService(config);
        var server = new ShiftedServer(
            config.Port,
            stop =>
                PikaServer.RunAsync(
                    settings,
                    NullLoggerFactory.Instance,
                    (own, loggers, port) => NodeHost.Start(own, loggers, HostIdentity.Of(own, port), new ShiftedTime(ahead)),
                    stop,
                    _ => ready.SetResult()
                )
        );
        if (await Task.WhenAny(ready.Task, server._running) == server._running)
            await server._running;
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        _stop.TrySetResult("the end of the test");
        await _running;
    }

    private sealed class ShiftedTime(TimeSpan ahead) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + ahead;
    }
}
