using Pika.Actors.Replication.Wire;

namespace Pika.Tests.Simulated.Checks;

/// <summary>
/// Nothing piles up: no actor's mailbox, and nothing that waits to be sent to a replica. A mailbox has no bound of its own; whoever sends waits for an answer before it
/// sends again, or has a window.
/// </summary>
internal sealed class BoundsCheck(SimulatedCluster cluster)
{
    /// <summary>More than a link leaves in one mailbox that was slow for seconds, the most that comes at once: hundreds of frames. A loop that feeds one gets there at once.</summary>
    public const int MostMail = 2000;

    /// <summary>Looks at all machines; to be called often.</summary>
    public void Look()
    {
        if (cluster.Simulation.MostMail > MostMail)
            cluster.History.Violate("bounds", $"{cluster.Simulation.MostMail} messages have waited for {cluster.Simulation.MostMailOf}");
        foreach (var machine in cluster.Machines.Where(machine => machine.IsUp))
        {
            var limit = machine.Node!.Config.ClientOutputBufferLimit.Replica.HardBytes;
            var most = (limit > 0 ? limit : WireLimits.MaxUnsent) + WireLimits.MaxPayload;
            if (machine.Node.Clients.All.FirstOrDefault(client => client.Link?.UnsentBytes > most) is { } client)
                cluster.History.Violate("bounds", $"{client.Link!.UnsentBytes} bytes wait in {machine.Name} for {client.Address}");
        }
    }
}
