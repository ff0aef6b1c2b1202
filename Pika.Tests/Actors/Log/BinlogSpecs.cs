using Pika.Actors.Configuration;
using Pika.Actors.Node;
using Pika.Storage.Store;
using Pika.Storage.Store.Memory;
using Pika.Tests.Actors.Support;
using Pika.Tests.Storage.Binlog;
using Pika.Tests.Support;
using Eventually = Pika.Tests.EndToEnd.Eventually;

namespace Pika.Tests.Actors.Log;

public sealed class BinlogSpecs
{
    private const string Ok = "+OK\r\n";
    private const string Full = "-MISCONF Errors writing to the binlog: No space left on device\r\n";

    [Fact]
    public async Task With_always_no_answer_comes_before_the_sync_and_all_that_wait_share_one()
    {
        var disk = new GatedFileSystem(new MemoryFileSystem());
        await using var node = await TestNode.OpenAsync(config => config.AppendFsync = AppendFsync.Always, files: disk);
        using var hold = disk.HoldSyncs();
        var (syncs, first) = (disk.Syncs, node.Node.Binlog.Position.Last.Index);

        // Each of the databases has writers of its own, so each of these is a turn of its own.
        var answers = new List<Task<string>>();
        for (var i = 0; i < 16; i++)
        {
            var client = node.Connect();
            (await client.Ask("SELECT", $"{i}")).ShouldBe(Ok);
            answers.Add(client.Ask("SET", "key", "value"));
        }

        await Eventually.Holds(() => disk.Waiting == 1, "the first turn has started a sync");
        (node.Node.Binlog.Position.Last.Index - first).ShouldBe(16ul, "appending goes on meanwhile");
        answers.ShouldAllBe(answer => !answer.IsCompleted);

        disk.LetSyncsGo();
        (await Task.WhenAll(answers)).ShouldAllBe(answer => answer == Ok);
        (disk.Syncs - syncs).ShouldBeInRange(1, 2, "one for what was there when it began, and one for all that came during it");
    }

    [Fact]
    public async Task Appendfsync_follows_CONFIG_SET()
    {
        var disk = new GatedFileSystem(new MemoryFileSystem());
        await using var node = await TestNode.OpenAsync(config => config.AppendFsync = AppendFsync.No, files: disk);
        var client = node.Connect();
        using var hold = disk.HoldSyncs();
        (await client.Ask("SET", "a", "1")).ShouldBe(Ok);

        (await client.Ask("CONFIG", "SET", "appendfsync", "always")).ShouldBe(Ok);
        var waits = client.Ask("SET", "a", "2");
        await Eventually.Holds(() => disk.Waiting == 1, "always syncs");
        waits.IsCompleted.ShouldBeFalse();

        (await node.Connect().Ask("CONFIG", "SET", "appendfsync", "no")).ShouldBe(Ok);
        (await waits.WaitAsync(TimeSpan.FromSeconds(15))).ShouldBe(Ok, "nobody has to wait for a sync any more");
        disk.LetSyncsGo();
    }

    [Fact]
    public async Task With_everysec_a_sync_that_takes_too_long_makes_writes_wait_and_reads_go_on()
    {
        var disk = new GatedFileSystem(new MemoryFileSystem());
        await using var node = await TestNode.OpenAsync(files: disk);
        var client = node.Connect();
        using var hold = disk.HoldSyncs();
        (await client.Ask("SET", "a", "1")).ShouldBe(Ok);
        await Eventually.Holds(() => node.Node.BinlogFacts.DelayedSyncs == 1, "the sync is late");

        var waits = client.Ask("SET", "a", "2");
        waits.IsCompleted.ShouldBeFalse();
        (await node.Connect().Ask("GET", "a")).ShouldBe("$1\r\n1\r\n");

        disk.LetSyncsGo();
        (await waits).ShouldBe(Ok);
    }

    [Fact]
    public async Task A_full_segment_is_exchanged_beside_the_thread_that_writes()
    {
        var disk = new GatedFileSystem(new MemoryFileSystem());
        await using var node = await TestNode.OpenAsync(config => config.BinlogFileSize = 1 << 20, files: disk);
        var client = node.Connect();
        (await client.Ask("SET", "a", new string('x', 900_000))).ShouldBe(Ok);
        using var hold = disk.HoldSyncs();

        var waits = client.Ask("SET", "b", new string('y', 900_000));
        waits.IsCompleted.ShouldBeFalse("the roll, with its syncs, holds the turn but not its thread");
        (await node.Connect().Ask("STRLEN", "a")).ShouldBe(":900000\r\n");

        disk.LetSyncsGo();
        (await waits).ShouldBe(Ok);
        node.Node.Binlog.Position.Segment.ShouldBe(1);
    }

    [Theory]
    [InlineData(AppendFsync.Always)]
    [InlineData(AppendFsync.EverySec)]
    public async Task A_full_disk_refuses_writes_until_there_is_room_and_leaves_nothing_torn(AppendFsync policy)
    {
        var disk = new SimulatedFileSystem(seed: 5);
        await using (var node = await TestNode.OpenAsync(config => config.AppendFsync = policy, files: disk))
        {
            var client = node.Connect();
            (await client.Ask("SET", "a", "before")).ShouldBe(Ok);
            disk.Capacity = node.Node.Binlog.Position.Offset + 20;

            (await client.Ask("SET", "b", new string('x', 1000))).ShouldBe(Full);
            (await client.Ask("SET", "b", new string('x', 1000))).ShouldBe(Full);
            (await client.Pipeline("MULTI", "SET c 1", "SET d 2")).ShouldBe(Ok + "+QUEUED\r\n+QUEUED\r\n");
            (await client.Ask("EXEC")).ShouldBe(Full);
            (await client.Ask("GET", "a")).ShouldBe("$6\r\nbefore\r\n");
            (await client.Ask("EXISTS", "b", "c", "d")).ShouldBe(":0\r\n");
            (await client.Ask("INFO", "binlog")).ShouldContain("binlog_status:refusing\r\n");
            (await client.Ask("INFO", "persistence")).ShouldContain("aof_last_write_status:err\r\n");

            disk.Capacity = long.MaxValue;
            (await client.Ask("SET", "b", "after")).ShouldBe(Ok);
            (await client.Ask("INFO", "binlog")).ShouldContain("binlog_status:ok\r\n");
        }

        await using var again = await TestNode.OpenAsync(files: disk);
        (await again.Connect().Pipeline("GET a", "GET b", "DBSIZE")).ShouldBe("$6\r\nbefore\r\n$5\r\nafter\r\n:2\r\n");
    }

    [Fact]
    public async Task A_full_disk_at_a_roll_refuses_writes_until_there_is_room()
    {
        var disk = new SimulatedFileSystem(seed: 6);
        await using var node = await TestNode.OpenAsync(config => config.BinlogFileSize = 1 << 20, files: disk);
        var client = node.Connect();
        (await client.Ask("SET", "a", new string('x', 900_000))).ShouldBe(Ok);
        disk.Capacity = node.Node.Binlog.Position.Offset + 10;

        (await client.Ask("SET", "b", new string('y', 900_000))).ShouldBe(Full);
        (await client.Ask("SET", "b", new string('y', 900_000))).ShouldBe(Full);

        disk.Capacity = long.MaxValue;
        (await client.Ask("SET", "b", new string('y', 900_000))).ShouldBe(Ok);
        node.Node.BinlogFacts.Segments.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(AppendFsync.Always)]
    [InlineData(AppendFsync.EverySec)]
    public async Task A_failed_sync_ends_writing_until_the_node_is_restarted(AppendFsync policy)
    {
        var disk = new SimulatedFileSystem(seed: 7);
        await using (var node = await TestNode.OpenAsync(config => config.AppendFsync = policy, files: disk))
        {
            var client = node.Connect();
            (await client.Ask("SET", "a", "1")).ShouldBe(Ok);
            disk.SyncFailures = 1;

            var answer = Ok;
            await Eventually.Holds(
                async () => (answer = await client.Ask("SET", "b", "1")) != Ok,
                "a sync fails, at the latest a second later"
            );
            disk.SyncFailures = 0;

            answer.ShouldStartWith("-MISCONF Errors writing to the binlog: ");
            answer.Contains("the command is in the binlog", StringComparison.Ordinal).ShouldBe(policy == AppendFsync.Always, answer);
            var later = await client.Ask("SET", "c", "1");
            later.ShouldStartWith("-MISCONF Errors writing to the binlog: ");
            later.ShouldNotContain("the command is in the binlog");
            (await client.Ask("GET", "a")).ShouldBe("$1\r\n1\r\n");
            (await client.Ask("INFO", "binlog")).ShouldContain("binlog_status:failed\r\n");
        }

        await using var again = await TestNode.OpenAsync(files: disk);
        (await again.Connect().Pipeline("GET a", "SET c 1", "GET c")).ShouldBe("$1\r\n1\r\n+OK\r\n$1\r\n1\r\n");
    }

    [Fact]
    public async Task A_store_that_refuses_a_record_of_the_log_gets_it_again_until_it_takes_it()
    {
        var store = new FailingStore(new MemoryStore());
        await using var node = await TestNode.OpenAsync(store: store);
        var client = node.Connect();
        (await client.Ask("SET", "a", "1")).ShouldBe(Ok);
        store.WriteFailure = new StoreException(StoreError.NoSpace, "IO error: No space left on device");
        const string Refused = "-MISCONF Errors writing to the store: No space left on device";

        (await client.Ask("SET", "a", "2")).ShouldBe(
            Refused + " (the command is in the binlog and takes effect when the store works again)\r\n"
        );
        (await client.Ask("SET", "a", "3")).ShouldBe(Refused + "\r\n", "the same writer");
        var other = node.Connect();
        (await other.Pipeline("SELECT 1", "SET b 1")).ShouldBe(Ok + Refused + "\r\n", "another writer");
        (await other.Ask("FLUSHALL")).ShouldStartWith(Refused);
        (await client.Ask("GET", "a")).ShouldBe("$1\r\n1\r\n");
        (await client.Ask("INFO", "binlog")).ShouldContain("binlog_status:refusing\r\n");

        store.WriteFailure = null;
        await Eventually.Holds(async () => await client.Ask("GET", "a") == "$1\r\n2\r\n", "the logged command takes effect");
        await Eventually.Holds(async () => await client.Ask("SET", "a", "4") == Ok, "and writes are accepted");
        (await other.Pipeline("SET b 1", "DBSIZE")).ShouldBe("+OK\r\n:1\r\n");
    }

    [Theory]
    [InlineData(AppendFsync.Always)]
    [InlineData(AppendFsync.EverySec)]
    public async Task A_defect_answers_all_that_wait_and_ends_the_node(AppendFsync policy)
    {
        var disk = new GatedFileSystem(new MemoryFileSystem());
        var store = new FailingStore(new MemoryStore());
        await using var node = await TestNode.OpenAsync(config => config.AppendFsync = policy, store: store, files: disk);
        using var hold = disk.HoldSyncs();
        store.WriteFailure = new InvalidOperationException("a defect");

        var answers = new List<Task<string>>();
        for (var i = 0; i < 16; i++)
            answers.Add(node.Connect().Ask("SET", $"key:{i}", "value"));
        disk.LetSyncsGo();

        var texts = await Task.WhenAll(answers).WaitAsync(TimeSpan.FromSeconds(15));
        texts.ShouldAllBe(text => text.StartsWith("-ERR internal error"));
        (await node.Connect().Ask("SET", "later", "value")).ShouldStartWith("-ERR internal error");
        await Should.ThrowAsync<NodeFailedException>(() => node.Node.ShutdownRequested);
    }
}
