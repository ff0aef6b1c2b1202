using System.Net.Sockets;
using Pika.Tests.Protocol.Support;

namespace Pika.Tests.EndToEnd;

/// <summary>
/// A stock Redis Sentinel over one master and two replicas, while a client writes. What was acknowledged is kept, whichever replica Sentinel takes, because
/// every write is acknowledged by both.
/// </summary>
public sealed class SentinelTests : IAsyncLifetime
{
    /// <summary>Sentinel looks at a replica every ten seconds, and lets eight go by before it sets a former master right.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly TemporaryFolder _folder = new();
    private readonly List<PikaProcess> _nodes = [];
    private SentinelProcess? _sentinel;

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
    }

    public async Task DisposeAsync()
    {
        if (_sentinel is not null)
            await _sentinel.DisposeAsync();
        foreach (var node in _nodes)
            await node.DisposeAsync();
        _folder.Dispose();
    }

    [RedisFact]
    public Task A_killed_master_is_replaced_and_comes_back_as_a_replica() =>
        FailsOver(
            async master => await master.Kill(),
            async master =>
            {
                await master.DisposeAsync();
                _nodes[0] = await master.StartAgain();
            }
        );

    [RedisFact]
    public Task A_frozen_master_is_replaced_and_comes_back_as_a_replica() => FailsOver(master => master.Freeze(), master => master.Thaw());

    private async Task FailsOver(Func<PikaProcess, Task> strike, Func<PikaProcess, Task> recover)
    {
        await using var writes = new AcknowledgedWrites(_sentinel!.MasterPort);
        writes.Start();
        await Holds(() => Task.FromResult(writes.Count > 100), "writes are acknowledged");

        await strike(_nodes[0]);
        var before = writes.Count;
        await Holds(async () => await _sentinel.MasterPort() != _nodes[0].Port, "Sentinel has another master");
        var newPort = await _sentinel.MasterPort();
        var newMaster = _nodes.Single(node => node.Port == newPort);
        var other = _nodes.Single(node => node.Port != newPort && node != _nodes[0]);
        await Holds(
            async () => (await Info(other)).Contains($"master_port:{newPort}\r\nmaster_link_status:up"),
            "the other replica follows it"
        );

        await recover(_nodes[0]);
        await Holds(
            async () =>
                (await Info(_nodes[0])).Contains($"role:slave\r\nmaster_host:127.0.0.1\r\nmaster_port:{newPort}\r\nmaster_link_status:up"),
            "the old master follows it too"
        );
        await Holds(() => Task.FromResult(writes.Count > before + 100), "writes are acknowledged again, by both replicas");

        var acknowledged = await writes.Stop();
        using var client = await newMaster.Connect();
        foreach (var keys in acknowledged.Chunk(500))
            (await client.Call(["EXISTS", .. keys])).ShouldBe($":{keys.Length}\r\n", "no acknowledged write is lost");
        await Holds(
            async () => (await Task.WhenAll(_nodes.Select(node => Ask(node, "DEBUG", "DIGEST")))).Distinct().Count() == 1,
            "all three have the same data"
        );
    }

    private static Task<string> Info(PikaProcess node) => Ask(node, "INFO", "replication");

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
