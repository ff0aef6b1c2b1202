using Xunit.Abstractions;

namespace Pika.Tests.EndToEnd.Replication;

/// <summary>Replicas are attached while the log that they will need is purged at full speed.</summary>
[Collection(ReplicationCollection.Name)]
public sealed class PurgeRaceTests(ITestOutputHelper output)
{
    private const int Connections = 8;
    private const int Keys = 20_000;

    [Fact]
    public async Task Each_replica_needs_exactly_one_full_sync_and_all_end_equal()
    {
        await using var fleet = new Fleet();
        var master = await fleet.Start("binlog-file-size", "1mb", "binlog-retention-files", "2", "appendfsync", "no");
        await using var load = Load.Start(
            master,
            Connections,
            pipeline: 16,
            (_, random) => (string[])["SET", $"key{random.Next(Keys)}", new string('v', random.Next(100, 1000))]
        );
        await load.Go(Keys);

        var replicas = new List<PikaProcess>();
        for (var i = 0; i < Scale.Of(3, 10); i++)
        {
            replicas.Add(await fleet.StartReplica(master.Port));
            await fleet.UntilUp(replicas[^1]);
            await load.Go(Keys);
        }

        await load.Stop();
        foreach (var replica in replicas)
            await fleet.ShouldBeEqual(master, replica);

        (await Fleet.FullSyncs(master)).ShouldBe(replicas.Count);
        var purged = int.Parse((await Fleet.Info(master, "binlog"))["binlog_purged_files"]);
        purged.ShouldBeGreaterThan(replicas.Count, "files were purged all along");
        output.WriteLine(
            $"{replicas.Count} replicas, {replicas.Count} full syncs, {purged} files purged, {load.Answered} writes; all equal"
        );
    }
}
