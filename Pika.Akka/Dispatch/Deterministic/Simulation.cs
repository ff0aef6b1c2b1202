using Akka.Actor;
using Akka.Configuration;

namespace Akka.Dispatch.Deterministic;

/// <summary>
/// Runs actor systems on the caller's thread, in virtual time: which of the ready actors goes next is drawn from a seed, so that a run can be repeated
/// exactly. Nothing happens but inside <see cref="RunUntilIdle"/>, <see cref="AdvanceTime"/> and <see cref="Await(Task, TimeSpan?)"/>.
/// </summary>
/// <remarks>
/// Every dispatcher of such a system is replaced, whatever its configured type. Continuations of awaited tasks come back to the simulation as well,
/// unless the code asks for the thread pool.
/// </remarks>
public sealed class Simulation : IDisposable
{
    /// <summary>A run that is not idle after so many steps is taken to be a livelock.</summary>
    private const int MostSteps = 2_000_000;

    private readonly Lock _lock = new();
    private readonly List<(SimulatedProcess Process, IRunnable Work)> _ready = [];
    private readonly PriorityQueue<(SimulatedProcess Process, TimedWork Work), (TimeSpan Due, long Order)> _timed = new();
    private readonly List<SimulatedProcess> _processes = [];
    private readonly DateTimeOffset _start;
    private readonly Random _choice;
    private long _order;

    /// <summary>Who ran last, for whoever looks for a livelock.</summary>
    private readonly string[] _last = new string[16];

    /// <param name="seed">Equal seeds make equal runs.</param>
    /// <param name="start">The time at which the simulation begins; by default the first of January 2000.</param>
    public Simulation(int seed, DateTimeOffset? start = null)
    {
        Seed = seed;
        _choice = new Random(seed);
        _start = start ?? new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
        Main = CreateProcess("main");
    }

    public int Seed { get; }

    /// <summary>The process that is there from the beginning.</summary>
    public SimulatedProcess Main { get; }

    /// <summary>The virtual clock, for everything that takes a <see cref="TimeProvider"/>.</summary>
    public TimeProvider Time => Main.Time;

    /// <summary>Virtual time since the beginning.</summary>
    public TimeSpan Elapsed { get; private set; }

    /// <summary>The most messages that have waited for one actor at a time.</summary>
    public int MostMail { get; private set; }

    /// <summary>Whom they have waited for.</summary>
    public string MostMailOf { get; private set; } = "";

    /// <summary>Turns run so far.</summary>
    public long Steps { get; private set; }

    /// <summary>A hash over who ran in which order; equal for equal runs.</summary>
    public ulong Fingerprint { get; private set; } = 14695981039346656037;

    /// <summary>Begins another process.</summary>
    /// <param name="name">For people.</param>
    public SimulatedProcess CreateProcess(string name)
    {
        var process = new SimulatedProcess(this, name, _start);
        _processes.Add(process);
        return process;
    }

    /// <inheritdoc cref="SimulatedProcess.Configure"/>
    public Config Configure(Config config) => Main.Configure(config);

    /// <inheritdoc cref="SimulatedProcess.CreateSystem"/>
    public ActorSystem CreateSystem(string name, Config? config = null) => Main.CreateSystem(name, config);

    /// <summary>A number from 0 up to, but not including, 1, from the seed.</summary>
    internal double NextChance()
    {
        lock (_lock)
            return _choice.NextDouble();
    }

    /// <summary>Runs one turn of one ready actor: its system messages and at most one message. False if none is ready.</summary>
    public bool Step()
    {
        SimulatedProcess process;
        IRunnable next;
        lock (_lock)
        {
            if (_ready.Count == 0)
                return false;
            var chosen = _choice.Next(_ready.Count);
            (process, next) = _ready[chosen];
            _ready[chosen] = _ready[^1];
            _ready.RemoveAt(_ready.Count - 1);
        }

        Steps++;
        Note(process.Name, next is Mailbox mailbox ? mailbox.Cell.Self.Path.ToStringWithAddress() : "continuation");
        process.Run(next.Run);
        return true;
    }

    /// <summary>Runs until no actor is ready; time stands still.</summary>
    /// <returns>The number of turns.</returns>
    /// <exception cref="InvalidOperationException">The actors keep each other busy forever.</exception>
    public int RunUntilIdle()
    {
        var steps = 0;
        while (Step())
        {
            if (++steps > MostSteps)
                throw new InvalidOperationException(
                    $"Not idle after {MostSteps} turns (seed {Seed}); the last were of {string.Join(", ", _last.Distinct())}"
                );
        }

        return steps;
    }

    /// <summary>Runs until idle, and lets timers fire in order as virtual time passes.</summary>
    public void AdvanceTime(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        var end = Elapsed + by;
        RunUntilIdle();
        while (FireNext(end))
            RunUntilIdle();
        Elapsed = end;
    }

    /// <summary>Runs, and lets time pass while nobody is ready, until a task has ended.</summary>
    /// <param name="task">What is awaited. Its failure is thrown.</param>
    /// <param name="within">The virtual time that this may take; one hour if not given.</param>
    /// <exception cref="TimeoutException">It has not ended in that time, or nothing is left that could end it.</exception>
    public void Await(Task task, TimeSpan? within = null)
    {
        var end = Elapsed + (within ?? TimeSpan.FromHours(1));
        while (!task.IsCompleted)
        {
            if (!Step() && !FireNext(end) && !task.IsCompleted)
                throw new TimeoutException($"The task has not ended at {Elapsed} of virtual time (seed {Seed})");
        }

        task.GetAwaiter().GetResult();
    }

    /// <inheritdoc cref="Await(Task, TimeSpan?)"/>
    public T Await<T>(Task<T> task, TimeSpan? within = null)
    {
        Await((Task)task, within);
        return task.GetAwaiter().GetResult();
    }

    /// <summary>Ends all processes.</summary>
    public void Dispose() => _processes.ForEach(process => process.Kill());

    internal void Ready(SimulatedProcess process, IRunnable work)
    {
        lock (_lock)
            _ready.Add((process, work));
    }

    /// <summary>Takes away what a process has to run.</summary>
    internal List<IRunnable> Take(SimulatedProcess process)
    {
        lock (_lock)
        {
            var taken = _ready.Where(item => item.Process == process).Select(item => item.Work).ToList();
            _ready.RemoveAll(item => item.Process == process);
            return taken;
        }
    }

    /// <summary>A message waits.</summary>
    internal void NoteMail(SimulatedProcess process, Mailbox mailbox)
    {
        var count = mailbox.MessageQueue.Count;
        lock (_lock)
        {
            if (count > MostMail)
                (MostMail, MostMailOf) = (count, $"{process.Name}:{mailbox.Cell.Self.Path}");
        }
    }

    /// <summary>Has an action run when virtual time has passed by that much.</summary>
    internal void RunAfter(SimulatedProcess process, TimeSpan delay, TimedWork work)
    {
        lock (_lock)
            _timed.Enqueue((process, work), (delay > TimeSpan.MaxValue - Elapsed ? TimeSpan.MaxValue : Elapsed + delay, _order++));
    }

    private bool FireNext(TimeSpan end)
    {
        (SimulatedProcess Process, TimedWork Work) due;
        lock (_lock)
        {
            if (!_timed.TryPeek(out _, out var next) || next.Due > end)
                return false;
            due = _timed.Dequeue();
            Elapsed = next.Due;
        }

        due.Process.Fire(due.Work);
        return true;
    }

    /// <summary>FNV-1a over the characters of both names.</summary>
    private void Note(string process, string who)
    {
        _last[Steps % _last.Length] = $"{process}:{who}";
        foreach (var symbol in _last[Steps % _last.Length])
            Fingerprint = (Fingerprint ^ symbol) * 1099511628211;
    }
}

/// <summary>Something that is due at a moment of virtual time.</summary>
internal abstract class TimedWork
{
    public abstract void Fire();
}
