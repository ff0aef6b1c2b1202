using Pika.Tests.EndToEnd.Chaos;
using Pika.Tests.Protocol.Support;
using Pika.Tests.Simulated.Stories;

namespace Pika.Tests.EndToEnd.Stories;

/// <summary>A story of processes of the built server, each with a proxy on its way to its master.</summary>
internal sealed class ProcessStage : IStage
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, ChaosNode> _nodes = new(StringComparer.Ordinal);

    /// <summary>What all processes have printed.</summary>
    public string Output => string.Join('\n', _nodes.Select(node => $"--- {node.Key}\n{node.Value.Output}"));

    public async Task StartAsync(IReadOnlyList<string> nodes, IReadOnlyList<(string Name, string Value)> settings)
    {
        string[] directives = [.. settings.SelectMany(setting => new[] { setting.Name, setting.Value })];
        foreach (var name in nodes)
            _nodes[name] = new ChaosNode(_nodes.Count, await PikaProcess.Start(_folder.File(name), directives));
    }

    public async Task<string?> AskAsync(string node, params string[] command) =>
        await _nodes[node].Ask(command) is { } reply ? Story.Render(RespTree.Parse(reply)) : null;

    public Task FollowAsync(string replica, string master) => _nodes[replica].Follow(_nodes[master].Port);

    public Task PassAsync(TimeSpan time) => Task.Delay(time);

    public Task KillAsync(string node) => _nodes[node].Kill();

    public Task StartAgainAsync(string node) => _nodes[node].Restart();

    public async Task ReplaceAsync(string node)
    {
        await _nodes[node].Kill();
        Directory.Delete(_nodes[node].Process.Directory, recursive: true);
        await _nodes[node].Restart();
    }

    public Task FreezeAsync(string node) => _nodes[node].Process.Freeze();

    public Task ThawAsync(string node) => _nodes[node].Process.Thaw();

    public Task CutAsync(string replica)
    {
        _nodes[replica].Link.Cut(inOrder: false);
        return Task.CompletedTask;
    }

    public Task BlockAsync(string replica)
    {
        (_nodes[replica].Link.Up.Stalls, _nodes[replica].Link.Down.Stalls) = (true, true);
        return Task.CompletedTask;
    }

    public Task HealAsync(string replica)
    {
        _nodes[replica].Link.Up.Heal();
        _nodes[replica].Link.Down.Heal();
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes.Values)
            await node.DisposeAsync();
        _folder.Dispose();
    }
}
