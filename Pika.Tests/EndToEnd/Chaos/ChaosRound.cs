using System.Diagnostics;
using System.Text;
using Pika.Tests.Checking;

namespace Pika.Tests.EndToEnd.Chaos;

/// <summary>One fleet, its faults and its clients, and what is found at the end.</summary>
internal sealed class ChaosRound(FaultPlan plan) : IAsyncDisposable
{
    /// <summary>Operations that clients must get through when all faults are over, in the time that they have for it.</summary>
    private const int LeastProgress = 50;
    private static readonly TimeSpan ProgressPatience = TimeSpan.FromSeconds(30);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly StringBuilder _log = new();
    private readonly CancellationTokenSource _stopClients = new();
    private readonly CancellationTokenSource _stopFaults = new();
    private ChaosFleet? _fleet;
    private History _history = null!;

    /// <summary>What was done, and when.</summary>
    public string Log
    {
        get
        {
            lock (_log)
                return _log.ToString();
        }
    }

    /// <summary>What happened, for people; one paragraph.</summary>
    public string Summary { get; private set; } = "";

    /// <summary>Runs the round.</summary>
    /// <exception cref="InvalidOperationException">Something was found; the message tells everything that is needed to look into it.</exception>
    public async Task Run()
    {
        try
        {
            _fleet = await ChaosFleet.Start(plan);
            _clock.Restart();
            _history = new History(() => _clock.Elapsed.TotalMilliseconds);
            var workload = new Workload(_history, plan.ChangesMasters, () => _fleet.Master.Port);
            var reads = new FinalReads(workload);
            var nemesis = new Nemesis(plan, _fleet, workload, reads, Note);
            await Suffer(workload, nemesis);
            await reads.ReadAll();
            await _fleet.UntilConverged();
            await _fleet.ShouldBeEqual();
            Summarise(nemesis);
            Check();
        }
        catch (Exception found)
        {
            throw new InvalidOperationException($"{found.Message}\n{Describe()}\n{found.StackTrace}", found);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_fleet is not null)
            await _fleet.DisposeAsync();
        _stopClients.Dispose();
        _stopFaults.Dispose();
    }

    // Clients ask while faults come and go, and for a while afterwards.
    private async Task Suffer(Workload workload, Nemesis nemesis)
    {
        var clients = Enumerable
            .Range(0, Workload.Clients)
            .Select(number => Task.Run(() => new ChaosClient(number, workload, plan.Seed + number).Run(_stopClients.Token)))
            .ToArray();
        var bulk = Task.Run(() => new BulkLoad(() => _fleet!.Master.Port).Run(_stopClients.Token));
        var watch = Task.Run(Watch);
        try
        {
            await nemesis.Run(() => _clock.Elapsed.TotalMilliseconds, _stopFaults.Token);
            await _fleet!.Heal();
            Note("all faults are over");
            await Progress();
        }
        finally
        {
            await _stopClients.CancelAsync();
            await Task.WhenAll([.. clients, bulk]);
            await watch;
        }

        await _fleet.UntilConverged();
    }

    private async Task Progress()
    {
        int before = _history.Count(Outcome.Ok);
        long began = Stopwatch.GetTimestamp();
        while (_history.Count(Outcome.Ok) < before + LeastProgress)
        {
            if (Stopwatch.GetElapsedTime(began) > ProgressPatience)
                throw new TimeoutException(
                    $"clients do not get through {LeastProgress} operations in {ProgressPatience.TotalSeconds} s, though all faults are over"
                );
            await Task.Delay(100);
        }
    }

    // A node that ends by itself has met a defect of its own.
    private async Task Watch()
    {
        for (int looks = 1; !_stopClients.IsCancellationRequested; looks++)
        {
            if (looks % 10 == 0)
                Note($"{_history.Count(Outcome.Ok)} operations ok");
            foreach (var node in _fleet!.Nodes)
            {
                if (node is { IsKilled: false, Process: { HasExited: true } ended } && !node.IsKilled && ended == node.Process)
                {
                    await _stopFaults.CancelAsync();
                    throw new InvalidOperationException($"node {node.Number} has ended by itself");
                }

                await node.Count();
            }

            await Task.Delay(200);
        }
    }

    private void Check()
    {
        int undecided = 0;
        foreach (var key in _history.ByKey())
        {
            var operations = key.ToList();
            var verdict = key.Key.StartsWith("list:", StringComparison.Ordinal)
                ? ListAppends.Check(operations)
                : Linearizability.Check(operations);
            if (verdict.Holds == false)
                throw new InvalidOperationException(verdict.Explanation);
            undecided += verdict.Holds is null ? 1 : 0;
        }

        undecided.ShouldBe(0, "histories that were too much to look at");
    }

    private void Summarise(Nemesis nemesis)
    {
        var faults = string.Join(", ", nemesis.Done.Select(kind => $"{kind.Kind} {kind.Count}"));
        Summary =
            $"seed {plan.Seed} ({(plan.ChangesMasters ? "masters change" : "one master")}, {plan.AppendFsync}, {plan.Replicas} replicas): "
            + $"{_history.Count(Outcome.Ok)} operations ok, {_history.Count(Outcome.Failed)} refused, {_history.Count(Outcome.Indeterminate)} indeterminate "
            + $"on {_history.ByKey().Count()} keys; {_fleet!.Nodes.Sum(node => node.FullSyncs)} full syncs, {_fleet.Failovers} changes of the master; faults: {faults}"
            + (_fleet.Disk is null ? "; no small disk can be mounted here" : "");
    }

    private void Note(string what)
    {
        lock (_log)
            _log.AppendLine($"{_clock.ElapsedMilliseconds, 7} ms  {what}");
    }

    private string Describe()
    {
        var text = new StringBuilder($"PIKA_SEED={plan.Seed}\n{plan}\n--- what was done\n{Log}");
        foreach (var node in _fleet?.Nodes ?? [])
        {
            text.AppendLine(
                $"--- node {node.Number}, port {node.Port}, links over {node.Link.Port}{(node.Process.HasExited ? ", has ended" : "")}"
            );
            text.AppendLine(string.Join('\n', node.Output.Split('\n').TakeLast(60)));
        }

        return text.ToString();
    }
}
