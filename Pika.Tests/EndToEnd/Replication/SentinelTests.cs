using System.Net.Sockets;
using Pika.Tests.Protocol.Support;
using Xunit.Abstractions;

namespace Pika.Tests.EndToEnd.Replication;

/// <summary>
/// A stock Redis Sentinel over one master and two replicas, while clients write: the master is killed and frozen in turn. What was acknowledged is kept,
/// whichever replica Sentinel takes, because every write is acknowledged by both.
/// </summary>
[Collection(ReplicationCollection.Name)]
public sealed class SentinelTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Writers = 8;

    /// <summary>Sentinel looks at a replica every ten seconds, and lets eight go by before it sets a former master right.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly TemporaryFolder _folder = new();
    private readonly List<PikaProcess> _nodes = [];
    private readonly List<AcknowledgedWrites> _writers = [];
    private SentinelProcess? _sentinel;

    private int Written => _writers.Sum(writer => writer.Count);

    public async Task InitializeAsync()
    {
        if (RedisServer.Executable is null)
            return;
        for (var i = 0; i < 3; i++)
        {
            var file = _folder.File($"{i}.conf");
            await File.WriteAllTextAsync(file, "");
            _nodes.Add(await PikaProcess.StartWithFile(file, _folder.File($"{i}"), ["replica-acks", "2", "replica-acks-timeout", "1000"]));
            if (i > 0)
                (await Ask(_nodes[i], "REPLICAOF", "127.0.0.1", $"{_nodes[0].Port}")).ShouldBe("+OK\r\n");
        }

        _sentinel = await SentinelProcess.Start(_folder.Path, _nodes[0].Port);
        await Holds(async () => await _sentinel.SoundReplicas() == 2, "Sentinel has found both replicas");
        for (var i = 0; i < Writers; i++)
            _writers.Add(new AcknowledgedWrites(_sentinel.MasterPort, $"writer{i}"));
    }

    public async Task DisposeAsync()
    {
        foreach (var writer in _writers)
            await writer.DisposeAsync();
        if (_sentinel is not null)
            await _sentinel.DisposeAsync();
        foreach (var node in _nodes)
            await node.DisposeAsync();
        _folder.Dispose();
    }

    [RedisFact]
    public async Task A_killed_or_frozen_master_is_replaced_and_comes_back_as_a_replica_and_no_acknowledged_write_is_lost()
    {
        foreach (var writer in _writers)
            writer.Start();
        var (masters, waits) = (new HashSet<int>(), new List<TimeSpan>());
        for (var round = 0; round < Scale.Of(2, 10); round++)
            masters.Add(await FailOver(kill: round % 2 == 0, round, waits));

        List<string> acknowledged = [];
        foreach (var writer in _writers)
            acknowledged.AddRange(await writer.Stop());
        foreach (var node in _nodes)
        {
            using var client = await node.Connect();
            foreach (var keys in acknowledged.Chunk(500))
                (await client.Call(["EXISTS", .. keys])).ShouldBe($":{keys.Length}\r\n", "no acknowledged write is lost");
        }

        await Holds(
            async () => (await Task.WhenAll(_nodes.Select(node => Ask(node, "DEBUG", "DIGEST")))).Distinct().Count() == 1,
            "all three have the same data"
        );
        waits.Sort();
        output.WriteLine(
            $"{waits.Count} failovers to {masters.Count} nodes, {acknowledged.Count} writes acknowledged, 0 lost; another master after "
                + $"{waits[0].TotalSeconds:F1} to {waits[^1].TotalSeconds:F1} s"
        );
    }

    // Returns the port of the new master, when all three follow it and writes are acknowledged by both replicas again.
    private async Task<int> FailOver(bool kill, int round, List<TimeSpan> waits)
    {
        var before = Written;
        await Holds(() => Task.FromResult(Written > before + 200), "writes are acknowledged");
        var oldPort = await _sentinel!.MasterPort();
        var old = _nodes.FindIndex(node => node.Port == oldPort);
        var start = TimeProvider.System.GetTimestamp();
        await (kill ? _nodes[old].Kill() : _nodes[old].Freeze());
        await Holds(async () => await _sentinel.MasterPort() != oldPort, "Sentinel has another master");
        waits.Add(TimeProvider.System.GetElapsedTime(start));
        var newPort = await _sentinel.MasterPort();
        var other = _nodes.Single(node => node.Port != newPort && node.Port != oldPort);
        await Holds(() => Follows(other, newPort), "the other replica follows it");

        await Recover(kill, old);
        await Holds(() => Follows(_nodes[old], newPort), "the old master follows it too");
        await Holds(async () => await _sentinel.SoundReplicas() == 2, "Sentinel sees two sound replicas");
        before = Written;
        await Holds(() => Task.FromResult(Written > before + 200), "writes are acknowledged again, by both replicas");
        output.WriteLine(
            $"round {round}: {(kill ? "killed" : "frozen")} {oldPort}, then {newPort}; {TimeProvider.System.GetElapsedTime(start).TotalSeconds:F1} s"
        );
        return newPort;
    }

    private async Task Recover(bool killed, int node)
    {
        if (killed)
        {
            await _nodes[node].DisposeAsync();
            _nodes[node] = await _nodes[node].StartAgain();
        }
        else
        {
            await _nodes[node].Thaw();
        }
    }

    private static async Task<bool> Follows(PikaProcess node, int master) =>
        (await Ask(node, "INFO", "replication")).Contains(
            $"role:slave\r\nmaster_host:127.0.0.1\r\nmaster_port:{master}\r\nmaster_link_status:up"
        );

    private static async Task<string> Ask(PikaProcess node, params string[] command)
    {
        for (var start = TimeProvider.System.GetTimestamp(); ; )
        {
            try
            {
                using var client = await node.Connect();
                return await client.Call(command);
            }
            catch (Exception lost) when (lost is SocketException or IOException && TimeProvider.System.GetElapsedTime(start) < Patience)
            {
                // Sentinel cuts all clients of a server whose role it changes, and a server that starts is not there yet.
                await Task.Delay(50);
            }
        }
    }

    private async Task Holds(Func<Task<bool>> condition, string what)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            TimeProvider.System.GetElapsedTime(start).ShouldBeLessThan(Patience, $"{what}. Sentinel printed:\n{_sentinel?.Output}");
            await Task.Delay(50);
        }
    }
}
