using Akka.Dispatch.Deterministic;
using Pika.Actors.Configuration;
using Pika.Tests.Simulated.Checks;
using Pika.Tests.Simulated.Clients;
using Pika.Tests.Simulated.Machines;
using Pika.Tests.Simulated.Network;

namespace Pika.Tests.Simulated;

/// <summary>Machines on a network, in one simulation, with a process for clients and one for whoever gives orders.</summary>
internal sealed class SimulatedCluster : IDisposable
{
    /// <summary>Orders are given from a machine of this name.</summary>
    public const string Operator = "operator";

    private readonly Dictionary<string, SimulatedMachine> _machines = new(StringComparer.Ordinal);
    private readonly SimulatedProcess _operators;

    public SimulatedCluster(int seed, IReadOnlyList<string> machines, double coldReads, Action<ServerConfig> configure)
    {
        Random = new Random(seed);
        Simulation = new Simulation(seed, new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero));
        History = new RunHistory(Simulation);
        States = new StateCheck(History);
        Network = new SimulatedNetwork(new Random(Random.Next()));
        Clients = Simulation.CreateProcess("clients");
        _operators = Simulation.CreateProcess(Operator);
        foreach (var name in machines)
        {
            var parts = new MachineParts(States.Of(name), History.For(name), configure, coldReads, History.Violate);
            _machines[name] = new SimulatedMachine(Simulation, Network, new Random(Random.Next()), name, parts);
        }
    }

    public Simulation Simulation { get; }

    /// <summary>For whoever makes a plan before the run, or acts in it: all of it comes from the seed.</summary>
    public Random Random { get; }

    public RunHistory History { get; }

    public StateCheck States { get; }

    public SimulatedNetwork Network { get; }

    public SimulatedProcess Clients { get; }

    public IReadOnlyCollection<SimulatedMachine> Machines => _machines.Values;

    public SimulatedMachine this[string name] => _machines[name];

    /// <summary>Gives an order to a machine, as an operator does; nothing comes of it when the machine cannot be reached.</summary>
    public void Order(string machine, params string[] command)
    {
        History.Add(Operator, $"{machine}> {string.Join(' ', command)}");
        _operators.Post(() => _ = OrderAsync(machine, command));
    }

    public void Dispose() => Simulation.Dispose();

    private async Task OrderAsync(string machine, string[] command)
    {
        using var client = new SimulatedClient(Network.From(Operator, _operators), _operators);
        try
        {
            var reply = await client.AskAsync(machine, TimeSpan.FromSeconds(5), [command]);
            History.Add(Operator, $"{machine}: {reply?.ToString() ?? "no answer"}");
        }
        catch (Pika.Actors.Network.ConnectionRefusedException refused)
        {
            History.Add(Operator, $"{machine}: {refused.Message}");
        }
    }
}
