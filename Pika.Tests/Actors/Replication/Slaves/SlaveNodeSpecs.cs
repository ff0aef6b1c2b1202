using Akka.Actor;
using Pika.Actors.Log;
using Pika.Actors.Replication;
using Pika.Actors.Replication.Wire;
using Pika.Storage.Binlog;
using Pika.Storage.Snapshots;
using Pika.Tests.Actors.Replication.Support;
using Pika.Tests.Actors.Support;
using Pika.Tests.Storage.Binlog;
using Eventually = Pika.Tests.EndToEnd.Eventually;

namespace Pika.Tests.Actors.Replication.Slaves;

/// <summary>A master's side of a replica, on a whole node: the test is the replica, frame by frame.</summary>
public sealed class SlaveNodeSpecs : IAsyncLifetime
{
    private static readonly string ReplicaId = new('e', 40);
    private TestNode _master = null!;
    private TestClient _client = null!;

    public async Task InitializeAsync()
    {
        _master = await TestNode.OpenAsync(files: new MemoryFileSystem());
        _client = _master.Connect();
        await _client.Ask("SET", "a", "1");
    }

    public async Task DisposeAsync() => await _master.DisposeAsync();

    [Fact]
    public async Task A_replica_that_has_the_masters_last_record_gets_those_that_follow()
    {
        var link = Connect(At(LastRecord()));
        link.Expect<Frame.Continue>().End.ShouldBe(_master.Node.Binlog.Position.Last);

        await _client.Pipeline("SET b 1", "SET c 1");
        var records = link.Expect<Frame.Records>();
        records.First.ShouldBe(3ul);
        ReceivedRecords.TryParse(records.Bytes.Memory, new LogIndex(1, 2), out _).ShouldNotBeNull();
        await Shows(slave => slave is { State: SlaveState.BinlogSync, IsConnected: true, Sent: >= 3 });
        _master.Node.Replication.PartialSyncs.ShouldBe(1);
    }

    [Fact]
    public void A_replica_that_asks_for_everything_learns_the_masters_epochs_to_find_out_what_only_it_has()
    {
        var link = Connect(Nothing());
        var epochs = link.Expect<Frame.Epochs>();
        EpochList.FirstUnknown(epochs.Bytes.Span, _master.Node.History, end: 5).ShouldBe(3ul);
        link.Expect<Frame.FullSync>().DivergesAt.ShouldBe(0ul);
    }

    [Fact]
    public async Task The_log_is_kept_from_what_the_replica_has_on_disk()
    {
        var link = Connect(At(LastRecord()));
        link.Expect<Frame.Continue>();
        await _client.Ask("SET", "b", "1");
        link.Expect<Frame.Records>().Release();
        link.Say(new Frame.Ack(Received: 3, Applied: 3, Durable: 2));
        await Shows(slave => slave.Applied == 3 && slave.Pin?.Index == 3);

        link.Say(new Frame.Ack(Received: 3, Applied: 3, Durable: 3));
        await Shows(slave => slave.Pin?.Index == 4);
        link.Break("gone");
        await Shows(slave => slave is { IsConnected: false, State: SlaveState.NotSync, Pin.Index: 4 });
    }

    [Fact]
    public async Task Info_tells_how_long_the_log_of_a_replica_is_kept_also_when_it_is_away()
    {
        var link = Connect(At(LastRecord()));
        link.Expect<Frame.Continue>();
        await Shows(slave => slave.Pin is not null);
        string info = await _client.Ask("INFO", "replication");
        info.ShouldContain("\r\naway_slaves:0\r\n");
        info.ShouldMatch("\r\nslave0:ip=10.0.0.9,port=7000,state=online,.*,log_seconds_left=3600\r\n");

        link.Break("gone");
        await Shows(slave => !slave.IsConnected);
        info = await _client.Ask("INFO", "replication");
        info.ShouldContain("\r\nconnected_slaves:0\r\n");
        info.ShouldMatch("\r\naway_slave0:ip=10.0.0.9,port=7000,state=away,.*,log_seconds_left=3600,problem=gone\r\n");
    }

    [Fact]
    public async Task What_is_published_goes_to_replicas_in_the_stream_with_the_record_that_it_follows()
    {
        await _client.Ask("PUBLISH", "news", "nobody hears");
        var link = Connect(At(LastRecord()));
        link.Expect<Frame.Continue>();
        await Shows(slave => slave.State == SlaveState.BinlogSync);

        await _client.Pipeline("SET b 1", "PUBLISH news here", "MULTI", "SET b 2", "SPUBLISH shard there", "EXEC");
        var first = link.Expect<Frame.Published>();
        (first.Behind, first.IsShard, first.ChannelLength).ShouldBe((3ul, false, 4));
        first.Bytes.Span.SequenceEqual("newshere"u8).ShouldBeTrue();
        var second = link.Expect<Frame.Published>();
        (second.Behind, second.IsShard, second.ChannelLength).ShouldBe((4ul, true, 5));

        link.Break("gone");
        await Shows(slave => !slave.IsConnected);
        _master.Node.Forwarding.IsIdle.ShouldBeTrue();
    }

    [Fact]
    public async Task Nothing_is_kept_for_a_replica_whose_process_has_come_back_as_another()
    {
        var link = Connect(At(LastRecord()));
        link.Expect<Frame.Continue>();
        link.Break("killed");
        await Shows(slave => slave is { IsConnected: false, Pin: not null });

        var again = Connect(At(LastRecord()) with { NodeId = new string('d', 40) }, session: 2);
        again.Expect<Frame.Continue>();
        await Eventually.Holds(
            () => _master.Node.Replication.Slaves is [{ NodeId: var id }] && id[0] == 'd',
            "the one before is forgotten"
        );
        await Eventually.Holds(
            () =>
            {
                _master.Time.Advance(TimeSpan.FromMilliseconds(100));
                return _master.Node.BinlogFacts.Pins is [{ Owner: var owner }] && owner[0] == 'd';
            },
            "so is its lease"
        );
    }

    [Fact]
    public async Task Acknowledgements_of_an_earlier_connection_are_ignored()
    {
        var first = Connect(At(LastRecord()), session: 1);
        first.Expect<Frame.Continue>();
        var second = Connect(At(LastRecord()), session: 2);
        second.Expect<Frame.Continue>();
        first.Closed.ShouldBe("the replica has connected again");

        first.Say(new Frame.Ack(99, 99, 99));
        second.Say(new Frame.Ack(2, 2, 2));
        await Shows(slave => slave.Durable == 2);
        _master.Node.Acks.CountApplied(50).ShouldBe(0);
    }

    [Fact]
    public async Task A_replica_with_another_record_of_the_same_name_gets_all_data()
    {
        var link = Connect(At(LastRecord()) with { LastCrc = 12345 });
        var full = link.Expect<Frame.FullSync>();
        full.Reason.ShouldContain("the histories have parted");
        full.DivergesAt.ShouldBe(2ul);
        await Shows(slave => slave.State == SlaveState.DbSync);
        (_master.Node.Replication.PartialRefused, _master.Node.Replication.FullSyncs).ShouldBe((1L, 1L));
    }

    [Fact]
    public async Task A_full_sync_pins_the_log_sends_the_files_and_ends_when_the_replica_comes_back_with_them()
    {
        var link = Connect(Nothing());
        link.Expect<Frame.FullSync>();
        var manifest = link.Expect<Frame.Manifest>();
        SnapshotManifest.TryRead(manifest.Bytes.Span, out var list).ShouldBeNull();
        await Shows(slave => slave.Pin is not null);

        ulong applied = list.Applied.Index;
        for (int file = 0; file < list.Files.Count; file++)
        {
            link.Say(new Frame.Fetch(manifest.Snapshot, file, 0, 1 << 20));
            link.Expect<Frame.Chunk>().File.ShouldBe(file);
        }

        link.Break("the replica restarts");
        await _client.Ask("SET", "b", "1");
        _master.Node.Replication.Slaves[0].State.ShouldBe(SlaveState.DbSync, "it is waited for");

        // Its log begins behind the snapshot: it cannot sum up its last record.
        var again = Connect(At(RecordAt(applied)) with { LastCrc = 0 }, session: 2);
        again.Expect<Frame.Continue>();
        again
            .Expect<Frame>(frame => frame is not Frame.MasterAlive)
            .ShouldBeOfType<Frame.Records>("nothing more of the snapshot")
            .First.ShouldBe(applied + 1);
        _master.Node.Replication.FullSyncs.ShouldBe(1);
        _master.Node.Replication.PartialSyncs.ShouldBe(0, "it is the end of its full sync");
    }

    [Fact]
    public async Task A_full_sync_whose_link_breaks_goes_on_with_the_same_snapshot()
    {
        var link = Connect(Nothing());
        ulong snapshot = link.Expect<Frame.Manifest>().Snapshot;
        link.Break("cut");
        await Shows(slave => !slave.IsConnected);

        var again = Connect(Nothing(), session: 2);
        again.Expect<Frame.Manifest>().Snapshot.ShouldBe(snapshot);
        _master.Node.Replication.FullSyncs.ShouldBe(1);
    }

    [Fact]
    public async Task A_replica_that_cannot_go_on_with_its_snapshot_does_not_get_the_same_again()
    {
        var link = Connect(Nothing());
        var manifest = link.Expect<Frame.Manifest>();
        SnapshotManifest.TryRead(manifest.Bytes.Span, out var list).ShouldBeNull();
        link.Break("all files are there");
        await Shows(slave => !slave.IsConnected);

        var again = Connect(At((list.Applied, 12345)), session: 2);
        again.Expect<Frame.FullSync>().Reason.ShouldContain("the histories have parted");
        again.Expect<Frame.Manifest>().Snapshot.ShouldNotBe(manifest.Snapshot);
    }

    [Fact]
    public async Task The_masters_time_is_told_before_anything_else()
    {
        var link = Connect(At(LastRecord()));
        link.Next().ShouldBeOfType<Frame.MasterAlive>().WallMs.ShouldBe(_master.Time.NowMs);
        link.Expect<Frame.Continue>();
    }

    [Fact]
    public async Task A_replica_that_does_not_come_back_to_its_full_sync_makes_room_for_the_next()
    {
        _master.Node.Config.MaxFullSyncs = 1;
        var dead = Connect(Nothing());
        dead.Expect<Frame.Manifest>();
        var next = Connect(Nothing() with { NodeId = new string('f', 40) }, session: 2);
        next.Expect<Frame.Waiting>().Position.ShouldBe(1);

        dead.Break("killed");
        await Eventually.Holds(
            () =>
            {
                next.Say(new Frame.ReplicaAlive());
                _master.Time.Advance(TimeSpan.FromMilliseconds(100));
                return _master.Node.Replication.Slaves.Any(slave => slave.SyncTotalBytes > 0 && slave.NodeId != ReplicaId);
            },
            "the next one gets its snapshot"
        );
        next.Expect<Frame.Manifest>();
    }

    [Fact]
    public async Task A_replica_that_was_cut_while_it_waited_for_its_turn_waits_no_more()
    {
        _master.Node.Config.MaxFullSyncs = 1;
        var first = Connect(Nothing());
        first.Expect<Frame.Manifest>();

        // It has a lease on the log, so it is remembered when its link is gone.
        var other = Nothing() with
        {
            NodeId = new string('f', 40),
        };
        var known = Connect(At(LastRecord()) with { NodeId = other.NodeId }, session: 2);
        known.Expect<Frame.Continue>();
        var waits = Connect(other, session: 3);
        waits.Expect<Frame.Waiting>();
        waits.Break("cut");
        await Eventually.Holds(() => _master.Node.FullSyncs.Facts.Waiting == 0, "nobody waits");
    }

    [Fact]
    public async Task A_silent_replica_is_cut_and_one_that_applies_slowly_is_not()
    {
        var link = Connect(At(LastRecord()));
        link.Expect<Frame.Continue>();
        for (int second = 0; second < 60; second++)
        {
            link.Say(new Frame.ReplicaAlive());
            await Shows(slave => slave.IsConnected);
            _master.Time.Advance(TimeSpan.FromSeconds(1));
        }

        link.Closed.ShouldBeNull();
        await Eventually.Holds(
            () =>
            {
                _master.Time.Advance(TimeSpan.FromSeconds(1));
                return link.Closed is not null;
            },
            "the link is closed"
        );
        link.Closed!.ShouldContain("nothing was heard of the replica for");
    }

    [Fact]
    public async Task A_link_that_does_not_begin_with_its_request_is_closed()
    {
        var link = new PlayedLink(session: 1);
        Enter(link);
        link.Say(new Frame.Ack(1, 1, 1));
        await Eventually.Holds(() => link.Closed == "a replica begins with TrySync", "the link is closed");
    }

    private PlayedLink Connect(Frame.TrySync request, ulong session = 1)
    {
        var link = new PlayedLink(session);
        Enter(link);
        link.Say(request);
        return link;
    }

    private void Enter(PlayedLink link)
    {
        link.HandOver(_master.Node.ReplicationActor);
        _master.Node.ReplicationActor.Tell(new LinkEvent.Opened(link), ActorRefs.NoSender);
    }

    private static Frame.TrySync Nothing() =>
        new(FrameFormat.Version, ReplicaId, FrameFormat.NoId, LogIndex.None, 0, "10.0.0.9", 7000, 100);

    private Frame.TrySync At((LogIndex Position, uint Crc) record) =>
        Nothing() with
        {
            ReplicationId = _master.Node.History.Current!.Id,
            Last = record.Position,
            LastCrc = record.Crc,
        };

    private (LogIndex, uint) LastRecord() => RecordAt(_master.Node.Binlog.Position.Last.Index);

    private (LogIndex, uint) RecordAt(ulong index)
    {
        using var reader = _master.Node.Binlog.Directory.OpenReader(index)!;
        reader.Next(_master.Node.Binlog.Position).ShouldBe(BinlogReadStatus.Record);
        return (reader.Record.Position, reader.Record.Crc);
    }

    private Task Shows(Func<SlaveFacts, bool> expected) =>
        Eventually.Holds(
            () =>
            {
                _master.Time.Advance(TimeSpan.FromMilliseconds(100));
                return _master.Node.Replication.Slaves is [var slave, ..] && expected(slave);
            },
            "the replica is shown so"
        );
}
