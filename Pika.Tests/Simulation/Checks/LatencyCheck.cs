using Pika.Actors.Network;
using Pika.Tests.Protocol.Support;
using Pika.Tests.Simulated.Clients;
using Pika.Tests.Simulated.Machines;

namespace Pika.Tests.Simulated.Checks;

/// <summary>
/// A node that runs answers PING and INFO at once, whatever its disk, its replicas and its master do: one client for each machine asks all the time, over a
/// network of its own that always works.
/// </summary>
internal sealed class LatencyCheck
{
    /// <summary>The bound that is promised.</summary>
    public static readonly TimeSpan Bound = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(30);

    /// <summary>Who never gets an answer fails too.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private const string Watcher = "watcher";

    private readonly SimulatedCluster _cluster;

    public LatencyCheck(SimulatedCluster cluster)
    {
        _cluster = cluster;
        foreach (var machine in cluster.Machines)
        {
            cluster.Network.Between(machine.Name, Watcher).IsUnlimited = true;
            cluster.Clients.Post(() => _ = RunAsync(machine));
        }
    }

    /// <summary>Answers that came in time.</summary>
    public int Answers { get; private set; }

    private async Task RunAsync(SimulatedMachine machine)
    {
        using var client = new SimulatedClient(_cluster.Network.From(Watcher, _cluster.Clients), _cluster.Clients);
        while (true)
        {
            await Task.Delay(Pause, _cluster.Clients.Time);
            if (machine is { IsUp: true, Process: { } process } && machine.Node is { } node)
                await AskAsync(client, machine, () => machine.Process == process && machine.Node == node && !process.WasStopped);
        }
    }

    private async Task AskAsync(SimulatedClient client, SimulatedMachine machine, Func<bool> ranOn)
    {
        machine.Process!.WasStopped = false;
        var asked = _cluster.Simulation.Elapsed;
        string[] command = Answers % 8 == 0 ? ["INFO"] : ["PING"];
        RespTree? reply;
        try
        {
            reply = await client.AskAsync(machine.Name, Patience, [command]);
        }
        catch (ConnectionRefusedException)
        {
            return;
        }

        var took = _cluster.Simulation.Elapsed - asked;
        if (ranOn() && took > Bound)
            _cluster.History.Violate("latency", $"{machine.Name} has answered {command[0]} after {took.TotalMilliseconds} ms: {reply}");
        Answers++;
    }
}
