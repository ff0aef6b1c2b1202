using Pika.Actors.Replication;
using Pika.Tests.Simulated.Checks;
using Pika.Tests.Simulated.Machines;
using Pika.Tests.Simulated.Network;

namespace Pika.Tests.Simulated.Faults;

/// <summary>Has the faults of a schedule happen, each at its time, and ends those that last.</summary>
internal sealed class FaultInjector(SimulatedCluster cluster, Director director, StatesReached reached, IReadOnlyList<Fault> plan)
{
    /// <summary>Steps on a disk within which a process ends: a start or a full sync takes a few dozen.</summary>
    private const int StepsInside = 60;

    private readonly Dictionary<FaultKind, int> _counts = [];

    /// <summary>How many of each kind have happened.</summary>
    public IReadOnlyDictionary<FaultKind, int> Counts => _counts;

    public void Start()
    {
        foreach (var fault in plan)
            After(fault.At, () => Do(fault));
    }

    /// <summary>Ends whatever still goes wrong.</summary>
    public void Heal()
    {
        director.Down.Clear();
        director.Unchain();
        foreach (var machine in cluster.Machines)
        {
            machine.DiskSlowness = 1;
            machine.Disk.Capacity = long.MaxValue;
            machine.Disk.SyncFailures = 0;
            machine.Disk.CutPowerAfter(int.MaxValue);
            machine.StepsOfNextStart = null;
            machine.Process?.Continue();
            foreach (var other in cluster.Machines)
                cluster.Network.Change(
                    machine.Name,
                    other.Name,
                    path => (path.IsBlocked, path.Slowness, path.Frames.Next) = (false, 1, FrameFault.None)
                );
        }
    }

    private void After(TimeSpan delay, Action action) => cluster.Simulation.Main.PostAfter(delay, action);

    private void Do(Fault fault)
    {
        if (!TryDo(fault, cluster[fault.Target]))
            return;
        _counts[fault.Kind] = _counts.GetValueOrDefault(fault.Kind) + 1;
        cluster.History.Add("fault", fault.ToString());
    }

    // False: it cannot happen now.
    private bool TryDo(Fault fault, SimulatedMachine machine) =>
        fault.Kind switch
        {
            FaultKind.Kill => TryEnd(fault, machine, machine.Kill),
            FaultKind.CutPower => TryEnd(fault, machine, machine.CutPower),
            FaultKind.KillInside => TryEndInside(fault, machine, losesPower: false),
            FaultKind.CutPowerInside => TryEndInside(fault, machine, losesPower: true),
            FaultKind.CutPowerTwice => TryEndTwice(fault, machine),
            FaultKind.Replace => TryReplace(fault, machine),
            FaultKind.Stop => TryStop(fault, machine),
            FaultKind.CutLinks => cluster.Network.Cut(fault.Target, fault.Other) > 0,
            FaultKind.Partition => Block(fault.Target, fault.Other, fault.For) && Block(fault.Other, fault.Target, fault.For),
            FaultKind.PartitionOneWay => Block(fault.Target, fault.Other, fault.For),
            FaultKind.SlowLink => Slow(fault.Target, fault.Other, fault.For, 10 + (fault.Amount * 1000)),
            FaultKind.SlowDisk => SlowDisk(fault, machine),
            FaultKind.FullDisk => FillDisk(fault, machine),
            FaultKind.FailSync => FailSyncs(fault, machine),
            FaultKind.Rot => machine.Node is { Replication.IsReplica: true } && machine.TryDamageLog(fault.Amount),
            FaultKind.ClockJump => Jump(machine, TimeSpan.FromSeconds((fault.Amount - 0.5) * 7200)),
            FaultKind.Promote => director.TryPromote(fault.Target),
            FaultKind.Chain => Chain(fault),
            FaultKind.FrameMissing => Tamper(fault, FrameFault.Missing),
            FaultKind.FrameTwice => Tamper(fault, FrameFault.Twice),
            FaultKind.FrameLate => Tamper(fault, FrameFault.Late),
            FaultKind.FrameStray => Tamper(fault, FrameFault.Stray),
            _ => Order(fault),
        };

    private bool TryEnd(Fault fault, SimulatedMachine machine, Action end)
    {
        if (machine.Process is null)
            return false;
        reached.Ends(machine);
        end();
        director.Down.Add(machine.Name);
        After(fault.For, () => director.Down.Remove(machine.Name));
        return true;
    }

    private bool TryEndInside(Fault fault, SimulatedMachine machine, bool losesPower)
    {
        if (machine.Process is null)
            return false;
        machine.EndAfter((int)(fault.Amount * StepsInside), losesPower);
        return true;
    }

    private bool TryEndTwice(Fault fault, SimulatedMachine machine)
    {
        if (!TryEnd(fault, machine, machine.CutPower))
            return false;
        machine.StepsOfNextStart = (int)(fault.Amount * StepsInside);
        return true;
    }

    private bool TryReplace(Fault fault, SimulatedMachine machine)
    {
        // Who is a master, or becomes one just now, has what nobody else may have.
        var isHandedOver = cluster.Machines.Any(other => other.Node is { Replication.FailoverState: not ReplicationFacts.NoFailover });
        var hasMaster = cluster[director.Master] is { IsUp: true, Node.Replication.IsReplica: false };
        if (isHandedOver || !hasMaster || machine.Node is not { Replication.IsReplica: true } || !TryEnd(fault, machine, machine.Wipe))
            return false;
        director.Empty.Add(machine.Name);
        return true;
    }

    private bool TryStop(Fault fault, SimulatedMachine machine)
    {
        if (machine.Process is not { IsStopped: false } process)
            return false;
        process.Stop();
        After(fault.For, process.Continue);
        return true;
    }

    private bool Block(string from, string to, TimeSpan time)
    {
        cluster.Network.Change(from, to, path => path.IsBlocked = true);
        After(time, () => cluster.Network.Change(from, to, path => path.IsBlocked = false));
        return true;
    }

    private bool Slow(string one, string other, TimeSpan time, double slowness)
    {
        foreach (var (from, to) in new[] { (one, other), (other, one) })
        {
            cluster.Network.Change(from, to, path => path.Slowness = slowness);
            After(time, () => cluster.Network.Change(from, to, path => path.Slowness = 1));
        }

        return true;
    }

    private bool SlowDisk(Fault fault, SimulatedMachine machine)
    {
        machine.DiskSlowness = 10 + (fault.Amount * 3000);
        After(fault.For, () => machine.DiskSlowness = 1);
        return true;
    }

    private bool FillDisk(Fault fault, SimulatedMachine machine)
    {
        machine.Disk.Capacity = machine.Disk.Used + (long)(fault.Amount * 20_000);
        After(fault.For, () => machine.Disk.Capacity = long.MaxValue);
        return true;
    }

    private bool FailSyncs(Fault fault, SimulatedMachine machine)
    {
        machine.Disk.SyncFailures = fault.Amount;
        After(fault.For, () => machine.Disk.SyncFailures = 0);
        return true;
    }

    private static bool Jump(SimulatedMachine machine, TimeSpan by)
    {
        machine.ClockSkew += by;
        if (machine.Process is { } process)
            process.ClockSkew = machine.ClockSkew;
        return true;
    }

    // No network loses bytes in the middle of a connection that goes on.
    private bool Tamper(Fault fault, FrameFault what)
    {
        var frames = cluster.Network.Between(fault.Target, fault.Other).Frames;
        (frames.Next, frames.Which) = (what, fault.Amount);
        if (what is FrameFault.Missing or FrameFault.Late)
            After(fault.For, () => cluster.Network.Cut(fault.Target, fault.Other));
        return true;
    }

    private bool Chain(Fault fault)
    {
        director.Chain(fault.Target, fault.Other);
        return true;
    }

    private bool Order(Fault fault)
    {
        var master = director.Master;
        switch (fault.Kind)
        {
            case FaultKind.Purge:
                reached.Ordered("purge", cluster[master]);
                cluster.Order(master, "PURGELOGSTO", $"write2file{(int)(fault.Amount * 20)}");
                break;
            case FaultKind.Save:
                cluster.Order(fault.Target, "SAVE");
                break;
            case FaultKind.FlushDb:
                reached.Ordered("flush", cluster[master]);
                cluster.Order(master, "SET", "mixed:a", "b");
                cluster.Order(master, "FLUSHDB");
                break;
            case FaultKind.FlushAll:
                cluster.Order(master, "FLUSHALL");
                break;
            case FaultKind.SwapDb:
                cluster.Order(master, "SWAPDB", "0", "2");
                break;
            case FaultKind.Failover:
                cluster.Order(master, "FAILOVER", "TIMEOUT", "1500");
                break;
            default:
                throw new InvalidOperationException($"nobody knows how to do {fault.Kind}");
        }

        return true;
    }
}
