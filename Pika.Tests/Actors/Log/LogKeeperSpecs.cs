using Akka.TestKit.Xunit2;
using Pika.Actors.Configuration;
using Pika.Actors.Log;
using Pika.Storage.Binlog;
using Pika.Tests.Actors.Replication.Support;
using Pika.Tests.Actors.Support;
using Pika.Tests.Storage.Binlog;
using Pika.Tests.Support;
using Eventually = Pika.Tests.EndToEnd.Eventually;

namespace Pika.Tests.Actors.Log;

/// <summary>Leases, segments and purging, asked of a whole node's log.</summary>
public sealed class LogKeeperSpecs : TestKit
{
    private const string Ok = "+OK\r\n";
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task A_lease_keeps_files_that_retention_does_not_want_until_it_is_given_back()
    {
        var disk = new MemoryFileSystem();
        await using var node = await OpenAsync(disk);
        node.Node.Appender.Tell(new BinlogProtocol.Pin("replica", 1, long.MaxValue, Hour), TestActor);
        ExpectMsg<BinlogProtocol.Pinned>().Lease.Index.ShouldBe(1ul);
        await Fill(node, segments: 4);

        await Eventually.Holds(
            () => node.Node.BinlogFacts.Kept is [var first, ..] && first.Reason.Contains("'replica' needs the records from index 1 on"),
            "the first segments are kept for the lease alone"
        );
        disk.List("/binlog")[0].ShouldBe("write2file0");
        (await node.Connect().Ask("INFO", "binlog")).ShouldContain("binlog_pin0:owner=replica,index=1,");

        node.Node.Appender.Tell(new BinlogProtocol.Release("replica"), TestActor);
        PassFlushPause(node);
        await Eventually.Holds(() => disk.List("/binlog").Count == 1, "retention wants one file");
        ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public async Task A_lease_that_holds_back_too_much_is_revoked_and_its_owner_is_told()
    {
        await using var node = await OpenAsync(new MemoryFileSystem());
        node.Node.Appender.Tell(new BinlogProtocol.Pin("replica", 1, MaxBytes: 1 << 20, Hour), TestActor);
        ExpectMsg<BinlogProtocol.Pinned>();
        await Fill(node, segments: 4);

        ExpectMsg<BinlogProtocol.PinRevoked>(TimeSpan.FromSeconds(15)).Reason.ShouldContain("its limit is 1048576");
        node.Node.Appender.Tell(new BinlogProtocol.Advance("replica", 2), TestActor);
        ExpectMsg<BinlogProtocol.PinRevoked>();
    }

    [Fact]
    public async Task A_lease_ends_with_its_owner()
    {
        await using var node = await OpenAsync(new MemoryFileSystem());
        var owner = CreateTestProbe();
        node.Node.Appender.Tell(new BinlogProtocol.Pin("replica", null, long.MaxValue, Hour), owner.Ref);
        owner.ExpectMsg<BinlogProtocol.Pinned>();
        await Eventually.Holds(() => node.Node.BinlogFacts.Pins.Count == 1, "the lease is shown");

        Sys.Stop(owner.Ref);

        await Eventually.Holds(() => node.Node.BinlogFacts.Pins.Count == 0, "the lease is gone");
    }

    [Fact]
    public async Task A_lease_on_what_is_purged_is_refused()
    {
        await using var node = await OpenAsync(new MemoryFileSystem());
        await Fill(node, segments: 3);
        await Eventually.Holds(() => node.Node.Binlog.Directory.FirstIndex > 1, "the first segment is purged");

        node.Node.Appender.Tell(new BinlogProtocol.Pin("replica", 1, long.MaxValue, Hour), TestActor);
        ExpectMsg<BinlogProtocol.NotHeld>().First.ShouldBeGreaterThan(1ul);
    }

    [Fact]
    public async Task PURGELOGSTO_flushes_the_store_and_deletes_all_up_to_the_file_but_the_current_one()
    {
        var disk = new MemoryFileSystem();
        await using var node = await OpenAsync(disk, retainedFiles: 0);
        await Fill(node, segments: 4);
        var client = node.Connect();
        int before = disk.List("/binlog").Count;

        (await client.Ask("PURGELOGSTO", "write2file1")).ShouldBe(Ok);
        await Eventually.Holds(() => disk.List("/binlog").Count == before - 2, "two files go");
        disk.List("/binlog")[0].ShouldBe("write2file2");

        (await client.Ask("PURGELOGSTO", "write2file999")).ShouldBe(Ok);
        await Eventually.Holds(() => disk.List("/binlog").Count == 1, "the current file stays");
        (await client.Ask("INFO", "binlog")).ShouldContain("binlog_segments:1\r\n");
    }

    [Fact]
    public async Task PURGELOGSTO_says_which_file_stays_and_for_whom_and_deletes_those_before_it()
    {
        var disk = new MemoryFileSystem();
        await using var node = await OpenAsync(disk, retainedFiles: 0);
        await Fill(node, segments: 4);
        var client = node.Connect();
        ulong needed = node.Node.Binlog.Directory.Segments[1].LastIndex;
        node.Node.Appender.Tell(new BinlogProtocol.Pin("reader", needed, long.MaxValue, Hour), TestActor);
        ExpectMsg<BinlogProtocol.Pinned>();
        await Eventually.Holds(() => node.Node.BinlogFacts.Pins.Count == 1, "the lease is known to clients");

        (await client.Ask("PURGELOGSTO", "write2file0")).ShouldBe(Ok, "nobody needs that");
        string kept = $"-ERR write2file1 stays, and what follows it: 'reader' needs the records from index {needed} on\r\n";
        (await client.Ask("PURGELOGSTO", "write2file2")).ShouldBe(kept);
        await Eventually.Holds(() => disk.List("/binlog")[0] == "write2file1", "those before it go");
        (await client.Ask("PURGELOGSTO", "write2file999")).ShouldBe(kept);

        node.Node.Appender.Tell(new BinlogProtocol.Release("reader"), TestActor);
        await Eventually.Holds(() => node.Node.BinlogFacts.Pins.Count == 0, "its end is known to clients");
        (await client.Ask("PURGELOGSTO", "write2file999")).ShouldBe(Ok);
        await Eventually.Holds(() => disk.List("/binlog").Count == 1, "the current file stays");
    }

    [Fact]
    public async Task Files_that_cannot_be_deleted_are_deleted_later()
    {
        var files = new MemoryFileSystem();
        var disk = new GatedFileSystem(files) { FailDelete = true };
        await using var node = await TestNode.OpenAsync(Small(1), files: disk);
        await Fill(node, segments: 3);
        PassFlushPause(node);
        await Eventually.Holds(() => node.Node.Binlog.Directory.Segments.Count == 1, "they are released");
        files.List("/binlog").Count.ShouldBeGreaterThan(1);

        disk.FailDelete = false;
        await Eventually.Holds(() => files.List("/binlog").Count == 1, "they are deleted");
        await Eventually.Holds(() => node.Node.BinlogFacts.PurgedFiles >= 2, "and counted");
    }

    [Fact]
    public async Task The_log_is_read_through_its_segments_in_chunks_to_its_end()
    {
        await using var node = await OpenAsync(new MemoryFileSystem(), retainedFiles: 0);
        await Fill(node, segments: 3);
        var end = node.Node.Binlog.Position.Last.Index;

        var (index, paths) = (1ul, new List<string>());
        while (index <= end)
        {
            node.Node.Appender.Tell(new BinlogProtocol.Locate(index), TestActor);
            var segment = ExpectMsg<BinlogProtocol.Located>().Segment;
            paths.Add(segment.Path.Name);
            segment.Tell(new BinlogSegment.Read(index, 500_000), TestActor);
            var chunk = ExpectMsg<BinlogSegment.Chunk>();
            chunk.First.ShouldBe(index);
            chunk.Records.ShouldNotBeEmpty();
            chunk.Records.SkipLast(1).Sum(record => record.Length).ShouldBeLessThan(500_000);
            foreach (byte[] record in chunk.Records)
                Pika.Storage.Binlog.BinlogRecord.FindFlaw(record).ShouldBeNull();
            index = chunk.Next;
        }

        paths.Distinct().ShouldBe(["segment-000000", "segment-000001", "segment-000002", "segment-000003"]);
        node.Node.Appender.Tell(new BinlogProtocol.Locate(end + 2), TestActor);
        ExpectMsg<BinlogProtocol.NotHeld>().Next.ShouldBe(end + 1);
    }

    [Fact]
    public async Task A_reader_at_the_end_of_a_segment_goes_on_when_it_grows()
    {
        await using var node = await OpenAsync(new MemoryFileSystem());
        var client = node.Connect();
        (await client.Ask("SET", "a", "1")).ShouldBe(Ok);
        var next = node.Node.Binlog.Position.Last.Index + 1;
        node.Node.Appender.Tell(new BinlogProtocol.Locate(next), TestActor);
        var segment = ExpectMsg<BinlogProtocol.Located>().Segment;
        segment.Tell(new BinlogSegment.Read(next, 1000), TestActor);
        ExpectMsg<BinlogSegment.Chunk>().Records.ShouldBeEmpty();

        (await client.Ask("SET", "a", "2")).ShouldBe(Ok);
        segment.Tell(new BinlogSegment.Read(next, 1000), TestActor);
        ExpectMsg<BinlogSegment.Chunk>().Records.ShouldHaveSingleItem();

        segment.Tell(new BinlogSegment.Read(next + 2, 1000), TestActor);
        ExpectMsg<BinlogSegment.NotHeld>();
    }

    [Fact]
    public async Task A_segment_that_an_epoch_begins_with_is_known_to_its_readers()
    {
        await using var node = await OpenAsync(new MemoryFileSystem());
        var client = node.Connect();
        await LeaveRoom(node, client, BinlogRecord.Prefix + 10);
        (await client.Ask("REPLICAOF", "127.0.0.1", "1")).ShouldBe(Ok);
        (await client.Ask("REPLICAOF", "NO", "ONE")).ShouldBe(Ok);

        await Eventually.Holds(
            () => node.Node.Binlog.Position is { Segment: 1, Last.Epoch: 2 },
            "the record of the epoch does not fit into the first segment"
        );
        node.Node.Appender.Tell(new BinlogProtocol.Locate(node.Node.Binlog.Position.Last.Index), TestActor);
        ExpectMsg<BinlogProtocol.Located>().Segment.Path.Name.ShouldBe("segment-000001");
    }

    [Fact]
    public async Task While_the_record_that_begins_an_epoch_is_refused_no_turn_comes_before_it()
    {
        var disk = new MemoryFileSystem();
        await using var node = await OpenAsync(disk);
        var client = node.Connect();
        var begin = node.Node.Binlog.Position.Offset;
        (await client.Ask("REPLICAOF", "127.0.0.1", "1")).ShouldBe(Ok);
        (await client.Ask("REPLICAOF", "NO", "ONE")).ShouldBe(Ok);
        await Eventually.Holds(() => node.Node.Binlog.Position.Last.Epoch == 2, "the epoch begins");
        var epochSize = node.Node.Binlog.Position.Offset - begin;
        (await client.Ask("SET", "a", "1")).ShouldBe(Ok);
        var size = node.Node.Binlog.Position.Offset - begin - epochSize;
        size.ShouldBeLessThan(epochSize, "a turn fits where the record of the epoch does not");
        await LeaveRoom(node, client, 10);
        (await client.Ask("REPLICAOF", "127.0.0.1", "1")).ShouldBe(Ok);

        var gate = new ManualResetEventSlim();
        disk.Syncing = path => _ = !path.Contains("write2file", StringComparison.Ordinal) || gate.Wait(PlayedLink.Patience);
        (await client.Ask("REPLICAOF", "NO", "ONE")).ShouldBe(Ok);
        var waits = client.Ask("SET", "a", "3");
        disk.Room = BinlogFormat.SegmentHeaderSize + epochSize - 1;
        gate.Set();

        (await waits).ShouldBe("-MISCONF Errors writing to the binlog: No space left on device\r\n");
        node.Node.Binlog.Position.Last.Epoch.ShouldBe(2u, "the epoch has not begun");
        disk.Room = long.MaxValue;
        (await client.Ask("SET", "a", "4")).ShouldBe(Ok);
        node.Node.Binlog.Position.Last.Epoch.ShouldBe(3u);
    }

    // Has the first segment end so many bytes after the last record.
    private static async Task LeaveRoom(TestNode node, TestClient client, int room)
    {
        var (size, before) = (30_000, 0L);
        long Left() => (1 << 20) - room - node.Node.Binlog.Position.Offset;
        while (Left() > 60_000)
        {
            before = Left();
            (await client.Ask("SET", "fill", new string('x', size))).ShouldBe(Ok);
        }

        var besides = (int)(before - Left()) - size;
        (await client.Ask("SET", "fill", new string('x', (int)Left() - besides))).ShouldBe(Ok);
        Left().ShouldBe(0);
    }

    private static Action<ServerConfig> Small(int retainedFiles) =>
        config => (config.BinlogFileSize, config.BinlogRetentionFiles) = (1 << 20, retainedFiles);

    private static Task<TestNode> OpenAsync(MemoryFileSystem disk, int retainedFiles = 1) =>
        TestNode.OpenAsync(Small(retainedFiles), files: disk);

    // Segments that the store was not durable for at the last flush go with the next one.
    private static void PassFlushPause(TestNode node) => node.Time.Advance(TimeSpan.FromMilliseconds(LogRetention.FlushPauseMs));

    // Values of one row each: bigger ones leave chunks behind, whose reclaim would write to the log on its own.
    private static async Task Fill(TestNode node, int segments)
    {
        var client = node.Connect();
        while (node.Node.Binlog.Position.Segment < segments)
            (await client.Ask("SET", "fill", new string('x', 60_000))).ShouldBe(Ok);
    }
}
