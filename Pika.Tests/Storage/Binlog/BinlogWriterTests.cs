using Pika.Storage.Binlog;
using Pika.Storage.Files;
using Pika.Tests.Support;

namespace Pika.Tests.Storage.Binlog;

public sealed class BinlogWriterTests
{
    [Fact]
    public void One_record_is_one_write()
    {
        var files = new MemoryFileSystem();
        using var writer = TestLog.Open(files);
        var before = files.Appends;
        writer.Append(TestLog.Record(1));
        writer.Append(TestLog.Record(2, 100_000));
        (files.Appends - before).ShouldBe(2);
        writer.Position.Last.ShouldBe(new LogIndex(1, 2));
        writer.Position.Offset.ShouldBe(files[TestLog.PathOf(0)].Length);
    }

    [Fact]
    public void The_log_rolls_by_size_and_never_splits_a_record()
    {
        var files = TestLog.Written(50, segmentBytes: 1024, i => i % 7 == 0 ? 3000 : 50);

        var infos = TestLog.Recover(files).Directory.Segments;
        infos.Count.ShouldBeGreaterThan(8);
        infos[0].FirstIndex.ShouldBe(1ul);
        infos[^1].LastIndex.ShouldBe(50ul);
        foreach (var (info, next) in infos.Zip(infos.Skip(1)))
        {
            next.FirstIndex.ShouldBe(info.LastIndex + 1);
            (info.Bytes <= 1024 || info.FirstIndex == info.LastIndex).ShouldBeTrue($"{info}");
        }
        TestLog.ReadAll(files).Indexes.ShouldBe(TestLog.Range(1, 50));
    }

    [Fact]
    public void A_roll_syncs_what_it_closes()
    {
        var files = new MemoryFileSystem();
        using var writer = TestLog.Open(files);
        writer.Append(TestLog.Record(1));
        writer.UnsyncedBytes.ShouldBeGreaterThan(0);
        writer.Roll();
        writer.Durable.ShouldBe(writer.Position);
        writer.Position.Segment.ShouldBe(1);
        writer.Position.Last.Index.ShouldBe(1ul);
        writer.Roll();
        writer.Position.Segment.ShouldBe(1, "an empty segment is not rolled");
    }

    [Fact]
    public void Sync_tells_up_to_where_the_log_is_durable()
    {
        var files = new MemoryFileSystem();
        using var writer = TestLog.Open(files);
        writer.Append(TestLog.Record(1));
        writer.Durable.Last.Index.ShouldBe(0ul);
        writer.Sync().Last.Index.ShouldBe(1ul);
        writer.Durable.ShouldBe(writer.Position);
        var syncs = files.Syncs;
        writer.Sync();
        files.Syncs.ShouldBe(syncs, "nothing new, nothing to sync");
    }

    [Fact]
    public void Only_the_next_record_is_accepted()
    {
        using var writer = TestLog.Open(new MemoryFileSystem());
        writer.Append(TestLog.Record(1, epoch: 3));
        var position = writer.Position;
        Should.Throw<ArgumentException>(() => writer.Append(TestLog.Record(1, epoch: 3)));
        Should.Throw<ArgumentException>(() => writer.Append(TestLog.Record(3, epoch: 3)));
        Should.Throw<ArgumentException>(() => writer.Append(TestLog.Record(2, epoch: 2)));
        Should.Throw<ArgumentException>(() => writer.Append(TestLog.Record(2, epoch: 3).AsSpan(1)));
        Should.Throw<ArgumentException>(() => writer.Append(default));
        writer.Position.ShouldBe(position);
        writer.Append(TestLog.Record(2, epoch: 4));
    }

    [Fact]
    public void A_disk_that_fills_up_in_the_middle_of_an_append_leaves_nothing_torn()
    {
        var files = new MemoryFileSystem();
        using var writer = TestLog.Open(files);
        writer.Append(TestLog.Record(1));
        var good = files[TestLog.PathOf(0)];

        files.Room = 40;
        Should.Throw<DiskFullException>(() => writer.Append(TestLog.Record(2)));
        files[TestLog.PathOf(0)].ShouldBe(good);

        files.Room = long.MaxValue;
        writer.Append(TestLog.Record(2));
        TestLog.ReadAll(files).Indexes.ShouldBe([1, 2]);
    }

    [Fact]
    public void What_could_not_be_cut_off_at_once_is_cut_before_the_next_append()
    {
        var files = new MemoryFileSystem();
        using var writer = TestLog.Open(files);
        writer.Append(TestLog.Record(1));
        (files.Room, files.TruncateFails) = (40, true);
        Should.Throw<DiskFullException>(() => writer.Append(TestLog.Record(2)));
        files.Room = long.MaxValue;
        Should.Throw<IOException>(() => writer.Append(TestLog.Record(2)));

        files.TruncateFails = false;
        writer.Append(TestLog.Record(2));
        TestLog.ReadAll(files).Indexes.ShouldBe([1, 2]);
    }

    [Fact]
    public void A_disk_that_is_full_at_a_roll_leaves_the_log_in_its_segment()
    {
        var files = new MemoryFileSystem();
        using var writer = TestLog.Open(files, 1024);
        writer.Append(TestLog.Record(1, 900));
        files.Room = 10;
        Should.Throw<DiskFullException>(() => writer.Append(TestLog.Record(2)));
        files.FileExists(TestLog.PathOf(1)).ShouldBeFalse();
        writer.Position.Segment.ShouldBe(0);

        files.Room = long.MaxValue;
        writer.Append(TestLog.Record(2));
        writer.Position.Segment.ShouldBe(1);
        TestLog.ReadAll(files).Indexes.ShouldBe([1, 2]);
    }

    [Fact]
    public void After_a_failed_sync_nothing_is_accepted_any_more()
    {
        var files = new MemoryFileSystem();
        using var writer = TestLog.Open(files);
        writer.Append(TestLog.Record(1));
        files.SyncFails = true;
        Should.Throw<BinlogException>(() => writer.Sync()).Fault.ShouldBe(BinlogFault.SyncFailed);
        files.SyncFails = false;
        Should.Throw<BinlogException>(() => writer.Sync()).Fault.ShouldBe(BinlogFault.SyncFailed);
        Should.Throw<BinlogException>(() => writer.Append(TestLog.Record(2))).Fault.ShouldBe(BinlogFault.SyncFailed);
        writer.Durable.Last.Index.ShouldBe(0ul);
    }

    /// <summary>A segment that was begun in vain may be there after a power cut: then the one before must hold nothing that came later.</summary>
    [Fact]
    public void Whatever_sync_fails_what_was_synced_is_found_again()
    {
        var (failures, refusals) = (0, 0);
        for (var seed = 0; seed < 300; seed++)
        {
            var disk = new SimulatedFileSystem(seed);
            ulong durable;
            using (var writer = OpenSimulated(disk))
            {
                disk.SyncFailures = 0.1;
                for (var i = 0; i < 60; i++)
                {
                    try
                    {
                        writer.Append(TestLog.Record(writer.Position.Last.Index + 1, i % 3 == 0 ? 400 : 20));
                        if (i % 4 == 0)
                            writer.Sync();
                    }
                    catch (BinlogException failed) when (failed.Fault == BinlogFault.SyncFailed)
                    {
                        failures++;
                    }
                    catch (IOException)
                    {
                        refusals++;
                    }
                }

                durable = writer.Durable.Last.Index;
            }

            var after = disk.Crash();
            after.SyncFailures = 0;
            using var again = OpenSimulated(after);
            again.Position.Last.Index.ShouldBeGreaterThanOrEqualTo(durable, $"seed {seed}");
        }

        failures.ShouldBeGreaterThan(100);
        refusals.ShouldBe(0, "after a failed sync the log takes nothing more");
    }

    private static BinlogWriter OpenSimulated(SimulatedFileSystem disk) =>
        BinlogWriter.Open(BinlogRecovery.Recover(disk, TestLog.Directory, default, _ => { }).Directory, 1024, TimeProvider.System);

    [Fact]
    public async Task Syncs_on_another_thread_do_not_disturb_appends_and_rolls()
    {
        var files = new MemoryFileSystem();
        using var writer = TestLog.Open(files, 4096);
        using var stop = new CancellationTokenSource();
        var syncing = Task.Run(() =>
        {
            var last = 0ul;
            while (!stop.IsCancellationRequested)
            {
                var synced = writer.Sync().Last.Index;
                synced.ShouldBeGreaterThanOrEqualTo(last);
                last = synced;
            }
        });
        for (var i = 1ul; i <= 3000; i++)
        {
            writer.Append(TestLog.Record(i, 40));
        }
        await stop.CancelAsync();
        await syncing;
        writer.Sync().Last.Index.ShouldBe(3000ul);
        TestLog.ReadAll(files).Indexes.ShouldBe(TestLog.Range(1, 3000));
    }
}
