namespace Pika.Tests.EndToEnd.Replication;

/// <summary>FLUSHALL again and again while sorted sets are filled: the replica answers and keeps up.</summary>
[Collection(ReplicationCollection.Name)]
public sealed class FlushUnderLoadTests
{
    /// <summary>As many as an application server has.</summary>
    private const int Connections = 50;

    private static readonly TimeSpan FlushInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// The longest wait for PING or INFO. In the short form the processors are shared with whatever else runs, and this is only to see that nothing stands still.
    /// </summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(Scale.Of(1000, 50));

    [Fact]
    public async Task The_replica_answers_all_along_keeps_up_and_ends_equal()
    {
        await using var fleet = new Fleet();
        var master = await fleet.Start();
        var replica = await fleet.StartReplica(master.Port);
        await fleet.UntilUp(replica);
        using var stop = new CancellationTokenSource();
        await using var load = Load.Start(
            master,
            Connections,
            pipeline: 4,
            (_, random) => (string[])["ZADD", $"zset{random.Next(100)}", $"{random.NextDouble()}", $"member{random.Next(10_000)}"]
        );
        var flushing = Flush(master, stop.Token);
        var probing = Probe(replica, stop.Token);
        await load.Go(Scale.Of(20_000, 1_000_000));
        await load.Stop();
        await stop.CancelAsync();
        (await flushing).ShouldBeGreaterThan(1, "FLUSHALL was answered all along");

        var (answers, longest) = await probing;
        answers.ShouldBeGreaterThan(5);
        longest.ShouldBeLessThan(Longest);
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

    private static async Task<(int Answers, TimeSpan Longest)> Probe(PikaProcess replica, CancellationToken stop)
    {
        using var client = await replica.Connect();
        var (answers, longest) = (0, TimeSpan.Zero);
        while (!stop.IsCancellationRequested)
        {
            foreach (var command in (string[])["PING", "INFO"])
            {
                var began = TimeProvider.System.GetTimestamp();
                (await client.Call(command)).ShouldNotStartWith("-");
                var took = TimeProvider.System.GetElapsedTime(began);
                longest = took > longest ? took : longest;
                answers++;
            }

            await Task.Delay(5, CancellationToken.None);
        }

        return (answers, longest);
    }
}
