using Pika.Actors.Replication;
using Pika.Storage.Binlog;
using Pika.Tests.Simulated.Machines;

namespace Pika.Tests.Simulated.Faults;

/// <summary>
/// Whoever runs the cluster: starts what has ended, says which node is the master, has a replica succeed a master that is gone, and points the others
/// to it, as Sentinel does. It sees all machines as they are, and gives its orders over the network.
/// </summary>
internal sealed class Director
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);

    /// <summary>How long a master may be gone before it is succeeded.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly SimulatedCluster _cluster;
    private readonly bool _hasFailovers;
    private readonly Dictionary<string, string> _chained = new(StringComparer.Ordinal);
    private TimeSpan _masterSeen;

    /// <summary>The epoch of a master that was seen: one with an earlier one has not succeeded it.</summary>
    private uint _epoch;

    public Director(SimulatedCluster cluster, bool hasFailovers)
    {
        (_cluster, _hasFailovers) = (cluster, hasFailovers);
        Schedule();
    }

    /// <summary>Where clients go.</summary>
    public string Master { get; private set; } = "n0";

    /// <summary>Times that another node became the master.</summary>
    public int Successions { get; private set; }

    /// <summary>Machines that are not to be started yet.</summary>
    public ISet<string> Down { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Machines that have lost their data and have not got it again: the promise to keep what was acknowledged counts on the others.</summary>
    public ISet<string> Empty { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Has a replica follow another one, until it becomes the master.</summary>
    public void Chain(string replica, string upstream)
    {
        if (replica != Master && upstream != Master && _chained.GetValueOrDefault(upstream) is null)
            _chained[replica] = upstream;
    }

    /// <summary>All replicas follow the master.</summary>
    public void Unchain() => _chained.Clear();

    /// <summary>Makes a replica the master now, if it is one that can be.</summary>
    public bool TryPromote(string name)
    {
        if (name == Master || !IsCandidate(_cluster[name]))
            return false;
        Become(name);
        _cluster.Order(name, "REPLICAOF", "NO", "ONE");
        return true;
    }

    private void Schedule() => _cluster.Simulation.Main.PostAfter(Period, Look);

    private void Look()
    {
        foreach (var machine in _cluster.Machines.Where(machine => machine.Process is null && !Down.Contains(machine.Name)))
            Start(machine);
        foreach (var machine in _cluster.Machines.Where(machine => machine is { IsUp: true, Node.BinlogFacts.Status: "failed" }))
            EndFailed(machine);
        FindMaster();
        if (_cluster[Master] is { IsUp: true, Store: { } store })
            (_masterSeen, _epoch) = (_cluster.Simulation.Elapsed, Math.Max(_epoch, store.Applied.Epoch));
        else if (_hasFailovers && _cluster.Simulation.Elapsed - _masterSeen > Patience)
            Succeed();
        Empty.ExceptWith(
            Empty.Where(name => _cluster[name] is { IsUp: true, Node.Replication: { IsReplica: true, IsUp: true } }).ToArray()
        );
        foreach (var machine in _cluster.Machines.Where(machine => machine.IsUp && machine.Name != Master))
            Point(machine);
        Schedule();
    }

    // One whose log has rotted says so and does not start; others have what it had. As long as somebody follows it, it is a master for them, who would take over that it is empty.
    private void Start(SimulatedMachine machine)
    {
        if (machine is { IsDamaged: true, Failure: not null } && machine.Name != Master && !IsFollowed(machine))
        {
            _cluster.History.Add("director", $"{machine.Name} is replaced: {machine.Failure}");
            _cluster.History.Sometimes("a node with a damaged log was replaced");
            machine.Wipe();
            Empty.Add(machine.Name);
        }

        machine.Start();
    }

    // It says that only a restart helps, and is started when the operator looks next.
    private void EndFailed(SimulatedMachine machine)
    {
        _cluster.History.Add("director", $"{machine.Name} is ended: {machine.Node!.BinlogFacts.Error}");
        _cluster.History.Sometimes("a node whose log had failed was restarted");
        machine.Kill();
    }

    // Of several that could be, the one that has most.
    private void Succeed()
    {
        var best = _cluster
            .Machines.Where(IsCandidate)
            .OrderByDescending(machine => machine.Store!.Applied.Epoch)
            .ThenByDescending(machine => machine.Store!.Applied.Index)
            .FirstOrDefault();
        if (best is not null && TryPromote(best.Name))
            _masterSeen = _cluster.Simulation.Elapsed;
    }

    // FAILOVER makes another node the master by itself.
    private void FindMaster()
    {
        if (!_hasFailovers || _cluster[Master] is { IsUp: true, Node.Replication.IsReplica: false })
            return;
        var heir = _cluster
            .Machines.Where(machine => machine is { IsUp: true, Node.Replication.IsReplica: false } && !Empty.Contains(machine.Name))
            .MaxBy(machine => machine.Store!.Applied.Epoch);
        if (heir is not null && heir.Store!.Applied.Epoch >= _epoch)
            Become(heir.Name);
        else if (_cluster[Master] is { IsUp: true, Node.Replication: { FailoverState: ReplicationFacts.NoFailover, Master: { } followed } })
            Become(followed.Host);
    }

    private void Become(string name)
    {
        _cluster.History.Add("director", $"the master is {name}");
        Master = name;
        _chained.Remove(name);
        Successions++;
    }

    private void Point(SimulatedMachine machine)
    {
        var facts = machine.Node!.Replication;
        var upstream = _chained.GetValueOrDefault(machine.Name) is { } chained && chained != Master ? chained : Master;
        var follows = facts.IsReplica ? facts.Master?.Host : null;
        if (follows != upstream && facts.FailoverState == ReplicationFacts.NoFailover)
            _cluster.Order(machine.Name, "REPLICAOF", upstream, "6379");
    }

    private bool IsFollowed(SimulatedMachine machine) =>
        _cluster.Machines.Any(other =>
            _chained.GetValueOrDefault(other.Name) != machine.Name && other.Node?.Replication.Master?.Host == machine.Name
        );

    private bool IsCandidate(SimulatedMachine machine) =>
        !Empty.Contains(machine.Name)
        && machine is { IsUp: true, Node.Replication: { IsReplica: true, Master.IsIncomplete: false } }
        && machine.Store!.Applied != LogIndex.None;
}
