using Pika.Storage.Files;
using Pika.Storage.Snapshots;
using Pika.Tests.Support;

namespace Pika.Tests.Storage.Snapshots;

public sealed class SnapshotStagingTests
{
    private readonly SimulatedFileSystem _disk = new(3);
    private readonly SyncFolder _folder = new("/data");
    private readonly SnapshotFiles _snapshot;

    public SnapshotStagingTests()
    {
        _disk.CreateDirectory("/data");
        _snapshot = TestSnapshot.Make(_disk);
    }

    [Fact]
    public void A_snapshot_is_received_with_several_chunks_outstanding()
    {
        using var reader = _snapshot.OpenReader();
        using var staging = Begin();
        var outstanding = new Queue<SnapshotFetch>();
        while (!staging.IsReceived)
        {
            while (outstanding.Count < 3 && staging.TryNext(out var fetch))
                outstanding.Enqueue(fetch);
            TestSnapshot.Answer(staging, reader, outstanding.Dequeue()).ShouldBeTrue();
            staging.ReceivedBytes.ShouldBeLessThanOrEqualTo(staging.TotalBytes);
        }

        staging.ReceivedBytes.ShouldBe(_snapshot.Manifest.TotalBytes);
        staging.TryNext(out _).ShouldBeFalse();
        _disk.FileExists(_folder.Marker).ShouldBeFalse();
        staging.Complete();
        _disk.FileExists(_folder.Marker).ShouldBeTrue();
        TestSnapshot.Look(_disk, _folder.IncomingDb).ShouldBe(TestSnapshot.Look(TestSnapshot.Contents));
        Should.Throw<SnapshotException>(() => Begin()).Message.ShouldContain("waits for the node to be restarted");
    }

    [Fact]
    public void It_cannot_be_completed_before_all_is_there()
    {
        using var reader = _snapshot.OpenReader();
        using var staging = Begin();
        TestSnapshot.Receive(staging, reader, chunks: 4).ShouldBeFalse();

        Should.Throw<InvalidOperationException>(staging.Complete);
        _disk.FileExists(_folder.Marker).ShouldBeFalse();
    }

    [Fact]
    public void What_was_not_asked_for_is_refused()
    {
        using var staging = Begin();
        Should.Throw<SnapshotException>(() => staging.Write(0, 0, new byte[10], null));
        staging.TryNext(out var first);
        staging.TryNext(out var second);
        var bytes = new byte[first.Length];

        Should.Throw<SnapshotException>(() => staging.Write(second.File, second.Offset, bytes, null)).Message.ShouldContain("asked for");
        Should.Throw<SnapshotException>(() => staging.Write(first.File, first.Offset, bytes.AsSpan(1), null));
        Should.Throw<SnapshotException>(() => staging.Write(first.File + 1, first.Offset, bytes, null));
        Should.Throw<SnapshotException>(() => staging.Write(first.File, first.Offset, bytes, 7)).Message.ShouldContain("before its end");
        staging.Write(first.File, first.Offset, bytes, null).ShouldBeTrue();
    }

    [Fact]
    public void A_file_that_comes_damaged_is_asked_for_again_and_not_for_ever()
    {
        using var reader = _snapshot.OpenReader();
        using var staging = Begin();
        var damaged = 0;
        Should
            .Throw<SnapshotException>(() =>
            {
                while (staging.TryNext(out var fetch))
                {
                    var buffer = new byte[fetch.Length];
                    var crc = reader.Read(fetch.File, fetch.Offset, buffer).FileCrc;
                    buffer[0] ^= (byte)(fetch.File == 1 ? 1 : 0);
                    damaged += staging.Write(fetch.File, fetch.Offset, buffer, crc) ? 0 : 1;
                }
            })
            .Message.ShouldContain("'000009.sst' has come damaged 3 times");

        damaged.ShouldBe(2);
        staging.IsReceived.ShouldBeFalse();
    }

    [Fact]
    public void A_file_that_came_damaged_once_is_received_in_the_end()
    {
        using var reader = _snapshot.OpenReader();
        using var staging = Begin();
        var spoiled = false;
        while (staging.TryNext(out var fetch))
        {
            var buffer = new byte[fetch.Length];
            var crc = reader.Read(fetch.File, fetch.Offset, buffer).FileCrc;
            if (!spoiled && fetch is { File: 0, Offset: > 0 })
            {
                spoiled = true;
                buffer[^1] ^= 1;
            }

            staging.Write(fetch.File, fetch.Offset, buffer, crc);
        }

        staging.ReceivedBytes.ShouldBe(staging.TotalBytes);
        staging.Complete();
        TestSnapshot.Look(_disk, _folder.IncomingDb).ShouldBe(TestSnapshot.Look(TestSnapshot.Contents));
    }

    [Fact]
    public void After_a_broken_link_it_goes_on_where_it_was()
    {
        using var staging = Begin();
        using (var reader = _snapshot.OpenReader())
        {
            TestSnapshot.Receive(staging, reader, chunks: 1);
            staging.TryNext(out _);
            staging.TryNext(out _);
            staging.TryNext(out _);
        }

        staging.Restart();
        staging.TryNext(out var next);
        next.ShouldBe(new SnapshotFetch(0, SnapshotFormat.ChunkBytes, SnapshotFormat.ChunkBytes));
        staging.Restart();

        using var again = _snapshot.OpenReader();
        TestSnapshot.Receive(staging, again).ShouldBeTrue();
        staging.ReceivedBytes.ShouldBe(staging.TotalBytes);
        TestSnapshot.Look(_disk, _folder.IncomingDb).ShouldBe(TestSnapshot.Look(TestSnapshot.Contents));
    }

    [Fact]
    public void After_a_restart_complete_files_stay_and_a_partial_one_comes_again()
    {
        using var reader = _snapshot.OpenReader();
        using (var staging = Begin())
            TestSnapshot.Receive(staging, reader, chunks: 3 + 1);
        SnapshotStaging.Find(_disk, _folder)!.Id.ShouldBe(7ul);

        using var resumed = Begin();

        resumed.ReceivedFiles.ShouldBe(3, "the two that came and the empty one");
        resumed.ResumedBytes.ShouldBe(TestSnapshot.Contents["000007.sst"].Length + 5000);
        resumed.TryNext(out var fetch);
        fetch.ShouldBe(new SnapshotFetch(2, 0, 16));
        resumed.Restart();
        TestSnapshot.Receive(resumed, reader).ShouldBeTrue();
        resumed.Complete();
        TestSnapshot.Look(_disk, _folder.IncomingDb).ShouldBe(TestSnapshot.Look(TestSnapshot.Contents));
    }

    [Fact]
    public void A_file_that_was_touched_since_comes_again()
    {
        using var reader = _snapshot.OpenReader();
        using (var staging = Begin())
            TestSnapshot.Receive(staging, reader);
        TestSnapshot.FlipBit(_disk, _folder.IncomingDb + "/000007.sst", 77);

        using var resumed = Begin();

        resumed.IsReceived.ShouldBeFalse();
        TestSnapshot.Receive(resumed, reader).ShouldBeTrue();
        TestSnapshot.Look(_disk, _folder.IncomingDb).ShouldBe(TestSnapshot.Look(TestSnapshot.Contents));
    }

    [Fact]
    public void Nothing_of_another_snapshot_stays()
    {
        using (var reader = _snapshot.OpenReader())
        using (var staging = Begin())
            TestSnapshot.Receive(staging, reader);
        var other = TestSnapshot.Make(_disk, id: 8);

        using var resumed = SnapshotStaging.Begin(_disk, _folder, other.Manifest);

        resumed.ReceivedBytes.ShouldBe(0);
        _disk.List(_folder.IncomingDb).ShouldBe(["OPTIONS-000006"], "only the empty file is there from the start");
    }

    [Fact]
    public void A_full_disk_is_found_before_and_survived_while_receiving()
    {
        using var reader = _snapshot.OpenReader();
        var used = TestSnapshot.Contents.Values.Sum(bytes => bytes.Length);
        _disk.Capacity = used + 1_000_000;
        Should.Throw<SnapshotException>(() => Begin()).Message.ShouldContain("are free");

        _disk.Capacity = (2 * used) + 4000;
        using var staging = Begin();
        _disk.Capacity = used + 1_600_000;
        Should.Throw<DiskFullException>(() => TestSnapshot.Receive(staging, reader));

        _disk.Capacity = long.MaxValue;
        staging.Restart();
        TestSnapshot.Receive(staging, reader).ShouldBeTrue();
        staging.ReceivedBytes.ShouldBe(staging.TotalBytes);
        TestSnapshot.Look(_disk, _folder.IncomingDb).ShouldBe(TestSnapshot.Look(TestSnapshot.Contents));
    }

    [Fact]
    public void A_failed_sync_has_the_file_come_again()
    {
        using var reader = _snapshot.OpenReader();
        using var staging = Begin();
        TestSnapshot.Receive(staging, reader, chunks: 3);
        _disk.SyncFailures = 1;
        Should.Throw<IOException>(() => TestSnapshot.Receive(staging, reader, chunks: 1));
        _disk.SyncFailures = 0;
        staging.ReceivedFiles.ShouldBe(2);

        TestSnapshot.Receive(staging, reader).ShouldBeTrue();
        staging.ReceivedBytes.ShouldBe(staging.TotalBytes);
    }

    private SnapshotStaging Begin() => SnapshotStaging.Begin(_disk, _folder, _snapshot.Manifest);
}
