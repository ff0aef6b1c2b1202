using Pika.Storage.Snapshots;
using Pika.Tests.Support;

namespace Pika.Tests.Storage.Snapshots;

public sealed class SnapshotInstallTests
{
    private static readonly Dictionary<string, byte[]> OldDb = new()
    {
        ["000003.sst"] = "old rows"u8.ToArray(),
        ["000007.sst"] = "old rows under a name of the new ones"u8.ToArray(),
        ["CURRENT"] = "old\n"u8.ToArray(),
    };

    private static readonly Dictionary<string, byte[]> OldLog = new() { ["write2file4"] = "old log"u8.ToArray() };
    private readonly SyncFolder _folder = new("/data");

    [Fact]
    public void A_complete_snapshot_takes_the_place_of_the_data()
    {
        var disk = NewDisk(1);
        Stage(disk);

        var outcome = SnapshotInstall.Begin(disk, _folder);

        outcome.IsInstalled.ShouldBeTrue();
        outcome.Manifest!.Id.ShouldBe(7ul);
        TestSnapshot.Look(disk, _folder.Db).ShouldBe(New);
        disk.DirectoryExists(_folder.Log).ShouldBeFalse();
        TestSnapshot.Look(disk, _folder.OldDb).ShouldBe(TestSnapshot.Look(OldDb), "kept until the new store has been opened");
        TestSnapshot.Look(disk, _folder.OldLog).ShouldBe(TestSnapshot.Look(OldLog));

        SnapshotInstall.Finish(disk, _folder);
        disk.List(_folder.Root).ShouldBeEmpty();
        disk.ListDirectories(_folder.Root).ShouldBeEmpty();
        SnapshotInstall.Begin(disk, _folder).IsInstalled.ShouldBeFalse();
        TestSnapshot.Look(disk, _folder.Db).ShouldBe(New);
    }

    [Fact]
    public void A_node_without_data_gets_its_first()
    {
        var disk = new SimulatedFileSystem(1);
        disk.CreateDirectory("/data");
        TestSnapshot.Make(disk, contents: TestSnapshot.Small);
        Stage(disk);

        SnapshotInstall.Begin(disk, _folder).IsInstalled.ShouldBeTrue();
        SnapshotInstall.Finish(disk, _folder);

        TestSnapshot.Look(disk, _folder.Db).ShouldBe(New);
    }

    [Fact]
    public void Without_a_marker_the_old_data_stay_and_the_staging_can_be_resumed()
    {
        var disk = NewDisk(1);
        var snapshot = TestSnapshot.Make(disk, contents: TestSnapshot.Small);
        using (var reader = snapshot.OpenReader())
        using (var staging = SnapshotStaging.Begin(disk, _folder, snapshot.Manifest))
            TestSnapshot.Receive(staging, reader).ShouldBeTrue();

        SnapshotInstall.Begin(disk, _folder).ShouldBe(default);

        ShouldBeOld(disk);
        SnapshotStaging.Find(disk, _folder)!.Id.ShouldBe(7ul);
    }

    [Fact]
    public void A_node_that_never_synced_is_left_alone()
    {
        var disk = NewDisk(1);

        SnapshotInstall.Begin(disk, _folder).ShouldBe(default);

        ShouldBeOld(disk);
        disk.DirectoryExists(_folder.Root).ShouldBeFalse();
    }

    [Fact]
    public void A_staging_without_a_manifest_is_removed()
    {
        var disk = NewDisk(1);
        TestSnapshot.Put(disk, _folder.IncomingDb, OldDb);

        SnapshotInstall.Begin(disk, _folder).ShouldBe(default);

        disk.DirectoryExists(_folder.Incoming).ShouldBeFalse();
        ShouldBeOld(disk);
    }

    public static TheoryData<string> Tampered => ["marker", "manifest", "missing", "size", "more", "other"];

    [Theory]
    [MemberData(nameof(Tampered))]
    public void What_was_touched_is_refused_and_the_old_data_stay(string what)
    {
        var disk = NewDisk(1);
        Stage(disk);
        switch (what)
        {
            case "marker":
                TestSnapshot.FlipBit(disk, _folder.Marker, 20);
                break;
            case "manifest":
                TestSnapshot.FlipBit(disk, _folder.IncomingManifest, 20);
                break;
            case "missing":
                disk.Delete(_folder.IncomingDb + "/CURRENT");
                break;
            case "size":
                disk.OpenAppend(_folder.IncomingDb + "/CURRENT").Append("x"u8);
                break;
            case "more":
                disk.OpenAppend(_folder.IncomingDb + "/more");
                break;
            case "other":
                var other = TestSnapshot.Make(disk, id: 8, contents: TestSnapshot.Small).Manifest.ToBytes();
                disk.Delete(_folder.IncomingManifest);
                disk.OpenAppend(_folder.IncomingManifest).Append(other);
                break;
        }

        var outcome = SnapshotInstall.Begin(disk, _folder);

        outcome.IsInstalled.ShouldBeFalse();
        outcome.Refused.ShouldNotBeNullOrEmpty();
        ShouldBeOld(disk);
        disk.FileExists(_folder.Marker).ShouldBeFalse();
        SnapshotInstall.Begin(disk, _folder).ShouldBe(default);
    }

    [Fact]
    public void A_second_full_sync_is_not_confused_by_what_the_first_could_not_remove()
    {
        var disk = NewDisk(1);
        Stage(disk);
        SnapshotInstall.Begin(disk, _folder);
        disk.Delete(_folder.Marker);
        TestSnapshot.Put(disk, _folder.Log, OldLog);
        disk.DeleteDirectory(_folder.Incoming);
        Stage(disk);

        SnapshotInstall.Begin(disk, _folder).IsInstalled.ShouldBeTrue();

        TestSnapshot.Look(disk, _folder.OldDb).ShouldBe(New);
        TestSnapshot.Look(disk, _folder.OldLog).ShouldBe(TestSnapshot.Look(OldLog));
    }

    /// <summary>The power fails at every single step of staging and install, and again at a random step of the starts after it.</summary>
    [Fact]
    public void Whenever_the_power_fails_a_start_has_the_old_data_whole_or_the_new()
    {
        var (olds, news) = (0, 0);
        for (var seed = 0; seed < 15; seed++)
        {
            for (var step = 0; ; step++)
            {
                var disk = NewDisk(seed);
                var random = new Random((seed * 1000) + step);
                disk.CutPowerAfter(step);
                var (completed, cut) = Try(disk, StageAndInstall);
                if (!cut)
                    break;
                for (var more = random.Next(3); more > 0; more--)
                {
                    disk = disk.Crash();
                    disk.CutPowerAfter(random.Next(25));
                    _ = Try(disk, Start);
                }

                disk = disk.Crash();
                Start(disk);

                var where = $"seed {seed}, step {step}";
                var db = TestSnapshot.Look(disk, _folder.Db);
                if (db is not null && db.OrderBy(file => file.Key).SequenceEqual(New.OrderBy(file => file.Key)))
                {
                    news++;
                    disk.DirectoryExists(_folder.Log).ShouldBeFalse(where);
                    disk.ListDirectories(_folder.Root).ShouldBeEmpty(where);
                }
                else
                {
                    olds++;
                    completed.ShouldBeFalse($"{where}: it was complete, and is not installed");
                    ShouldBeOld(disk, where);
                    Stage(disk);
                    Start(disk);
                    TestSnapshot.Look(disk, _folder.Db).ShouldBe(New, where);
                }

                disk.FileExists(_folder.Marker).ShouldBeFalse(where);
            }
        }

        olds.ShouldBeGreaterThan(50);
        news.ShouldBeGreaterThan(50);
    }

    [Fact]
    public void A_store_that_cannot_be_opened_gives_way_to_the_old_data()
    {
        var disk = NewDisk(1);
        Stage(disk);
        SnapshotInstall.Begin(disk, _folder).IsInstalled.ShouldBeTrue();

        SnapshotInstall.Undo(disk, _folder);

        ShouldBeOld(disk);
        disk.List(_folder.Root).ShouldBeEmpty();
        disk.ListDirectories(_folder.Root).ShouldBeEmpty();
        Stage(disk);
        Start(disk);
        TestSnapshot.Look(disk, _folder.Db).ShouldBe(New);
    }

    /// <summary>The power fails at every single step of the way back, and again at a random step of the starts after it.</summary>
    [Fact]
    public void Whenever_the_power_fails_on_the_way_back_the_old_data_are_there_in_the_end()
    {
        var cuts = 0;
        for (var seed = 0; seed < 15; seed++)
        {
            for (var step = 0; ; step++)
            {
                var disk = NewDisk(seed);
                var random = new Random((seed * 1000) + step);
                Stage(disk);
                SnapshotInstall.Begin(disk, _folder).IsInstalled.ShouldBeTrue();
                disk.CutPowerAfter(step);
                var (_, cut) = Try(disk, d => SnapshotInstall.Undo(d, _folder));
                if (!cut)
                    break;
                cuts++;
                for (var more = random.Next(3); more > 0; more--)
                {
                    disk = disk.Crash();
                    disk.CutPowerAfter(random.Next(15));
                    _ = Try(disk, StartThatRefuses);
                }

                disk = disk.Crash();
                StartThatRefuses(disk);
                ShouldBeOld(disk, $"seed {seed}, step {step}");
                disk.FileExists(_folder.Marker).ShouldBeFalse();
                disk.DirectoryExists(_folder.RefusedDb).ShouldBeFalse();
            }
        }

        cuts.ShouldBeGreaterThan(50);
    }

    private static Dictionary<string, string> New => TestSnapshot.Look(TestSnapshot.Small);

    private static SimulatedFileSystem NewDisk(int seed)
    {
        var disk = new SimulatedFileSystem(seed);
        TestSnapshot.Put(disk, "/data/db", OldDb);
        TestSnapshot.Put(disk, "/data/binlog", OldLog);
        TestSnapshot.Make(disk, contents: TestSnapshot.Small);
        return disk;
    }

    // Returns whether staging was completed, and whether the power has failed.
    private static (bool Completed, bool Cut) Try(SimulatedFileSystem disk, Func<SimulatedFileSystem, IEnumerable<bool>> work)
    {
        var completed = false;
        try
        {
            foreach (var isComplete in work(disk))
                completed |= isComplete;
            return (completed, false);
        }
        catch (IOException)
        {
            return (completed, true);
        }
    }

    private static (bool Completed, bool Cut) Try(SimulatedFileSystem disk, Action<SimulatedFileSystem> work) =>
        Try(
            disk,
            d =>
            {
                work(d);
                return [];
            }
        );

    private IEnumerable<bool> StageAndInstall(SimulatedFileSystem disk)
    {
        Stage(disk);
        yield return true;
        Start(disk);
    }

    private void Stage(SimulatedFileSystem disk) => TestSnapshot.Stage(disk, _folder);

    private void Start(SimulatedFileSystem disk)
    {
        if (SnapshotInstall.Begin(disk, _folder).IsInstalled)
        {
            // What a store reads when it is opened.
            TestSnapshot.Look(disk, _folder.Db).ShouldBe(New);
            SnapshotInstall.Finish(disk, _folder);
        }
    }

    // The new store cannot be opened this time either.
    private void StartThatRefuses(SimulatedFileSystem disk)
    {
        if (SnapshotInstall.Begin(disk, _folder).IsInstalled)
        {
            TestSnapshot.Look(disk, _folder.Db).ShouldBe(New, "the old data would be taken for the new");
            SnapshotInstall.Undo(disk, _folder);
        }
    }

    private void ShouldBeOld(SimulatedFileSystem disk, string? where = null)
    {
        TestSnapshot.Look(disk, _folder.Db).ShouldBe(TestSnapshot.Look(OldDb), where);
        TestSnapshot.Look(disk, _folder.Log).ShouldBe(TestSnapshot.Look(OldLog), where);
    }
}
