using Pika.Actors.Node;
using Pika.Actors.Replication;
using Pika.Tests.Simulated.Machines;

namespace Pika.Tests.Simulated.Checks;

/// <summary>
/// A replica that says it is up has all of the data of the record that it is at: never a part of a full sync, or none of it; and that record is one of its master's.
/// </summary>
internal sealed class UpCheck(SimulatedCluster cluster)
{
    /// <summary>Looks at all machines; to be called often.</summary>
    public void Look()
    {
        foreach (var machine in cluster.Machines)
        {
            if (
                machine is { IsUp: true, Node: { Replication: { IsReplica: true, IsUp: true, Master: { } master } } node, Store: { } store }
                && FindFlaw(machine, store, node, master) is { } flaw
            )
                cluster.History.Violate("up", $"{machine.Name} says that it is up with {master.Host}, and {flaw}");
        }
    }

    private string? FindFlaw(SimulatedMachine machine, SimulatedStore store, PikaNode node, MasterFacts facts) =>
        !cluster.States.IsWhole(store) ? $"its data are not those of record {store.Applied}"
        : machine.Disk.FileExists(SimulatedMachine.Folder.Marker) ? "the data of a full sync are yet to take the place of its own"
        : IsForeign(store, node, cluster[facts.Host]) ? $"its record {store.Applied} is none of its master's"
        : null;

    // Where both sides say that the stream goes; what a master has not applied yet cannot be compared.
    private static bool IsForeign(SimulatedStore store, PikaNode node, SimulatedMachine master) =>
        master is { IsUp: true, Node: { } other, Store: { } its }
        && other.Replication.Slaves.Any(slave =>
            slave is { IsConnected: true, State: SlaveState.BinlogSync } && slave.NodeId == node.Info.Identity.RunId
        )
        && store.Applied.Index <= its.Applied.Index
        && !its.Holds(store.Epoch!, store.Applied);
}
