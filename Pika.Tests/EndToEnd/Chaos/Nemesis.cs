using System.Collections.Concurrent;
using Pika.Tests.Checking;

namespace Pika.Tests.EndToEnd.Chaos;

/// <summary>Does to a fleet what a plan says.</summary>
/// <param name="log">Where it tells what it does.</param>
internal sealed class Nemesis(FaultPlan plan, ChaosFleet fleet, Workload workload, FinalReads reads, Action<string> log)
{
    /// <summary>What clients of the nemesis are called in the history.</summary>
    private const int ClientNumber = 90;

    /// <summary>How long a handover may take before an operator looks after it.</summary>
    private static readonly TimeSpan HandoverPatience = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<FaultKind, int> _done = new();
    private readonly SemaphoreSlim _chain = new(1, 1);
    private readonly SemaphoreSlim _flush = new(1, 1);

    /// <summary>How often each kind of fault was done.</summary>
    public IEnumerable<(FaultKind Kind, int Count)> Done => _done.Select(kind => (kind.Key, kind.Value)).Order();

    /// <summary>Does all faults; ends when the last is over.</summary>
    public async Task Run(Func<double> nowMs, CancellationToken stop)
    {
        var running = new List<Task>();
        foreach (var fault in plan.Faults)
        {
            double wait = fault.AtMs - nowMs();
            if (wait > 0)
                await Task.Delay((int)wait, CancellationToken.None);
            if (stop.IsCancellationRequested)
                break;
            log(fault.ToString());
            running.Add(Task.Run(() => Do(fault), CancellationToken.None));
        }

        await Task.WhenAll(running);
    }

    private async Task Do(Fault fault)
    {
        var replicas = fleet.Replicas;
        bool isDone = await DoTo(replicas[fault.Node % replicas.Count], fault);
        if (isDone)
            _done.AddOrUpdate(fault.Kind, 1, static (_, count) => count + 1);
        log($"{fault.Kind} at {fault.AtMs} {(isDone ? "is over" : "was left out")}");
    }

    private async Task<bool> DoTo(ChaosNode node, Fault fault)
    {
        switch (fault.Kind)
        {
            case FaultKind.KillReplica:
                return await Kill(node, fault.ForMs);
            case FaultKind.KillMaster:
                return await WithTopology(() => Kill(fleet.Master, fault.ForMs / 2));
            case FaultKind.KillAll:
                return await WithTopology(() => KillAll(fault.ForMs / 4));
            case FaultKind.Detach:
                return await Detach(node, fault.ForMs);
            case FaultKind.FreezeReplica:
                return await Freeze(node, fault.ForMs);
            case FaultKind.FreezeMaster:
                return await Freeze(fleet.Master, fault.ForMs);
            case FaultKind.Chain:
                return await Chain(node, fault);
            case FaultKind.Resync:
                return await node.Ask("SLAVEOF", "127.0.0.1", $"{node.Link.Port}", "FORCE") == "+OK\r\n";
            case FaultKind.Failover:
                return await WithTopology(() => Failover(node, fault));
            case FaultKind.Promote:
                return await WithTopology(() => Promote(fault));
            case FaultKind.Purge:
                return await Purge();
            case FaultKind.FlushDatabase:
                return await Flush("FLUSHDB");
            case FaultKind.FlushAll:
                return await FlushAll();
            case FaultKind.FullDisk:
                return await FillDisk(fault);
            default:
                return await DoTo(node.Link, fault);
        }
    }

    private static async Task<bool> DoTo(LinkProxy link, Fault fault)
    {
        switch (fault.Kind)
        {
            case FaultKind.Cut:
                link.Cut(inOrder: fault.Variant % 2 == 0);
                break;
            case FaultKind.HalfClose:
                link.HalfClose(up: fault.Variant % 2 == 0);
                break;
            case FaultKind.Isolate:
                link.Refuses = true;
                link.Cut(inOrder: fault.Variant % 2 == 0);
                await Task.Delay(fault.ForMs);
                link.Refuses = false;
                break;
            case FaultKind.StallUp:
                link.Up.Stalls = true;
                await Task.Delay(fault.ForMs);
                link.Up.Stalls = false;
                break;
            case FaultKind.StallDown:
                link.Down.Stalls = true;
                await Task.Delay(fault.ForMs);
                link.Down.Stalls = false;
                break;
            case FaultKind.Throttle:
                link.Down.Pace = 20 << fault.Variant;
                await Task.Delay(fault.ForMs);
                link.Down.Pace = 0;
                break;
            case FaultKind.Delay:
                link.Up.DelayMs = link.Down.DelayMs = 10 << fault.Variant;
                await Task.Delay(fault.ForMs);
                link.Up.DelayMs = link.Down.DelayMs = 0;
                break;
        }

        return true;
    }

    private async Task<bool> WithTopology(Func<Task<bool>> work)
    {
        await fleet.Topology.WaitAsync();
        try
        {
            return await work();
        }
        finally
        {
            fleet.Topology.Release();
        }
    }

    private static async Task<bool> With(ChaosNode node, Func<Task> work)
    {
        await node.Gate.WaitAsync();
        try
        {
            await work();
            return true;
        }
        finally
        {
            node.Gate.Release();
        }
    }

    private static Task<bool> Kill(ChaosNode node, int forMs) =>
        With(
            node,
            async () =>
            {
                await node.Count();
                await node.Kill();
                await Task.Delay(forMs);
                await node.Restart();
            }
        );

    private async Task<bool> KillAll(int forMs)
    {
        await WithAll(
            fleet.Nodes,
            async () =>
            {
                await Task.WhenAll(fleet.Nodes.Select(node => node.Count()));
                await Task.WhenAll(fleet.Nodes.Select(node => node.Kill()));
                await Task.Delay(forMs);
                await Task.WhenAll(fleet.Nodes.Select(node => node.Restart()));
                return fleet.Master;
            }
        );
        return true;
    }

    private static async Task<bool> Detach(ChaosNode node, int forMs)
    {
        await node.Ask("REPLICAOF", "NO", "ONE");
        for (int i = 0; i < 10; i++)
            await node.Ask("SET", $"stray:{i}", "only here");
        await Task.Delay(forMs);

        // It may just be killed, or frozen.
        while (await node.Ask("REPLICAOF", "127.0.0.1", $"{node.Link.Port}") is null)
            await Task.Delay(50);
        return true;
    }

    private static Task<bool> Freeze(ChaosNode node, int forMs) =>
        With(
            node,
            async () =>
            {
                await node.Process.Freeze();
                await Task.Delay(forMs);
                await node.Process.Thaw();
            }
        );

    // The node's link leads to another replica for a while.
    private async Task<bool> Chain(ChaosNode node, Fault fault)
    {
        if (fleet.Replicas.Find(other => other != node) is not { } other || !await _chain.WaitAsync(0))
            return false;

        node.Link.LeadTo(other.Port);
        await Task.Delay(fault.ForMs);
        node.Link.LeadTo(fleet.Master.Port);
        _chain.Release();
        return true;
    }

    private async Task<bool> Failover(ChaosNode _, Fault fault)
    {
        // Who leads may have changed since the fault began.
        var target = fleet.Replicas[fault.Node % fleet.Replicas.Count];
        var before = fleet.Master;
        string? reply = await before.Ask("FAILOVER", "TO", "127.0.0.1", $"{target.Port}", "TIMEOUT", "3000");
        if (fault.Variant == 3)
        {
            await Task.Delay(fault.ForMs / 20);
            await Kill(before, fault.ForMs / 4);
        }

        var master = await fleet.FindMaster(HandoverPatience);
        if (master is null)
        {
            log($"nobody leads {HandoverPatience.TotalSeconds} s after FAILOVER: the best node is told to");
            master = await WithAll(fleet.Nodes, () => fleet.Elect(fleet.Nodes));
        }

        await fleet.Lead(master);
        log($"FAILOVER to node {target.Number} ({reply?.TrimEnd()}): node {master.Number} leads");
        return reply == "+OK\r\n";
    }

    private async Task<bool> Promote(Fault fault)
    {
        var before = fleet.Master;
        var others = fleet.Replicas;
        await With(
            before,
            async () =>
            {
                await before.Count();
                await before.Kill();
                await Task.Delay(fault.ForMs / 4);
                var master = await WithAll(others, () => fleet.Elect(others));
                await fleet.Lead(master);
                log($"node {before.Number} was killed: node {master.Number} leads");
                await before.Restart();
                await before.Follow(master.Port);
            }
        );
        return true;
    }

    // All of the nodes run meanwhile.
    private static async Task<ChaosNode> WithAll(IReadOnlyList<ChaosNode> nodes, Func<Task<ChaosNode>> work)
    {
        foreach (var node in nodes)
            await node.Gate.WaitAsync();
        try
        {
            return await work();
        }
        finally
        {
            foreach (var node in nodes)
                node.Gate.Release();
        }
    }

    private async Task<bool> Purge()
    {
        var master = fleet.Master;
        int last = int.Parse((await master.Info("binlog")).GetValueOrDefault("binlog_segment") ?? "0") - 1;
        return last >= 0 && await master.Ask("PURGELOGSTO", $"write2file{last}") == "+OK\r\n";
    }

    private async Task<bool> FlushAll()
    {
        await workload.RestLists();
        try
        {
            // Lists are not flushed while anybody uses them: what they hold is read for the last time, and other keys take their places.
            workload.Lists.RenewAll();
            return await reads.TryCloseLists() && await Flush("FLUSHALL");
        }
        finally
        {
            workload.EndRest();
        }
    }

    private async Task<bool> Flush(string command)
    {
        await _flush.WaitAsync();
        try
        {
            string[] keys = [.. workload.Registers.Hold(), .. workload.Counters.Hold()];
            int[] operations = [.. keys.Select(key => workload.History.Begin(ClientNumber, key, OperationKind.Delete))];
            var (outcome, result) = await fleet.Master.Ask(command) is { } reply
                ? Replies.Of(OperationKind.Delete, reply)
                : (Outcome.Indeterminate, "no answer");
            foreach (int operation in operations)
                workload.History.End(operation, outcome, result);
            return outcome == Outcome.Ok;
        }
        finally
        {
            workload.Registers.Release();
            workload.Counters.Release();
            _flush.Release();
        }
    }

    private async Task<bool> FillDisk(Fault fault)
    {
        if (fleet.Disk is not { } disk)
            return false;

        return await With(
            fleet.Nodes[plan.DiskNode],
            async () =>
            {
                string ballast = disk.FillUp(spare: 64L << (10 + fault.Variant));

                // Half of the time the store meets the full disk as surely as the log does.
                if (fault.Variant % 2 == 0)
                    await fleet.Nodes[plan.DiskNode].Ask("SAVE");
                await Task.Delay(fault.ForMs);
                File.Delete(ballast);
            }
        );
    }
}
