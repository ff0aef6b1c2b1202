using Pika.Storage.Files;

namespace Pika.Tests.Support;

public sealed class SimulatedFileSystemTests
{
    [Fact]
    public void A_power_cut_never_takes_synced_bytes_and_sometimes_the_rest()
    {
        var lengths = new HashSet<int>();
        for (var seed = 0; seed < 200; seed++)
        {
            var disk = new SimulatedFileSystem(seed);
            disk.CreateDirectory("/data");
            var file = disk.OpenAppend("/data/log");
            file.Append("synced"u8);
            file.Sync();
            disk.SyncDirectory("/data");
            file.Append("later"u8);

            var after = disk.Crash()["/data/log"];

            after[..6].ShouldBe("synced"u8.ToArray());
            lengths.Add(after.Length);
        }

        lengths.Order().ShouldBe([6, 7, 8, 9, 10, 11]);
    }

    [Fact]
    public void A_name_is_durable_only_after_its_directory_was_synced()
    {
        var (found, missing) = (0, 0);
        for (var seed = 0; seed < 50; seed++)
        {
            var disk = new SimulatedFileSystem(seed);
            disk.CreateDirectory("/data");
            disk.OpenAppend("/data/kept").Sync();
            disk.SyncDirectory("/data");
            disk.OpenAppend("/data/new").Sync();
            disk.Rename("/data/kept", "/data/renamed");

            var names = disk.Crash().List("/data");

            names.Contains("kept").ShouldNotBe(names.Contains("renamed"), "a rename happens whole or not at all");
            _ = names.Contains("new") ? found++ : missing++;
        }

        found.ShouldBeGreaterThan(0);
        missing.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void A_full_disk_takes_a_part_and_recovers_when_there_is_room()
    {
        var disk = new SimulatedFileSystem(1) { Capacity = 4 };
        var file = disk.OpenAppend("/log");

        Should.Throw<DiskFullException>(() => file.Append("abcdef"u8));
        file.Length.ShouldBe(4);
        disk.FreeSpace("/").ShouldBe(0);
        file.Truncate(0);
        file.Append("abcd"u8);
    }

    [Fact]
    public void A_failed_sync_makes_nothing_durable()
    {
        var lost = Enumerable
            .Range(0, 50)
            .Any(seed =>
            {
                var disk = new SimulatedFileSystem(seed);
                var file = disk.OpenAppend("/log");
                disk.SyncDirectory("/");
                file.Append("abc"u8);
                disk.SyncFailures = 1;
                Should.Throw<IOException>(file.Sync);
                return disk.Crash()["/log"].Length < 3;
            });

        lost.ShouldBeTrue();
    }

    [Fact]
    public void What_could_not_be_synced_may_be_gone_for_the_next_process()
    {
        var lengths = new HashSet<int>();
        for (var seed = 0; seed < 100; seed++)
        {
            var disk = new SimulatedFileSystem(seed);
            var file = disk.OpenAppend("/log");
            file.Append("abc"u8);
            file.Sync();
            file.Append("def"u8);
            disk.SyncFailures = 1;
            Should.Throw<IOException>(file.Sync);

            lengths.Add(disk.Restart()["/log"].Length);
        }

        lengths.Order().ShouldBe([3, 4, 5, 6]);
    }

    [Fact]
    public void Zeros_may_take_the_place_of_the_end_of_what_was_not_synced()
    {
        var left = Enumerable
            .Range(0, 300)
            .Select(seed =>
            {
                var disk = new SimulatedFileSystem(seed);
                var file = disk.OpenAppend("/log");
                disk.SyncDirectory("/");
                file.Append("ab"u8);
                return Convert.ToHexString(disk.Crash()["/log"]);
            });

        left.Distinct().Order().ShouldBe(["", "00", "0000", "61", "6100", "6162"]);
    }

    [Fact]
    public void The_same_seed_gives_the_same_crash()
    {
        static byte[] Run(int seed)
        {
            var disk = new SimulatedFileSystem(seed);
            var file = disk.OpenAppend("/log");
            disk.SyncDirectory("/");
            file.Append(new byte[1000]);
            return disk.Crash()["/log"];
        }

        Run(7).ShouldBe(Run(7));
        Enumerable.Range(0, 20).Select(seed => Run(seed).Length).Distinct().Count().ShouldBeGreaterThan(1);
    }

    [Fact]
    public void After_a_power_cut_the_old_disk_is_dead()
    {
        var disk = new SimulatedFileSystem(1);
        var file = disk.OpenAppend("/log");
        disk.Crash();

        Should.Throw<IOException>(() => file.Append("x"u8));
        Should.Throw<IOException>(() => disk.FileExists("/log"));
    }

    [Fact]
    public void A_moved_directory_is_in_one_place_with_all_its_files()
    {
        var places = new HashSet<string>();
        for (var seed = 0; seed < 50; seed++)
        {
            var disk = new SimulatedFileSystem(seed);
            foreach (var directory in new[] { "/data/new", "/data/old" })
                disk.CreateDirectory(directory);
            foreach (var name in new[] { "a", "b" })
                disk.OpenAppend("/data/new/" + name).Sync();
            disk.SyncDirectory("/data/new");
            disk.RenameDirectory("/data/new", "/data/db");
            if (seed % 2 == 0)
                disk.SyncDirectory("/data");

            var after = disk.Crash();

            var place = after.ListDirectories("/data").Single(name => name != "old");
            after.List("/data/" + place).ShouldBe(["a", "b"]);
            if (seed % 2 == 0)
                place.ShouldBe("db");
            else
                places.Add(place);
        }

        places.Order().ShouldBe(["db", "new"]);
    }

    [Fact]
    public void A_killed_process_takes_nothing_with_it()
    {
        var disk = new SimulatedFileSystem(1);
        var file = disk.OpenAppend("/log");
        file.Append("abc"u8);

        var next = disk.Restart();

        next["/log"].ShouldBe("abc"u8.ToArray());
        Should.Throw<IOException>(() => file.Append("d"u8));
        Enumerable.Range(0, 50).Select(_ => (next = next.Restart()).Crash()).ShouldContain(left => !left.FileExists("/log"));
    }

    [Fact]
    public void A_bit_that_rots_stays_so()
    {
        var disk = new SimulatedFileSystem(1);
        var file = disk.OpenAppend("/log");
        disk.SyncDirectory("/");
        file.Append("abc"u8);
        file.Sync();

        disk.Flip("/log", at: 1, bit: 0);

        disk["/log"].ShouldBe("acc"u8.ToArray());
        disk.Crash()["/log"].ShouldBe("acc"u8.ToArray());
    }

    [Fact]
    public void The_power_fails_in_place_of_a_step()
    {
        var disk = new SimulatedFileSystem(1);
        var file = disk.OpenAppend("/log");
        disk.CutPowerAfter(2);
        file.Append("abc"u8);
        file.Sync();

        Should.Throw<IOException>(() => disk.SyncDirectory("/"));
        Should.Throw<IOException>(() => disk.FileExists("/log"));
    }
}
