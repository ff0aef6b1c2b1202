using System.Collections.Concurrent;
using Akka.Event;

namespace Akka.Actor;

/// <summary>
/// Ends a system in order. Tasks belong to phases; the tasks of a phase run side by side, and the next phase begins when they are
/// done or their time is over. Phases and their order come from akka.coordinated-shutdown.phases.
/// </summary>
public sealed class CoordinatedShutdown : IExtension
{
    /// <summary>The first phase: announce the end.</summary>
    public const string PhaseBeforeServiceUnbind = "before-service-unbind";

    /// <summary>Stop accepting.</summary>
    public const string PhaseServiceUnbind = "service-unbind";

    /// <summary>Wait for requests under way.</summary>
    public const string PhaseServiceRequestsDone = "service-requests-done";

    /// <summary>Shut services down.</summary>
    public const string PhaseServiceStop = "service-stop";

    /// <summary>The last phase in which the cluster works.</summary>
    public const string PhaseBeforeClusterShutdown = "before-cluster-shutdown";

    /// <summary>Hand shards over.</summary>
    public const string PhaseClusterShardingShutdownRegion = "cluster-sharding-shutdown-region";

    /// <summary>Leave the cluster.</summary>
    public const string PhaseClusterLeave = "cluster-leave";

    /// <summary>Stop singletons.</summary>
    public const string PhaseClusterExiting = "cluster-exiting";

    /// <summary>Wait until the others know.</summary>
    public const string PhaseClusterExitingDone = "cluster-exiting-done";

    /// <summary>Stop the cluster extension.</summary>
    public const string PhaseClusterShutdown = "cluster-shutdown";

    /// <summary>The last phase in which actors work.</summary>
    public const string PhaseBeforeActorSystemTerminate = "before-actor-system-terminate";

    /// <summary>The last phase: the system itself.</summary>
    public const string PhaseActorSystemTerminate = "actor-system-terminate";

    private readonly ShutdownPhases _phases;
    private readonly ILoggingAdapter _log;
    private readonly ConcurrentDictionary<string, ConcurrentQueue<(string Name, Func<Task<Done>> Run)>> _tasks = new(
        StringComparer.Ordinal
    );
    private readonly TaskCompletionSource<Done> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Reason? _reason;

    internal CoordinatedShutdown(ExtendedActorSystem system, ShutdownPhases phases)
    {
        System = system;
        _phases = phases;
        _log = Logging.GetLogger(system, GetType());
    }

    /// <summary>The shutdown of <paramref name="sys"/>.</summary>
    public static CoordinatedShutdown Get(ActorSystem sys) => sys.WithExtension<CoordinatedShutdown, CoordinatedShutdownExtension>();

    /// <summary>The system that it ends.</summary>
    public ExtendedActorSystem System { get; }

    /// <summary>Why it runs; null as long as it does not.</summary>
    public Reason? ShutdownReason => Volatile.Read(ref _reason);

    /// <summary>The sum of the timeouts of all enabled phases.</summary>
    public TimeSpan TotalTimeout => _phases.Ordered.Where(p => p.Enabled).Aggregate(TimeSpan.Zero, (sum, p) => sum + p.Timeout);

    /// <summary>The timeout of <paramref name="phase"/>.</summary>
    /// <exception cref="ArgumentException">There is no such phase.</exception>
    public TimeSpan Timeout(string phase) => _phases.Named(phase).Timeout;

    /// <summary>Adds a task to a phase. Tasks added while their own phase runs, or later, do not run.</summary>
    /// <exception cref="ArgumentException">There is no such phase.</exception>
    public void AddTask(string phase, string taskName, Func<Task<Done>> task)
    {
        ArgumentException.ThrowIfNullOrEmpty(taskName);
        _phases.Named(phase);
        _tasks.GetOrAdd(phase, _ => new()).Enqueue((taskName, task));
    }

    /// <summary>Runs all phases, or those from <paramref name="fromPhase"/> on. A second call changes nothing and waits for the first.</summary>
    /// <returns>Fails with the error of a task whose phase does not recover; later phases then do not run.</returns>
    public Task<Done> Run(Reason reason, string? fromPhase = null)
    {
        if (fromPhase is not null)
            _phases.Named(fromPhase);
        if (Interlocked.CompareExchange(ref _reason, reason, null) is null)
            _ = RunAll(fromPhase);
        return _done.Task;
    }

    private async Task RunAll(string? fromPhase)
    {
        _log.Debug($"Running CoordinatedShutdown with reason [{_reason}]");
        try
        {
            foreach (var phase in _phases.Ordered.SkipWhile(p => fromPhase is not null && p.Name != fromPhase))
                await RunPhase(phase).ConfigureAwait(false);
            _done.TrySetResult(Done.Instance);
        }
        catch (Exception e)
        {
            _done.TrySetException(e);
        }
    }

    private async Task RunPhase(ShutdownPhase phase)
    {
        if (!_tasks.TryGetValue(phase.Name, out var tasks))
            return;
        if (!phase.Enabled)
        {
            _log.Info($"Phase [{phase.Name}] disabled through configuration, skipping [{tasks.Count}] tasks.");
            return;
        }
        _log.Debug($"Performing phase [{phase.Name}] with [{tasks.Count}] tasks.");
        var all = Task.WhenAll(tasks.Select(task => RunTask(phase, task.Name, task.Run)));
        var late = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var timer = new Cancelable(System.Scheduler.Advanced);
        System.Scheduler.Advanced.ScheduleOnce(phase.Timeout, () => late.TrySetResult(), timer);
        if (await Task.WhenAny(all, late.Task).ConfigureAwait(false) == all)
        {
            timer.Cancel();
            await all.ConfigureAwait(false);
            return;
        }
        var text = $"Coordinated shutdown phase [{phase.Name}] timed out after {phase.Timeout}";
        if (!phase.Recover)
            throw new TimeoutException(text);
        _log.Warning(text);
    }

    private async Task RunTask(ShutdownPhase phase, string name, Func<Task<Done>> run)
    {
        try
        {
            await run().ConfigureAwait(false);
        }
        catch (Exception e) when (phase.Recover)
        {
            _log.Warning($"Task [{name}] failed in phase [{phase.Name}]: {e.Message}");
        }
    }

    /// <summary>Why a system ends.</summary>
    public abstract class Reason
    {
        /// <summary>The exit code of the process, if akka.coordinated-shutdown.exit-clr is on.</summary>
        public abstract int ExitCode { get; }
    }

    /// <summary>Nobody said.</summary>
    public class UnknownReason : Reason
    {
        private UnknownReason() { }

        /// <summary>The only instance.</summary>
        public static readonly Reason Instance = new UnknownReason();

        /// <inheritdoc/>
        public override int ExitCode => 0;
    }

    /// <summary>Terminate was called on the system.</summary>
    public class ActorSystemTerminateReason : Reason
    {
        private ActorSystemTerminateReason() { }

        /// <summary>The only instance.</summary>
        public static readonly Reason Instance = new ActorSystemTerminateReason();

        /// <inheritdoc/>
        public override int ExitCode => 0;
    }

    /// <summary>The process ends.</summary>
    public class ClrExitReason : Reason
    {
        private ClrExitReason() { }

        /// <summary>The only instance.</summary>
        public static readonly Reason Instance = new ClrExitReason();

        /// <inheritdoc/>
        public override int ExitCode => 0;
    }

    /// <summary>The cluster downed this node.</summary>
    public class ClusterDowningReason : Reason
    {
        private ClusterDowningReason() { }

        /// <summary>The only instance.</summary>
        public static readonly Reason Instance = new ClusterDowningReason();

        /// <inheritdoc/>
        public override int ExitCode => -1;
    }

    /// <summary>This node leaves the cluster.</summary>
    public class ClusterLeavingReason : Reason
    {
        private ClusterLeavingReason() { }

        /// <summary>The only instance.</summary>
        public static readonly Reason Instance = new ClusterLeavingReason();

        /// <inheritdoc/>
        public override int ExitCode => 0;
    }
}
