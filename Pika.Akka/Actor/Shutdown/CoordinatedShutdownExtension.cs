namespace Akka.Actor;

/// <summary>Makes the <see cref="CoordinatedShutdown"/> of a system and hooks it to the end of the process.</summary>
public sealed class CoordinatedShutdownExtension : ExtensionIdProvider<CoordinatedShutdown>
{
    /// <inheritdoc/>
    public override CoordinatedShutdown CreateExtension(ExtendedActorSystem system)
    {
        var config = system.Settings.Config.GetConfig("akka.coordinated-shutdown");
        var shutdown = new CoordinatedShutdown(system, ShutdownPhases.FromConfig(config));
        var exitClr = config.GetBoolean("exit-clr", false);
        if (config.GetBoolean("terminate-actor-system", true))
        {
            shutdown.AddTask(
                CoordinatedShutdown.PhaseActorSystemTerminate,
                "terminate-system",
                async () =>
                {
                    await ((ActorSystemImpl)system).FinalTerminate().ConfigureAwait(false);
                    Exit(shutdown, exitClr);
                    return Done.Instance;
                }
            );
        }
        else if (exitClr)
        {
            shutdown.AddTask(
                CoordinatedShutdown.PhaseActorSystemTerminate,
                "exit-clr",
                () =>
                {
                    Exit(shutdown, exitClr);
                    return Task.FromResult(Done.Instance);
                }
            );
        }
        if (config.GetBoolean("run-by-clr-shutdown-hook", true))
            RunAtProcessExit(shutdown);
        return shutdown;
    }

    private static void RunAtProcessExit(CoordinatedShutdown shutdown)
    {
        AppDomain.CurrentDomain.ProcessExit += OnExit;
        _ = shutdown.System.WhenTerminated.ContinueWith(
            _ => AppDomain.CurrentDomain.ProcessExit -= OnExit,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default
        );

        void OnExit(object? sender, EventArgs e)
        {
            if (shutdown.System.WhenTerminated.IsCompleted)
                return;
            // The process ends when this handler returns.
            ((IAsyncResult)shutdown.Run(CoordinatedShutdown.ClrExitReason.Instance)).AsyncWaitHandle.WaitOne(shutdown.TotalTimeout);
        }
    }

    private static void Exit(CoordinatedShutdown shutdown, bool exitClr)
    {
        // On another thread: Exit runs the process-exit handlers, which wait for this task.
        if (exitClr && shutdown.ShutdownReason is not CoordinatedShutdown.ClrExitReason)
            ThreadPool.UnsafeQueueUserWorkItem(
                reason => Environment.Exit(reason?.ExitCode ?? 0),
                shutdown.ShutdownReason,
                preferLocal: false
            );
    }
}
