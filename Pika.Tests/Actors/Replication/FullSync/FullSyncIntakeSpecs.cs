using Pika.Actors.Replication;
using Pika.Actors.Replication.FullSync;
using Pika.Actors.Replication.Wire;
using Pika.Storage.Binlog;
using Pika.Storage.Snapshots;
using Pika.Tests.Actors.Replication.Support;
using Pika.Tests.Actors.Support;
using Pika.Tests.Storage.Snapshots;

namespace Pika.Tests.Actors.Replication.FullSync;

/// <summary>A replica that gets all data anew, from the order until it asks to be opened on the new data.</summary>
public sealed class FullSyncIntakeSpecs : FollowingTestBase
{
    private readonly SyncFolder _folder = new("/data");
    private SnapshotFiles _snapshot = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _snapshot = TestSnapshot.Make(Disk);
    }

    [Fact]
    public async Task The_files_are_fetched_verified_and_left_for_the_next_start()
    {
        var link = Order("there is nothing in common");
        await Eventually.True(() => Facts.State == MasterLinkState.TryDbSync);
        (Facts.IsIncomplete, Facts.Problem).ShouldBe((true, "there is nothing in common"));
        link.Say(new Frame.Waiting(2, "two others are served before"));
        await Eventually.True(() => Facts.Problem == "two others are served before");

        link.Say(Manifest());
        Serve(link);

        (await Replica.Node.RestartRequested.WaitAsync(PlayedLink.Patience)).ShouldBe("the data of a full sync is there");
        link.Closed.ShouldBe("all files of the full sync are there");
        (Facts.State, Facts.IsIncomplete).ShouldBe((MasterLinkState.WaitDbSync, true));
        (Facts.SyncReadBytes, Facts.SyncTotalBytes).ShouldBe((_snapshot.Manifest.TotalBytes, _snapshot.Manifest.TotalBytes));
        SnapshotInstall.Begin(Disk, _folder).IsInstalled.ShouldBeTrue();
        TestSnapshot.Look(Disk, _folder.Db).ShouldBe(TestSnapshot.Look(TestSnapshot.Contents));
    }

    [Fact]
    public async Task From_the_marker_on_the_role_stays()
    {
        var link = Order("x");
        link.Say(Manifest());
        Serve(link);
        await Replica.Node.RestartRequested.WaitAsync(PlayedLink.Patience);

        await Replica.Connect().Ask("REPLICAOF", "NO", "ONE");

        Replica.Node.Replication.IsReplica.ShouldBeTrue();
        (await Replica.Connect().Ask("SET", "a", "1")).ShouldStartWith("-READONLY");
    }

    [Fact]
    public void Not_more_is_asked_for_at_once_than_is_held_in_memory()
    {
        var many = Enumerable.Range(0, 20).ToDictionary(i => $"{i:d6}.blob", i => new byte[] { (byte)i });
        var snapshot = TestSnapshot.Make(Disk, contents: TestSnapshot.Contents.Concat(many).ToDictionary());
        var link = Order("x");
        link.Say(Manifest(snapshot));
        for (var i = 0; i < FetchWindow.Most; i++)
            link.Expect<Frame.Fetch>();
        link.Pending<Frame.Fetch>().ShouldBe(0);
    }

    [Fact]
    public async Task A_broken_link_costs_no_file_that_was_there()
    {
        var link = Order("x");
        link.Say(Manifest());
        using var reader = _snapshot.OpenReader();
        var asked = Enumerable.Range(0, 3).Select(_ => link.Expect<Frame.Fetch>()).ToList();
        asked.ForEach(fetch => link.Say(Answer(reader, fetch)));
        await Eventually.True(() => Facts.SyncReadBytes == asked.Sum(fetch => fetch.Length));
        link.Break("the cable is out");

        link = Order("x");
        Facts.IsIncomplete.ShouldBeTrue();
        link.Say(Manifest());
        var fetches = Serve(link);

        fetches.ShouldNotContain(fetch => asked.Any(before => before.File == fetch.File && before.Offset == fetch.Offset));
        await Replica.Node.RestartRequested.WaitAsync(PlayedLink.Patience);
    }

    [Fact]
    public async Task Another_snapshot_is_begun_from_its_beginning()
    {
        var link = Order("x");
        link.Say(Manifest());
        link.Expect<Frame.Fetch>();
        link.Break("the master was restarted");

        link = Order("x");
        _snapshot = TestSnapshot.Make(Disk, id: 8);
        link.Say(Manifest());
        Serve(link).Sum(fetch => (long)fetch.Length).ShouldBe(_snapshot.Manifest.TotalBytes);
        await Replica.Node.RestartRequested.WaitAsync(PlayedLink.Patience);
    }

    [Theory]
    [InlineData("damaged manifest", "the checksum of the manifest is wrong")]
    [InlineData("unasked chunk", "is not what was asked for")]
    [InlineData("other snapshot", "a piece of another snapshot has come")]
    [InlineData("records", "the master has sent Records, which has no place there")]
    [InlineData("manifest", "the master has sent Manifest, which has no place there")]
    public void What_was_not_asked_for_ends_the_connection(string what, string reason)
    {
        var link = Order("x");
        if (what == "damaged manifest")
        {
            var bytes = _snapshot.Manifest.ToBytes();
            bytes[^1] ^= 1;
            link.Say(new Frame.Manifest(9, Payload.CopyOf(bytes)));
        }
        else
        {
            link.Say(Manifest());
            var fetch = link.Expect<Frame.Fetch>();
            using var reader = _snapshot.OpenReader();
            var chunk = Answer(reader, fetch);
            link.Say(
                what switch
                {
                    "unasked chunk" => chunk with { Offset = 17 },
                    "other snapshot" => chunk with { Snapshot = 1 },
                    "records" => new Frame.Records(1, 1, chunk.Bytes),
                    _ => new Frame.Manifest(9, chunk.Bytes),
                }
            );
        }

        var (_, asked) = Fake.Accept();
        link.Closed!.ShouldContain(reason);
        Facts.IsIncomplete.ShouldBeTrue();
        asked.ReplicationId.ShouldBe(FrameFormat.NoId);
        Replica.Node.RestartRequested.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task A_full_disk_is_told_and_tried_again()
    {
        Disk.Room = 1000;
        Order("x").Say(Manifest());
        var (link, _) = Fake.Accept();
        Facts.Problem.ShouldStartWith("the full sync failed: the snapshot needs ");

        Disk.Room = long.MaxValue;
        link.Say(new Frame.FullSync("x", 0));
        link.Say(Manifest());
        Serve(link);
        await Replica.Node.RestartRequested.WaitAsync(PlayedLink.Patience);
    }

    [Fact]
    public async Task What_the_master_has_not_is_saved_before_anything_is_replaced()
    {
        await Write("a", "b");
        var link = Follow();
        SendLog(link, 0);
        link.Expect<Frame.Ack>(ack => ack.Applied == 3);
        link.Break("gone");

        link = Order("your history parts at 2", divergesAt: 2);
        link.Say(Manifest());
        link.Expect<Frame.Fetch>();

        await Eventually.True(() => Facts.DivergentTailFile == "/data/divergent-1-2.binlog");
        Disk["/data/divergent-1-2.binlog"].AsSpan(BinlogFormat.SegmentHeaderSize).SequenceEqual(Log(2, 3)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_former_master_finds_out_itself_which_of_its_records_its_successor_has_not()
    {
        await Write("a", "b");
        var link = Follow();
        SendLog(link, 0, through: 2);
        link.Expect<Frame.Ack>(ack => ack.Applied == 2);
        await Replica.Connect().Ask("REPLICAOF", "NO", "ONE");
        await Replica.Connect().Ask("SET", "mine", "1");
        var lost = Replica.Node.Binlog.Position.Last;
        await Replica.Connect().Ask("REPLICAOF", "master", "7000");

        (link, var asked) = Fake.Accept();
        asked.Last.ShouldBe(lost);
        link.Say(new Frame.Epochs(EpochList.Write(Master.Node.History, Master.Node.Binlog.Position.Last)));
        link.Say(new Frame.FullSync("its history is not known here", 0));

        await Eventually.True(() => Facts.DivergentTailFile == "/data/divergent-2-3.binlog");
    }

    [Fact]
    public void A_tail_without_data_is_not_worth_a_file()
    {
        var link = Follow();
        SendLog(link, 0);
        link.Expect<Frame.Ack>(ack => ack.Applied == 1);
        link.Break("gone");

        link = Order("your history parts at 1", divergesAt: 1);
        link.Say(Manifest());
        link.Expect<Frame.Fetch>();
        Facts.DivergentTailFile.ShouldBe("");
    }

    [Fact]
    public async Task A_restart_in_the_middle_leaves_the_node_incomplete_until_the_master_lets_it_go_on()
    {
        var link = Order("x");
        link.Say(Manifest());
        link.Expect<Frame.Fetch>();
        await Replica.DisposeAsync();
        await Reopen();
        Facts.IsIncomplete.ShouldBeTrue();

        Follow();

        await Eventually.True(() => Facts is { State: MasterLinkState.Connected, IsIncomplete: false });
        await Eventually.True(() => !Disk.DirectoryExists(_folder.Incoming));
    }

    private PlayedLink Order(string reason, ulong divergesAt = 0)
    {
        var (link, _) = Fake.Accept();
        link.Say(new Frame.FullSync(reason, divergesAt));
        return link;
    }

    private Frame.Manifest Manifest(SnapshotFiles? snapshot = null) => new(9, Payload.CopyOf((snapshot ?? _snapshot).Manifest.ToBytes()));

    // Answers until all has been asked for, and returns what was.
    private List<Frame.Fetch> Serve(PlayedLink link)
    {
        using var reader = _snapshot.OpenReader();
        var asked = new List<Frame.Fetch>();
        while (link.NextUnlessClosed() is { } frame)
        {
            if (frame is Frame.Fetch fetch)
            {
                asked.Add(fetch);
                link.Say(Answer(reader, fetch));
            }
        }

        return asked;
    }

    private static Frame.Chunk Answer(SnapshotReader reader, Frame.Fetch fetch)
    {
        var bytes = Payload.Rent(fetch.Length);
        var chunk = reader.Read(fetch.File, fetch.Offset, bytes.Span);
        return new Frame.Chunk(fetch.Snapshot, fetch.File, fetch.Offset, chunk.FileCrc ?? 0, chunk.FileCrc is not null, bytes);
    }
}
