using System.Collections.Concurrent;
using System.Globalization;
using Akka.Actor;
using Akka.Configuration;

namespace Akka.Dispatch.Deterministic;

/// <summary>
/// A process in a simulation: what it has to run, a clock of its own, and the faults of processes. A dead one never runs again, whatever its actors,
/// timers and tasks still had to do; a stopped one does later what has become due meanwhile, as after SIGSTOP and SIGCONT.
/// </summary>
public sealed class SimulatedProcess
{
    private static readonly ConcurrentDictionary<string, SimulatedProcess> Alive = new(StringComparer.Ordinal);
    private static long _nextId;

    private readonly string _id = Interlocked.Increment(ref _nextId).ToString(CultureInfo.InvariantCulture);
    private readonly SimulationContext _context;

    /// <summary>What is ready while the process is stopped.</summary>
    private readonly List<IRunnable> _held = [];

    internal SimulatedProcess(Simulation simulation, string name, DateTimeOffset start)
    {
        (Simulation, Name) = (simulation, name);
        _context = new SimulationContext(this);
        Time = new VirtualTimeProvider(this, start);
        Alive[_id] = this;
    }

    /// <summary>The simulation that it is in.</summary>
    public Simulation Simulation { get; }

    /// <summary>For people.</summary>
    public string Name { get; }

    /// <summary>The clock on its wall, with <see cref="ClockSkew"/>; its timers and timestamps follow the simulation's time.</summary>
    public TimeProvider Time { get; }

    /// <summary>How far its wall clock goes before the simulation's.</summary>
    public TimeSpan ClockSkew { get; set; }

    /// <summary>Whether it has not been killed.</summary>
    public bool IsAlive { get; private set; } = true;

    /// <summary>Whether it stands still.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>Whether it has stood still since this was set to false.</summary>
    public bool WasStopped { get; set; }

    internal static SimulatedProcess ById(string id) =>
        Alive.TryGetValue(id, out var process) ? process : throw new ConfigurationException($"There is no simulated process '{id}'");

    /// <summary>Settings that put an actor system into this process.</summary>
    public Config Configure(Config config) =>
        ConfigurationFactory
            .ParseString(
                $$"""
                akka.simulation.id = "{{_id}}"
                akka.coordinated-shutdown.run-by-clr-shutdown-hook = off
                akka.scheduler {
                  implementation = "{{typeof(VirtualTimeScheduler).AssemblyQualifiedName}}"
                  simulation-id = "{{_id}}"
                }
                """
            )
            .WithFallback(config);

    /// <summary>Makes an actor system in this process; several can live in it.</summary>
    public ActorSystem CreateSystem(string name, Config? config = null) => ActorSystem.Create(name, Configure(config ?? Config.Empty));

    /// <summary>Runs an action of the process now. What it awaits goes on in the process.</summary>
    public void Run(Action action) => _context.Run(action);

    /// <summary>Has an action run when its turn comes.</summary>
    public void Post(Action action) => Ready(new ActionRunnable(action));

    /// <summary>Has an action run when virtual time has passed by that much.</summary>
    public void PostAfter(TimeSpan delay, Action action) => RunAfter(delay, new TimedAction(action));

    /// <summary>Ends the process where it is.</summary>
    public void Kill()
    {
        IsAlive = false;
        _held.Clear();
        Simulation.Take(this);
        Alive.TryRemove(_id, out _);
    }

    /// <summary>Has it stand still.</summary>
    public void Stop()
    {
        if (IsAlive && !IsStopped)
        {
            IsStopped = WasStopped = true;
            _held.AddRange(Simulation.Take(this));
        }
    }

    /// <summary>Lets it go on.</summary>
    public void Continue()
    {
        if (IsStopped)
        {
            IsStopped = false;
            _held.ForEach(Ready);
            _held.Clear();
        }
    }

    internal void Ready(IRunnable work)
    {
        if (!IsAlive)
            return;
        if (IsStopped)
            _held.Add(work);
        else
            Simulation.Ready(this, work);
    }

    internal void RunAfter(TimeSpan delay, TimedWork work) => Simulation.RunAfter(this, delay, work);

    internal void Fire(TimedWork work)
    {
        if (IsStopped)
            _held.Add(new ActionRunnable(work.Fire));
        else if (IsAlive)
            Run(work.Fire);
    }

    private sealed class TimedAction(Action action) : TimedWork
    {
        public override void Fire() => action();
    }
}
