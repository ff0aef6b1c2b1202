using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Pika.Actors.Replication.FullSync;
using Pika.Storage.Binlog;
using Pika.Storage.Snapshots;
using Pika.Storage.Store;
using Pika.Storage.Store.Memory;
using Pika.Tests.Actors.Support;
using Pika.Tests.Storage.Binlog;
using Pika.Tests.Storage.Store;

namespace Pika.Tests.Actors.Replication.FullSync;

/// <summary>Checkpoints for full syncs, asked of a whole node.</summary>
public sealed class BgsaveSpecs : TestKit
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private readonly MemoryFileSystem _disk = new();
    private readonly SyncFolder _folder = new("/data");

    [Fact]
    public async Task A_taker_gets_a_checkpoint_of_the_present_data_and_the_log_behind_it()
    {
        await using var node = await OpenAsync();
        (await node.Connect().Ask("SET", "k", "v")).ShouldBe("+OK\r\n");
        var applied = node.Node.Binlog.Position.Last;
        var taker = Take(node, "replica");

        taker.FishForMessage<Bgsave.Waiting>(waiting => waiting.Position == 0);
        var taken = ExpectTaken(taker);

        taken.Snapshot.Manifest.Applied.ShouldBe(applied);
        taken.PinIndex.ShouldBe(applied.Index + 1);
        using (var rows = MemoryStore.Open(_disk, taken.Snapshot.Directory))
            AppliedRow.Read(rows, ReadTier.All).ShouldBe(applied);
        await Eventually.True(() => node.Node.BinlogFacts.Pins.Any(pin => pin.Owner == "bgsave-1"));
    }

    [Fact]
    public async Task The_log_is_pinned_before_the_checkpoint_is_begun()
    {
        var store = new CheckpointStore(new MemoryStore(_disk));
        await using var node = await OpenAsync(store);
        await node.Connect().Ask("SET", "k", "v");
        using (store.Hold())
        {
            Take(node, "replica").ExpectMsg<Bgsave.Waiting>();
            await Eventually.True(() => store.Waiting == 1);
            await node.Connect().Ask("SET", "k", "w");

            await Eventually.True(() => node.Node.BinlogFacts.Pins.Any(pin => pin.Owner == "bgsave-1"));
            node.Node.BinlogFacts.Pins.Single().Index.ShouldBe(node.Node.Binlog.Position.Last.Index);
        }
    }

    [Fact]
    public async Task Replicas_that_come_together_share_one_checkpoint_and_it_goes_with_the_last()
    {
        await using var node = await OpenAsync();
        var (first, second) = (Take(node, "a"), Take(node, "b"));
        var snapshot = ExpectTaken(first).Snapshot;
        ExpectTaken(second).Snapshot.ShouldBeSameAs(snapshot);
        _disk.DirectoryExists(snapshot.Directory).ShouldBeTrue();

        node.Node.FullSyncs.Bgsave.Tell(new Bgsave.GiveBack("a"), first.Ref);
        await Eventually.True(() => node.Node.FullSyncs.Facts.Taking == 1);
        _disk.DirectoryExists(snapshot.Directory).ShouldBeTrue();
        Sys.Stop(second.Ref);

        await Eventually.True(() => !_disk.DirectoryExists(snapshot.Directory));
        await Eventually.True(() => node.Node.BinlogFacts.Pins.Count == 0);
        node.Node.FullSyncs.Facts.ShouldBe(new BgsaveFacts(0, 0, 0, 1, 0, ""));
    }

    [Fact]
    public async Task The_handover_of_the_lease_leaves_no_gap()
    {
        await using var node = await OpenAsync();
        var taker = Take(node, "replica");
        var taken = ExpectTaken(taker);

        node.Node.Appender.Tell(new Pika.Actors.Log.BinlogProtocol.Pin("replica", taken.PinIndex, long.MaxValue, Hour), taker.Ref);
        taker.ExpectMsg<Pika.Actors.Log.BinlogProtocol.Pinned>().Lease.Index.ShouldBe(taken.PinIndex);
        node.Node.FullSyncs.Bgsave.Tell(new Bgsave.Secured("replica"), taker.Ref);
        await Eventually.True(() => node.Node.BinlogFacts.Pins.Count == 2);
        node.Time.Advance(TimeSpan.FromMilliseconds(CheckpointQueue.FreshMs));
        node.Node.FullSyncs.Bgsave.Tell(new Bgsave.Secured("replica"), taker.Ref);

        await Eventually.True(() => node.Node.BinlogFacts.Pins.Count == 1);
        node.Node.BinlogFacts.Pins.Single().Owner.ShouldBe("replica");
        _disk.DirectoryExists(taken.Snapshot.Directory).ShouldBeTrue();
    }

    [Fact]
    public async Task Those_beyond_the_bound_wait_for_their_turn()
    {
        await using var node = await OpenAsync(full: 1);
        var (first, second, third) = (Take(node, "a"), Take(node, "b"), Take(node, "c"));
        ExpectTaken(first);
        second.FishForMessage<Bgsave.Waiting>(waiting => waiting.Position == 1);
        third.FishForMessage<Bgsave.Waiting>(waiting => waiting.Position == 2);

        node.Node.FullSyncs.Bgsave.Tell(new Bgsave.GiveBack("a"), first.Ref);

        ExpectTaken(second);
        third.FishForMessage<Bgsave.Waiting>(waiting => waiting.Position == 1);
        node.Node.FullSyncs.Facts.Waiting.ShouldBe(1);
    }

    [Fact]
    public async Task A_checkpoint_that_fails_is_answered_with_the_reason_and_the_next_attempt_may_succeed()
    {
        var store = new CheckpointStore(new MemoryStore(_disk)) { Failure = new StoreException(StoreError.Io, "no space left on device") };
        await using var node = await OpenAsync(store);
        var taker = Take(node, "replica");
        taker.FishForMessage<Bgsave.Waiting>(waiting => waiting.Position == 0);
        taker.ExpectMsg<Bgsave.TakeFailed>().Reason.ShouldBe("the checkpoint failed: no space left on device");
        await Eventually.True(() => node.Node.BinlogFacts.Pins.Count == 0);
        node.Node.FullSyncs.Facts.ShouldBe(new BgsaveFacts(0, 0, 0, 0, 1, "no space left on device"));

        store.Failure = null;
        node.Node.FullSyncs.Bgsave.Tell(new Bgsave.Take("replica", taker.Ref), taker.Ref);
        ExpectTaken(taker);
    }

    [Fact]
    public async Task A_checkpoint_that_lacks_what_the_store_had_before_is_not_given()
    {
        var store = new CheckpointStore(new MemoryStore(_disk)) { Lag = 1 };
        await using var node = await OpenAsync(store);
        (await node.Connect().Ask("SET", "k", "v")).ShouldBe("+OK\r\n");
        var taker = Take(node, "replica");
        taker.FishForMessage<Bgsave.Waiting>(waiting => waiting.Position == 0);
        taker
            .ExpectMsg<Bgsave.TakeFailed>()
            .Reason.ShouldBe("the checkpoint failed: the copy is at 1:1, and the store had record 2 before it was made");

        store.Lag = 0;
        node.Node.FullSyncs.Bgsave.Tell(new Bgsave.Take("replica", taker.Ref), taker.Ref);
        ExpectTaken(taker).Snapshot.Manifest.Applied.Index.ShouldBe(2ul);
    }

    [Fact]
    public async Task In_a_log_that_has_failed_the_records_that_were_refused_are_pinned_too()
    {
        await using var node = await OpenAsync();
        (await node.Connect().Ask("SET", "k", "v")).ShouldBe("+OK\r\n");
        var applied = node.Node.Binlog.Position.Last;
        (await node.Connect().Ask("CONFIG", "SET", "appendfsync", "always")).ShouldBe("+OK\r\n");
        _disk.SyncFails = true;
        (await node.Connect().Ask("SET", "k", "w")).ShouldStartWith("-MISCONF");
        node.Node.Binlog.Position.Last.Index.ShouldBe(applied.Index + 1, "the record is in the log");
        _disk.SyncFails = false;

        var taken = ExpectTaken(Take(node, "replica"));

        taken.Snapshot.Manifest.Applied.ShouldBe(applied);
        taken.PinIndex.ShouldBe(applied.Index + 1);
    }

    [Fact]
    public async Task What_an_earlier_run_has_left_is_deleted()
    {
        _disk[_folder.Checkpoint(17) + "/rows"] = [1, 2, 3];
        _disk[_folder.IncomingManifest] = [1];
        await using var node = await OpenAsync();

        ExpectTaken(Take(node, "replica"));

        _disk.ListDirectories(_folder.Root).ShouldBe(["checkpoint-1", "incoming"]);
    }

    [Fact]
    public async Task A_new_taker_for_the_same_replica_starts_over()
    {
        await using var node = await OpenAsync();
        var before = Take(node, "replica");
        var first = ExpectTaken(before);

        var second = ExpectTaken(Take(node, "replica"));

        second.Snapshot.Manifest.Id.ShouldNotBe(first.Snapshot.Manifest.Id);
        Sys.Stop(before.Ref);
        node.Node.FullSyncs.Facts.Taking.ShouldBe(1);
        _disk.DirectoryExists(second.Snapshot.Directory).ShouldBeTrue();
    }

    private Task<TestNode> OpenAsync(IStore? store = null, int full = 4) =>
        TestNode.OpenAsync(
            config => (config.Dir, config.MaxFullSyncs) = (_folder.Data, full),
            store ?? new MemoryStore(_disk),
            files: _disk
        );

    private TestProbe Take(TestNode node, string owner)
    {
        var taker = CreateTestProbe();
        node.Node.FullSyncs.Bgsave.Tell(new Bgsave.Take(owner, taker.Ref), taker.Ref);
        return taker;
    }

    private static Bgsave.Taken ExpectTaken(TestProbe taker) =>
        (Bgsave.Taken)taker.FishForMessage(message => message is Bgsave.Taken, TimeSpan.FromSeconds(30));

    /// <summary>A store whose checkpoints wait, or fail, as long as a test wants it.</summary>
    private sealed class CheckpointStore(IStore below) : PassingStore(below)
    {
        private readonly ManualResetEventSlim _gate = new(initialState: true);
        private int _waiting;

        public Exception? Failure { get; set; }

        /// <summary>By how many records a checkpoint is behind the store.</summary>
        public ulong Lag { get; set; }

        public int Waiting => Volatile.Read(ref _waiting);

        public IDisposable Hold()
        {
            _gate.Reset();
            return new Opening(_gate);
        }

        public override LogIndex? Checkpoint(string directory)
        {
            Interlocked.Increment(ref _waiting);
            _gate.Wait();
            var applied = Failure is null ? base.Checkpoint(directory) : throw Failure;
            return applied is { } at ? at with { Index = at.Index - Lag } : null;
        }

        private sealed class Opening(ManualResetEventSlim gate) : IDisposable
        {
            public void Dispose() => gate.Set();
        }
    }
}
