using Xunit.Abstractions;

namespace Pika.Tests.EndToEnd.Replication;

/// <summary>FLUSHALL again and again while sorted sets are filled: the replica answers and keeps up.</summary>
[Collection(ReplicationCollection.Name)]
public sealed class FlushUnderLoadTests(ITestOutputHelper output)
{
    /// <summary>As many as an application server has.</summary>
    private const int Connections = 50;

    private static readonly TimeSpan FlushInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// The longest wait for PING or INFO, beyond that for an idle server, which is due to what else the machine does. In the short form this is only to see that nothing
    /// stands still.
    /// </summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(Scale.Of(1000, 50));

    [Fact]
    public async Task The_replica_answers_all_along_keeps_up_and_ends_equal()
    {
        await using var fleet = new Fleet();
        var master = await fleet.Start();
        var replica = await fleet.StartReplica(master.Port);
        await fleet.UntilUp(replica);
        var idle = await fleet.Start();
        using var stop = new CancellationTokenSource();
        await using var load = Load.Start(
            master,
            Connections,
            pipeline: 4,
            (_, random) => (string[])["ZADD", $"zset{random.Next(100)}", $"{random.NextDouble()}", $"member{random.Next(10_000)}"]
        );
        var flushing = Flush(master, stop.Token);
        var probing = Probe([replica, idle], stop.Token);
        await load.Go(Scale.Of(20_000, 1_000_000));
        await load.Stop();
        await stop.CancelAsync();
        var flushes = await flushing;
        flushes.ShouldBeGreaterThan(1, "FLUSHALL was answered all along");

        var waits = await probing;
        waits[0].Count.ShouldBeGreaterThan(5);
        output.WriteLine(
            $"{load.Answered} ZADDs, {flushes} FLUSHALLs, {waits[0].Count} PINGs and INFOs of the replica: {Describe(waits[0])}; of an idle server: {Describe(waits[1])}"
        );
        waits[0].Max().ShouldBeLessThan(Longest + waits[1].Max());
        await fleet.ShouldBeEqual(master, replica);
        (await Fleet.FullSyncs(master)).ShouldBe(1);
    }

    private static async Task<int> Flush(PikaProcess master, CancellationToken stop)
    {
        using var client = await master.Connect();
        using var timer = new PeriodicTimer(FlushInterval);
        var flushes = 0;
        while (!stop.IsCancellationRequested && await timer.WaitForNextTickAsync(CancellationToken.None))
        {
            (await client.Call("FLUSHALL")).ShouldBe("+OK\r\n");
            flushes++;
        }

        return flushes;
    }

    // The waits at each server, which are asked in turn.
    private static async Task<List<TimeSpan>[]> Probe(PikaProcess[] servers, CancellationToken stop)
    {
        var waits = servers.Select(_ => new List<TimeSpan>()).ToArray();
        var clients = await Task.WhenAll(servers.Select(server => server.Connect()));
        while (!stop.IsCancellationRequested)
        {
            foreach (var command in (string[])["PING", "INFO"])
            {
                for (var i = 0; i < clients.Length; i++)
                {
                    var began = TimeProvider.System.GetTimestamp();
                    (await clients[i].Call(command)).ShouldNotStartWith("-");
                    waits[i].Add(TimeProvider.System.GetElapsedTime(began));
                }
            }

            await Task.Delay(5, CancellationToken.None);
        }

        foreach (var client in clients)
            client.Dispose();
        return waits;
    }

    private static string Describe(List<TimeSpan> waits)
    {
        var sorted = waits.Order().ToList();
        return $"p50 {sorted[sorted.Count / 2].TotalMilliseconds:F1} ms, p99 {sorted[sorted.Count * 99 / 100].TotalMilliseconds:F1} ms, longest {sorted[^1].TotalMilliseconds:F1} ms";
    }
}
