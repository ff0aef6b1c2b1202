using Pika.Actors.Configuration;
using Pika.Actors.Network;
using Pika.Tests.Protocol.Support;
using Pika.Tests.Simulated.Clients;
using Pika.Tests.Simulated.Network;

namespace Pika.Tests.Simulated.Stories;

/// <summary>A story on simulated machines, in virtual time.</summary>
internal sealed class SimulatedStage(int seed) : IStage
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, string> _masters = new(StringComparer.Ordinal);
    private SimulatedCluster? _cluster;

    /// <summary>What has happened; null if nothing has.</summary>
    public string? History => _cluster?.History.ToString();

    private SimulatedCluster Cluster => _cluster ?? throw new StoryException("there are no nodes yet");

    public Task StartAsync(IReadOnlyList<string> nodes, IReadOnlyList<(string Name, string Value)> settings)
    {
        _cluster = new SimulatedCluster(seed, nodes, coldReads: 0, config => Configure(config, settings));
        foreach (var machine in Cluster.Machines)
            machine.Start();
        return PassAsync(TimeSpan.FromMilliseconds(200));
    }

    public Task<string?> AskAsync(string node, params string[] command)
    {
        using var client = new SimulatedClient(Cluster.Network.From("teller", Cluster.Clients), Cluster.Clients);
        Task<RespTree?>? asked = null;
        Cluster.Clients.Run(() => asked = client.AskAsync(node, Patience, [command]));
        try
        {
            return Task.FromResult(Story.Render(Cluster.Simulation.Await(asked!)));
        }
        catch (ConnectionRefusedException)
        {
            return Task.FromResult<string?>(null);
        }
        finally
        {
            ThrowIfViolated();
        }
    }

    public Task FollowAsync(string replica, string master)
    {
        _masters[replica] = master;
        return AskAsync(replica, "REPLICAOF", master, "6379");
    }

    public Task PassAsync(TimeSpan time)
    {
        Cluster.Simulation.AdvanceTime(time);
        ThrowIfViolated();
        return Task.CompletedTask;
    }

    public Task KillAsync(string node) => Do(() => Cluster[node].Kill());

    public Task StartAgainAsync(string node) => Do(() => Cluster[node].Start());

    public Task ReplaceAsync(string node) =>
        Do(() =>
        {
            Cluster[node].Wipe();
            Cluster[node].Start();
        });

    public Task FreezeAsync(string node) => Do(() => Cluster[node].Process?.Stop());

    public Task ThawAsync(string node) => Do(() => Cluster[node].Process?.Continue());

    public Task CutAsync(string replica) => Do(() => Cluster.Network.Cut(replica, _masters[replica]));

    public Task BlockAsync(string replica) => Do(() => Change(replica, path => path.IsBlocked = true));

    public Task HealAsync(string replica) => Do(() => Change(replica, path => path.IsBlocked = false));

    public ValueTask DisposeAsync()
    {
        _cluster?.Dispose();
        return default;
    }

    private static void Configure(ServerConfig config, IReadOnlyList<(string Name, string Value)> settings)
    {
        (config.Databases, config.Shards, config.EnableDebugCommand) = (4, 2, DebugAccess.Yes);
        foreach (var (name, value) in settings)
        {
            var parsed = Directives.Find(name)?.ParseText(value) ?? ParsedValue.Wrong("there is no such setting");
            if (parsed.Apply is not { } apply)
                throw new StoryException($"{name} {value}: {parsed.Error}");
            apply(config);
        }
    }

    private static Task Do(Action action)
    {
        action();
        return Task.CompletedTask;
    }

    private void Change(string replica, Action<SimulatedNetwork.Path> change)
    {
        Cluster.Network.Change(replica, _masters[replica], change);
        Cluster.Network.Change(_masters[replica], replica, change);
    }

    private void ThrowIfViolated()
    {
        if (Cluster.History.Violation is { } violation)
            throw new StoryException($"{violation.Check}: {violation.What}");
    }
}
