using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Pika.Actors.Configuration;
using Pika.Actors.Information;
using Pika.Actors.Node;
using Pika.Host.CommandLine;
using Pika.Host.Logging;
using Pika.Host.Network;

namespace Pika.Host.Server;

/// <summary>The composition root: settings to a serving process, and back to nothing in the opposite order.</summary>
internal static class PikaServer
{
    /// <summary>Serves until SIGTERM, SIGINT or SHUTDOWN, and returns the exit code. <see cref="StartException"/> if it cannot start.</summary>
    public static async Task<int> RunAsync(ConfigService settings)
    {
        var stop = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => OnSignal(signal, stop));
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => OnSignal(signal, stop));
        using var log = OpenLog(settings);
        ServerIdentity? identity = null;
        await RunAsync(
            settings,
            log.Factory,
            (settings, loggers, port) => NodeHost.Start(settings, loggers, identity ??= HostIdentity.Of(settings, port)),
            stop.Task
        );
        return 0;
    }

    /// <summary>The same with the node and the stop given, as tests do. <see cref="NodeFailedException"/> when the node ended by itself.</summary>
    public static async Task RunAsync(
        ConfigService settings,
        ILoggerFactory loggers,
        Func<ConfigService, ILoggerFactory, int, Task<INodeHandle>> startNode,
        Task<string> stop,
        Action<Listeners>? ready = null
    )
    {
        var config = settings.Config;
        var logger = loggers.CreateLogger("Pika.Host");
        HostLog.Starting(logger, ProductVersion.Text, Environment.ProcessId, Path.GetFullPath(config.Dir));
        if (settings.FilePath.Length > 0)
        {
            HostLog.ConfigurationLoaded(logger, settings.FilePath);
        }

        await using var listeners = Listeners.Bind(config, loggers);
        using var directory = DataDirectory.Take(config.Dir);
        using var pid = PidFile.Write(config.PidFile);
        var connections = new NodeSwitch();
        var clients = new ClientConnections(connections, config, loggers.CreateLogger<ClientConnections>());
        var running = new RunningNode(() => startNode(settings, loggers, listeners.Port), connections, clients);
        await running.StartAsync();
        using var transport = new Transport(config.IoThreads);
        listeners.Accept(transport, clients);
        HostLog.Ready(logger);
        ready?.Invoke(listeners);
        try
        {
            await ServeAsync(running, stop, logger);
        }
        finally
        {
            await listeners.DisposeAsync();
            await running.EndAsync();
            HostLog.Stopped(logger);
        }
    }

    // Ends when the process has to; fails when that is because of a failure.
    private static async Task ServeAsync(RunningNode running, Task<string> stop, ILogger logger)
    {
        Task ended;
        while (true)
        {
            var node = running.Node;
            ended = await Task.WhenAny(stop, node.ShutdownRequested, node.RestartRequested);
            if (ended != node.RestartRequested)
            {
                break;
            }

            HostLog.Restarting(logger, await node.RestartRequested);
            await running.RestartAsync();
            HostLog.Restarted(logger);
        }

        HostLog.Stopping(
            logger,
            ended == stop ? await stop
                : ended.IsFaulted ? "a defect"
                : "SHUTDOWN"
        );
        await ended;
    }

    private static void OnSignal(PosixSignalContext signal, TaskCompletionSource<string> stop)
    {
        // Without this the runtime ends the process before the data is flushed.
        signal.Cancel = true;
        stop.TrySetResult(signal.Signal.ToString());
    }

    private static ServerLog OpenLog(ConfigService settings)
    {
        try
        {
            return new ServerLog(settings);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"cannot write the log file '{settings.Config.LogFile}': {failure.Message}", failure);
        }
    }
}
