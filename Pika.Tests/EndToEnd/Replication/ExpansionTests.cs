using Xunit.Abstractions;

namespace Pika.Tests.EndToEnd.Replication;

/// <summary>Empty replicas are attached to a loaded master over a bad network, and die at any moment: none ever says that it is up with wrong data.</summary>
[Collection(ReplicationCollection.Name)]
public sealed class ExpansionTests(ITestOutputHelper output)
{
    private const int Replicas = 4;

    [Fact]
    public async Task Four_replicas_at_once_over_links_that_break_and_with_kills_end_equal()
    {
        await using var fleet = new Fleet();
        var master = await fleet.Start("rsync-rate-limit", "8mb", "repl-timeout", "3");
        await TruthWatch.Prepare(master);
        await using var load = Write(master);
        await load.Go(Scale.Of(5_000, 100_000));

        await Task.WhenAll(Enumerable.Range(0, Replicas).Select(number => Expand(fleet, master, number)));
        await load.Stop();
    }

    [Fact]
    public async Task A_replica_that_is_killed_at_every_boundary_of_a_file_comes_up_right()
    {
        await using var fleet = new Fleet();
        var master = await fleet.Start("rsync-rate-limit", "1mb", "repl-timeout", "3");
        await TruthWatch.Prepare(master);
        await using (var load = Write(master))
        {
            await load.Go(Scale.Of(5_000, 20_000));
            await load.Stop();
        }

        var replica = await fleet.StartReplica(master.Port);
        await using var watch = new TruthWatch(() => replica);
        var kills = 0;
        for (var files = 1; ; files++)
        {
            await fleet.Until(
                async () => IncomingFiles(replica) >= files || await Fleet.IsUp(replica),
                $"file {files} of the full sync has come, or the replica is up"
            );
            if (IncomingFiles(replica) < files)
                break;
            replica = await fleet.KillAndRestart(replica);
            kills++;
        }

        kills.ShouldBeGreaterThan(2, "a full sync has several files");
        await fleet.UntilUp(replica);
        await fleet.ShouldBeEqual(master, replica);
        await watch.Stop();
        output.WriteLine($"killed {kills} times, once for each file");
    }

    private static Load Write(PikaProcess master) =>
        Load.Start(
            master,
            connections: 4,
            pipeline: 8,
            (_, random) =>
                random.Next(3) switch
                {
                    0 => (string[])["SET", $"key{random.Next(5000)}", new string((char)('a' + random.Next(26)), random.Next(2000))],
                    1 => ["HSET", $"hash{random.Next(100)}", $"field{random.Next(100)}", $"{random.Next()}"],
                    _ => ["INCR", $"counter{random.Next(1000)}"],
                }
        );

    private async Task Expand(Fleet fleet, PikaProcess master, int number)
    {
        var random = new Random(Scale.Seed + number);
        await using var proxy = new FaultyProxy(master.Port, random.Next());
        var replica = await fleet.StartReplica(proxy.Port);
        await using var watch = new TruthWatch(() => replica);
        for (var i = 0; i < Scale.Of(2, 10); i++)
        {
            await Task.Delay(random.Next(1500));
            replica = await fleet.KillAndRestart(replica);
        }

        await fleet.Until(() => Task.FromResult(proxy.Cuts > 0), "a link was cut");
        proxy.CalmDown();
        await fleet.UntilUp(replica);
        await fleet.ShouldBeEqual(master, replica);
        await fleet.Until(() => Task.FromResult(watch.Looks > 0), "it was looked at while it was up");
        await watch.Stop();
        output.WriteLine($"replica {number}: {proxy.Cuts} links cut, {Scale.Of(2, 10)} kills, right at {watch.Looks} looks");
    }

    private static int IncomingFiles(PikaProcess replica)
    {
        var folder = Path.Combine(replica.Directory, "sync", "incoming");
        try
        {
            return Directory.Exists(folder) ? Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Length : 0;
        }
        catch (DirectoryNotFoundException)
        {
            // It was installed at this very moment.
            return 0;
        }
    }
}
