using Pika.Tests.EndToEnd.Crash;

namespace Pika.Tests.EndToEnd.Chaos;

/// <summary>The servers of a round: who leads, and how a healthy fleet is made of them again.</summary>
internal sealed class ChaosFleet : IAsyncDisposable
{
    /// <summary>Room on the small disk: several times what a node holds in a round.</summary>
    private const int DiskMegabytes = 192;

    /// <summary>How long healthy nodes may take for what they have to do by themselves.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();
    private readonly List<ChaosNode> _nodes = [];
    private volatile ChaosNode _master = null!;

    /// <summary>All nodes.</summary>
    public IReadOnlyList<ChaosNode> Nodes => _nodes;

    /// <summary>The node that leads, or has led last.</summary>
    public ChaosNode Master => _master;

    /// <summary>The nodes that do not lead.</summary>
    public List<ChaosNode> Replicas => [.. _nodes.Where(node => node != _master)];

    /// <summary>Whoever changes who leads holds it.</summary>
    public SemaphoreSlim Topology { get; } = new(1, 1);

    /// <summary>The small disk; null where none can be mounted.</summary>
    public SmallDisk? Disk { get; private init; }

    /// <summary>How often another node has become the master.</summary>
    public int Failovers { get; private set; }

    /// <summary>Starts a master and its replicas.</summary>
    public static async Task<ChaosFleet> Start(FaultPlan plan)
    {
        var fleet = new ChaosFleet { Disk = SmallDisk.Missing is null ? SmallDisk.Mount(DiskMegabytes) : null };
        for (int i = 0; i <= plan.Replicas; i++)
        {
            bool isOnSmallDisk = i == plan.DiskNode && fleet.Disk is not null;
            string folder = isOnSmallDisk ? Path.Combine(fleet.Disk!.Path, "data") : fleet._folder.File($"node{i}");
            fleet._nodes.Add(new ChaosNode(i, await PikaProcess.Start(folder, Directives(plan))));
        }

        fleet._master = fleet._nodes[0];
        foreach (var replica in fleet.Replicas)
            await replica.Follow(fleet.Master.Port);
        await fleet.UntilConverged();
        return fleet;
    }

    /// <summary>Another node leads now.</summary>
    public async Task Lead(ChaosNode master)
    {
        Failovers += master == _master ? 0 : 1;
        _master = master;
        foreach (var replica in Replicas)
            await replica.Follow(master.Port);
    }

    /// <summary>Waits until one node says that it leads and no handover is under way; null if that takes too long.</summary>
    /// <exception cref="InvalidOperationException">Two say that they lead.</exception>
    public async Task<ChaosNode?> FindMaster(TimeSpan within)
    {
        long began = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(began) < within)
        {
            var masters = new List<ChaosNode>();
            foreach (var node in _nodes)
            {
                if (await node.IsMaster() == true)
                    masters.Add(node);
            }

            // The first may have given the role away between the questions, but not the last one.
            if (masters.Count > 1 && await masters[0].IsMaster() == true && await masters[1].IsMaster() == true)
                throw new InvalidOperationException($"the nodes {masters[0].Number} and {masters[1].Number} both lead");
            if (masters.Count == 1 && (await masters[0].Info("replication")).GetValueOrDefault("master_failover_state") == "no-failover")
                return masters[0];
            await Task.Delay(50);
        }

        return null;
    }

    /// <summary>Has the node lead that has most of the log. All of them are asked: who does not answer might be the one that has a record on its disk.</summary>
    public async Task<ChaosNode> Elect(IReadOnlyList<ChaosNode> candidates)
    {
        var best = candidates[0];
        (long Epoch, long Index) most = (-1, -1);
        foreach (var candidate in candidates)
        {
            (long Epoch, long Index)? end = null;
            await Until(async () => (end = await candidate.End()) is not null, $"node {candidate.Number} tells where its log ends");
            if (end!.Value.CompareTo(most) > 0)
                (best, most) = (candidate, end.Value);
        }

        await best.Ask("REPLICAOF", "NO", "ONE");
        await Until(async () => await best.IsMaster() == true, $"node {best.Number} leads");
        return best;
    }

    /// <summary>All faults are over: every node runs, and follows the master over a good network.</summary>
    public async Task Heal()
    {
        foreach (var replica in Replicas)
        {
            replica.Link.Heal();
            replica.Link.LeadTo(Master.Port);
        }

        await Until(async () => await Master.IsMaster() == true, "the master leads");
    }

    /// <summary>Waits until all replicas are up and have all that the master has. Nobody writes meanwhile.</summary>
    public async Task UntilConverged()
    {
        foreach (var replica in Replicas)
        {
            await Until(
                async () =>
                    (await replica.Info("replication")).GetValueOrDefault("master_link_status") == "up"
                    && await replica.End() is { } end
                    && end == await Master.End(),
                $"node {replica.Number} has all that the master, node {Master.Number}, has"
            );
        }
    }

    /// <summary>All nodes hold the same data: <c>pika check</c>.</summary>
    public async Task ShouldBeEqual()
    {
        foreach (var replica in Replicas)
        {
            string[] nodes = [$"127.0.0.1:{Master.Port}", $"127.0.0.1:{replica.Port}"];
            var (code, output) = await PikaProcess.StartRefused(["check", .. nodes, "--timeout", "60"]);
            if (code != 0)
                throw new InvalidOperationException(
                    $"pika check of node {Master.Number} and node {replica.Number} ended with {code}:\n{output}"
                );
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.DisposeAsync();
        _folder.Dispose();
        Disk?.Dispose();
        Topology.Dispose();
    }

    private static string[] Directives(FaultPlan plan) =>
        [
            "appendfsync",
            plan.AppendFsync,
            "replica-acks",
            $"{plan.ReplicaAcks}",
            "replica-acks-timeout",
            "2000",
            "repl-timeout",
            "3",
            "binlog-file-size",
            "1mb",
            "binlog-retention-bytes",
            "2mb",
            "replica-pin-max-seconds",
            "1",
        ];

    private static async Task Until(Func<Task<bool>> condition, string what)
    {
        long began = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(began) > Patience)
                throw new TimeoutException($"waited {Patience.TotalSeconds} s until {what}");
            await Task.Delay(50);
        }
    }
}
