using System.Collections.Concurrent;
using System.Net.Sockets;
using Xunit.Abstractions;

namespace Pika.Tests.EndToEnd.Replication;

/// <summary>FAILOVER under load, again and again: with replica-acks 1 no write that was answered is lost, whichever node is the master.</summary>
[Collection(ReplicationCollection.Name)]
public sealed class FailoverTests(ITestOutputHelper output)
{
    private const int Writers = 8;

    [Fact]
    public async Task No_acknowledged_write_is_lost()
    {
        await using var fleet = new Fleet();

        // A write is answered when the replica has it on its disk: with everysec that would be once a second.
        string[] directives = ["replica-acks", "1", "appendfsync", "always"];
        var (master, replica) = (await fleet.Start(directives), await fleet.Start(directives));
        await Fleet.Follow(replica, master.Port);
        await fleet.UntilUp(replica);
        var written = new ConcurrentBag<string>();
        using var stop = new CancellationTokenSource();
        PikaProcess[] nodes = [master, replica];
        var writers = Enumerable.Range(0, Writers).Select(number => Task.Run(() => Write(nodes, number, written, stop.Token))).ToArray();
        for (var i = 0; i < Scale.Of(2, 10); i++)
        {
            var before = written.Count;
            await fleet.Until(() => Task.FromResult(written.Count > before + 200), "writes are answered");
            await Failover(fleet, master, replica);
            (master, replica) = (replica, master);
        }

        await stop.CancelAsync();
        await Task.WhenAll(writers);
        await fleet.ShouldBeEqual(master, replica);
        await ShouldHold(master, written);
        await ShouldHold(replica, written);
        output.WriteLine($"{Scale.Of(2, 10)} failovers, {written.Count} writes answered, 0 lost");
    }

    private static async Task Failover(Fleet fleet, PikaProcess master, PikaProcess replica)
    {
        using (var client = await master.Connect())
            (await client.Call("FAILOVER", "TO", "127.0.0.1", $"{replica.Port}", "TIMEOUT", "30000")).ShouldBe("+OK\r\n");
        await fleet.Until(async () => (await Fleet.Info(replica, "replication"))["role"] == "master", "the replica is the master");
        await fleet.Until(async () => (await Fleet.Info(master, "replication"))["role"] == "slave", "the master is a replica");
        await fleet.UntilUp(master);
    }

    // Writes to whoever takes it. What is not answered with OK may be there or not.
    private static async Task Write(PikaProcess[] nodes, int number, ConcurrentBag<string> written, CancellationToken stop)
    {
        for (var i = 0; !stop.IsCancellationRequested; )
        {
            try
            {
                using var client = await nodes[i % 2].Connect();
                while (!stop.IsCancellationRequested)
                {
                    var key = $"key{number}:{i++}";
                    if (await client.Call("SET", key, key) != "+OK\r\n")
                        break;
                    written.Add(key);
                }
            }
            catch (Exception gone) when (gone is SocketException or IOException or OperationCanceledException)
            {
                i++;
            }
        }
    }

    private static async Task ShouldHold(PikaProcess node, IEnumerable<string> keys)
    {
        using var client = await node.Connect();
        var missing = new List<string>();
        foreach (var chunk in keys.Chunk(500))
        {
            var values = (await client.Call(["MGET", .. chunk])).Split("\r\n");
            missing.AddRange(chunk.Except(values));
        }

        missing.ShouldBeEmpty();
    }
}
