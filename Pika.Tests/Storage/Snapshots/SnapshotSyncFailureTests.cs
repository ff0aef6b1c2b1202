using Pika.Storage.Snapshots;
using Pika.Tests.Support;

namespace Pika.Tests.Storage.Snapshots;

/// <summary>A disk that fails syncs while a snapshot is completed or installed: what the node was told holds, whatever a start or a power cut finds.</summary>
public sealed class SnapshotSyncFailureTests
{
    private static readonly Dictionary<string, byte[]> OldDb = new() { ["CURRENT"] = "old\n"u8.ToArray() };
    private static readonly Dictionary<string, byte[]> OldLog = new() { ["write2file4"] = "old log"u8.ToArray() };
    private readonly SyncFolder _folder = new("/data");

    [Fact]
    public void What_could_not_be_completed_is_not_installed()
    {
        var failed = 0;
        for (var seed = 0; seed < 300; seed++)
        {
            var disk = NewDisk(seed);
            disk.SyncFailures = 0.1;
            if (!Fails(() => Stage(disk)))
                continue;
            failed++;
            disk.SyncFailures = 0;

            disk.FileExists(_folder.Marker).ShouldBeFalse($"seed {seed}");
            Start(disk);
            TestSnapshot.Look(disk, _folder.Db).ShouldBe(TestSnapshot.Look(OldDb), $"seed {seed}");
            TestSnapshot.Look(disk, _folder.Log).ShouldBe(TestSnapshot.Look(OldLog), $"seed {seed}");
        }

        failed.ShouldBeGreaterThan(100);
    }

    [Fact]
    public void A_marker_whose_removal_was_not_durable_does_not_come_back()
    {
        var failed = 0;
        for (var seed = 0; seed < 300; seed++)
        {
            var disk = NewDisk(seed);
            Stage(disk);
            disk.SyncFailures = 0.15;
            failed += Fails(() => Start(disk)) ? 1 : 0;
            disk.SyncFailures = 0;
            Start(disk);
            TestSnapshot.Put(disk, _folder.Log, OldLog);

            disk = disk.Crash();
            Start(disk);

            TestSnapshot.Look(disk, _folder.Log).ShouldBe(TestSnapshot.Look(OldLog), $"seed {seed}: the log of the new data");
        }

        failed.ShouldBeGreaterThan(50);
    }

    private static SimulatedFileSystem NewDisk(int seed)
    {
        var disk = new SimulatedFileSystem(seed);
        TestSnapshot.Put(disk, "/data/db", OldDb);
        TestSnapshot.Put(disk, "/data/binlog", OldLog);
        TestSnapshot.Make(disk, contents: TestSnapshot.Small);
        return disk;
    }

    private static bool Fails(Action work)
    {
        try
        {
            work();
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private void Stage(SimulatedFileSystem disk) => TestSnapshot.Stage(disk, _folder);

    private void Start(SimulatedFileSystem disk)
    {
        if (SnapshotInstall.Begin(disk, _folder).IsInstalled)
            SnapshotInstall.Finish(disk, _folder);
    }
}
