using Pika.Tests.Protocol.Support;
using Pika.Tests.Simulated.Checks;
using Pika.Tests.Simulated.Clients;
using Pika.Tests.Simulated.Faults;

namespace Pika.Tests.Simulated;

/// <summary>
/// One run of a cluster: clients and faults for a while, then no more faults, and within a bounded time all nodes are equal and serve. Everything in it comes from the
/// seed.
/// </summary>
internal sealed class SimulationRun : IDisposable
{
    /// <summary>How long a healed cluster may take until all replicas have what the master has.</summary>
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(90);

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    private readonly int _seed;
    private readonly RunOptions _options;
    private readonly IReadOnlyList<Fault> _plan;
    private readonly SimulatedCluster _cluster;
    private readonly Director _director;
    private readonly FaultInjector _faults;
    private readonly Workload _load;
    private readonly FullSyncCheck _fullSyncs;
    private readonly StatesReached _reached;
    private readonly LeaderCheck _leaders;
    private readonly UpCheck _up;
    private readonly BoundsCheck _bounds;

    private SimulationRun(int seed, RunOptions options, IReadOnlyList<Fault> plan, RunSettings settings)
    {
        (_seed, _options, _plan) = (seed, options, plan);
        _cluster = new SimulatedCluster(
            seed,
            [.. Enumerable.Range(0, options.Machines).Select(i => $"n{i}")],
            options.ColdReads,
            options.Configure
        );
        _cluster.History.Without = settings.Without;
        _leaders = new LeaderCheck(_cluster, options);
        (_up, _bounds) = (new UpCheck(_cluster), new BoundsCheck(_cluster));
        _ = new TailCheck(_cluster);
        _fullSyncs = new FullSyncCheck(_cluster);
        _reached = new StatesReached(_cluster);
        _ = new LatencyCheck(_cluster);
        _director = new Director(_cluster, options.HasFailovers);
        _faults = new FaultInjector(_cluster, _director, _reached, plan);
        var random = new Random(_cluster.Random.Next());
        _load = new Workload(
            _cluster.Clients,
            name => _cluster.Network.From(name, _cluster.Clients),
            () => _director.Master,
            [.. _cluster.Machines.Select(machine => machine.Name)],
            random,
            _cluster.History
        );
    }

    /// <summary>Runs a seed.</summary>
    /// <param name="plan">The faults; those of the seed unless given.</param>
    /// <param name="settings">What else is not left to the seed.</param>
    public static SimulationResult Run(int seed, IReadOnlyList<Fault>? plan = null, RunSettings? settings = null)
    {
        settings ??= new RunSettings();
        var random = new Random(seed);
        var options = settings.Bias(RunOptions.FromSeed(random));
        var drawn = FaultPlan.Draw(random, options);
        using var run = new SimulationRun(seed, options, plan ?? drawn, settings);
        try
        {
            run.Play();
        }
        catch (InvalidOperationException livelock)
        {
            run._bounds.Look();
            run.Violate("livelock", livelock.Message);
        }

        return run.Result();
    }

    public void Dispose() => _cluster.Dispose();

    private bool IsViolated => _cluster.History.Violation is not null;

    private void Play()
    {
        foreach (var machine in _cluster.Machines)
            machine.Start();
        _load.Start(_options.Clients);
        _faults.Start();
        Advance(_options.Load, () => false);
        if (IsViolated)
            return;
        _faults.Heal();
        _load.IsEnding = true;
        _cluster.History.Add("run", "no more faults");
        if (!Advance(Recovery, HasConverged))
            Violate("liveness", $"the cluster is not whole {Recovery.TotalSeconds} s after the last fault: {Describe()}");
        else if (!IsViolated)
            CheckEnd();
    }

    /// <returns>Whether the condition came true in time; a violation ends the wait.</returns>
    private bool Advance(TimeSpan time, Func<bool> until)
    {
        var end = _cluster.Simulation.Elapsed + time;
        while (_cluster.Simulation.Elapsed < end && !IsViolated)
        {
            _cluster.Simulation.AdvanceTime(Step);
            _fullSyncs.Look();
            _reached.Look();
            _leaders.Look();
            _up.Look();
            _bounds.Look();
            if (until())
                return true;
        }

        return IsViolated;
    }

    private bool HasConverged()
    {
        var master = _cluster[_director.Master];
        return _load.HasEnded
            && master.IsUp
            && _cluster.Machines.All(machine =>
                machine.IsUp
                && machine.Node!.Replication.IsUp
                && (machine == master || machine.Node.Replication.Master?.Host == master.Name)
                && machine.Store!.Applied == master.Store!.Applied
                && machine.Store.Epoch == master.Store.Epoch
            );
    }

    private string Describe() =>
        string.Join(
            "; ",
            _cluster.Machines.Select(machine =>
                $"{machine.Name} {(machine.IsUp ? "up" : "down")} at {machine.Store?.Applied} {machine.Failure} {machine.Node?.Replication.Master}"
            )
        ) + $"; clients {(_load.HasEnded ? "have ended" : "still wait")}";

    private void CheckEnd()
    {
        var checks = new KeyChecks(_load, _options);
        for (var i = 0; i < Workload.Lists && !IsViolated; i++)
        {
            var final = Ask($"list:{i}", "LRANGE", $"list:{i}", "0", "-1");
            if (checks.CheckList($"list:{i}", string.Join(' ', final)) is { } flaw)
                Violate("appends", flaw);
        }

        if (checks.CheckOthers() is { } unordered)
            Violate("linearizability", unordered);

        // A replica hears its master's clock once in a second, and keys that live shorter are gone then.
        Advance(TimeSpan.FromSeconds(2), () => false);
        Advance(Recovery, HasConverged);
        for (var i = 0; i < Workload.TimedKeys && !IsViolated; i++)
            Ask($"timed:{i}", "GET", $"timed:{i}");
        for (var i = 0; i < 4 && !IsViolated; i++)
            Ask($"the keys of database {i}", i, "DBSIZE");
    }

    // Each node is asked: the same question has one answer.
    private IReadOnlyList<string> Ask(string key, params string[] command) => Ask(key, Workload.CheckedDatabase, command);

    private IReadOnlyList<string> Ask(string key, int database, params string[] command)
    {
        var answers = new Dictionary<string, RespTree?>();
        foreach (var machine in _cluster.Machines)
        {
            using var client = new SimulatedClient(_cluster.Network.From("reader", _cluster.Clients), _cluster.Clients, database);
            Task<RespTree?>? asked = null;
            _cluster.Clients.Run(() => asked = client.AskAsync(machine.Name, TimeSpan.FromSeconds(5), [command]));
            answers[machine.Name] = _cluster.Simulation.Await(asked!);
        }

        var master = answers[_director.Master];
        foreach (var (name, answer) in answers.Where(answer => answer.Value?.ToString() != master?.ToString()))
            Violate("equality", $"{name} answers {answer} for {key}, and the master {master}");
        return [.. master?.Items.Select(item => item.Text ?? "") ?? []];
    }

    private void Violate(string check, string what) => _cluster.History.Violate(check, what);

    private SimulationResult Result() =>
        new(_seed, _options, _plan, _cluster.History.Violation)
        {
            Fingerprint = _cluster.Simulation.Fingerprint,
            VirtualTime = _cluster.Simulation.Elapsed,
            Operations = _load.Count,
            Done = _load.Done,
            FullSyncs = _fullSyncs.Count,
            Applied = _cluster.States.Applied,
            Successions = _director.Successions,
            MostMail = _cluster.Simulation.MostMail,
            Faults = _faults.Counts,
            Reached = _cluster.History.Reached,
            History = _cluster.History.ToString(),
        };
}
