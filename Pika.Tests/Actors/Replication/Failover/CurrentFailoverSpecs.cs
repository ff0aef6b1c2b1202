using System.Text;
using Akka.Actor;
using Pika.Actors.Replication;
using Pika.Actors.Replication.Wire;
using Pika.Storage.Binlog;
using Pika.Storage.Snapshots;
using Pika.Tests.Actors.Replication.Support;
using Pika.Tests.Actors.Support;
using Pika.Tests.Storage.Binlog;
using Pika.Tests.Storage.Snapshots;
using Eventually = Pika.Tests.EndToEnd.Eventually;

namespace Pika.Tests.Actors.Replication.Failover;

/// <summary>A node that has handed over, and whose heir offers it all data anew: the test plays the heir, first as a replica and then as a master.</summary>
public sealed class CurrentFailoverSpecs : NodeTestBase
{
    private readonly MemoryFileSystem _disk = new();
    private readonly FakeMaster _heir = new();

    private LogIndex End => Node.Node.Binlog.Position.Last;

    private protected override Task<TestNode> OpenNode() =>
        TestNode.OpenAsync(config => config.Dir = "/data", files: _disk, masters: _heir);

    [Fact]
    public async Task An_heir_that_has_lost_what_it_had_is_not_followed()
    {
        await HandOver();
        ulong end = End.Index;

        Offer(new LogIndex(End.Epoch, end - 1));

        await Eventually.Holds(() => Node.Node.Replication.FailoverState == ReplicationFacts.NoFailover, "the failover is over");
        (await Client.Ask("ROLE")).ShouldStartWith("*3\r\n$6\r\nmaster\r\n");
        (await Client.Ask("GET", "a")).ShouldBe("$1\r\n3\r\n", "nothing is lost");
        Node.Node.RestartRequested.IsCompleted.ShouldBeFalse();
    }

    /// <summary>
    /// The heir has led, and what this node needs of its log is purged: it was cut off for so long. If it took the role back there would be two masters, and what the heir has acknowledged would
    /// be lost.
    /// </summary>
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 5000)]
    [InlineData(2, 5000)]
    [InlineData(1, -1)]
    public async Task An_heir_that_has_led_is_followed(int epochs, int records)
    {
        await HandOver();

        Offer(new LogIndex(End.Epoch + (uint)epochs, End.Index + (ulong)records));

        (await Node.Node.RestartRequested.WaitAsync(PlayedLink.Patience)).ShouldBe("the data of a full sync is there");
        Node.Node.Replication.IsReplica.ShouldBeTrue();
    }

    [Fact]
    public async Task An_heir_that_has_lost_what_it_had_is_not_followed_by_a_node_that_was_restarted_either()
    {
        await HandOver();
        ulong end = End.Index;
        _heir.Next();
        await Restart();
        Node.Node.Replication.IsReplica.ShouldBeTrue();

        Offer(new LogIndex(End.Epoch, end - 1));

        await Eventually.Holds(() => !Node.Node.Replication.IsReplica, "it leads again");
        (await Client.Ask("GET", "a")).ShouldBe("$1\r\n3\r\n", "nothing is lost");
        (await Client.Ask("SET", "a", "4")).ShouldBe("+OK\r\n");
        Node.Node.RestartRequested.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task A_full_disk_keeps_the_node_from_leading_again_only_as_long_as_it_is_full()
    {
        await HandOver();
        ulong end = End.Index;
        _heir.Next();
        await Restart();
        string role = Encoding.UTF8.GetString(_disk["/role"]);
        _disk.SyncFailing = path => path.EndsWith("/role", StringComparison.Ordinal);
        Offer(new LogIndex(End.Epoch, end - 1));
        await Eventually.Holds(() => Node.Node.Replication.Master!.Problem.Contains("lost what it had"), "its data is not taken");
        Encoding.UTF8.GetString(_disk["/role"]).ShouldBe(role);

        _disk.SyncFailing = static _ => false;
        Offer(new LogIndex(End.Epoch, end - 1));

        await Eventually.Holds(() => !Node.Node.Replication.IsReplica, "it leads again");
        (await Client.Ask("GET", "a")).ShouldBe("$1\r\n3\r\n", "nothing is lost");
    }

    [Fact]
    public async Task A_master_that_was_followed_once_is_followed_whatever_becomes_of_its_data()
    {
        await HandOver();
        var (link, _) = _heir.Accept();
        link.Say(new Frame.Continue(Node.Node.History.Current!.Id, End));
        await Eventually.Holds(() => Node.Node.Replication.FailoverState == ReplicationFacts.NoFailover, "the heir leads");
        ulong end = End.Index;
        await Restart();

        Offer(new LogIndex(End.Epoch, end - 1));

        (await Node.Node.RestartRequested.WaitAsync(PlayedLink.Patience)).ShouldBe("the data of a full sync is there");
        Node.Node.Replication.IsReplica.ShouldBeTrue();
    }

    [Fact]
    public async Task A_disk_that_refuses_to_note_that_the_heir_leads_is_asked_again()
    {
        await HandOver();
        var (link, _) = _heir.Accept();
        _disk.SyncFailing = path => path.EndsWith("/role", StringComparison.Ordinal);
        link.Say(new Frame.Continue(Node.Node.History.Current!.Id, End));
        await Eventually.Holds(() => Node.Node.Replication.FailoverState == ReplicationFacts.NoFailover, "the heir leads");
        Node.Node.Replication.IsReplica.ShouldBeTrue();
        _disk.SyncFailing = static _ => false;

        link.Say(new Frame.MasterAlive(End.Index + 1, End.Index + 1, 1, 0, 0));
        await Eventually.Holds(() => Encoding.UTF8.GetString(_disk["/role"]).Contains(" heirleads "), "it is noted");
    }

    [Fact]
    public async Task An_heir_that_has_all_and_does_not_lead_yet_is_followed()
    {
        await HandOver();

        Offer(End);

        (await Node.Node.RestartRequested.WaitAsync(PlayedLink.Patience)).ShouldBe("the data of a full sync is there");
        Node.Node.Replication.IsReplica.ShouldBeTrue();
    }

    private async Task Restart()
    {
        await DisposeAsync();
        await InitializeAsync();
    }

    private async Task HandOver()
    {
        foreach (string value in (string[])["1", "2", "3"])
            await Client.Ask("SET", "a", value);
        using var reader = Node.Node.Binlog.Directory.OpenReader(End.Index)!;
        reader.Next(Node.Node.Binlog.Position).ShouldBe(BinlogReadStatus.Record);
        var replica = new PlayedLink(session: 1);
        replica.HandOver(Node.Node.ReplicationActor);
        Node.Node.ReplicationActor.Tell(new LinkEvent.Opened(replica), ActorRefs.NoSender);
        string history = Node.Node.History.Current!.Id;
        replica.Say(new Frame.TrySync(FrameFormat.Version, new string('e', 40), history, End, reader.Record.Crc, "10.0.0.9", 7000, 100));
        replica.Expect<Frame.Continue>();
        replica.Say(new Frame.Ack(End.Index, End.Index, End.Index));
        await Eventually.Holds(() => Node.Node.Replication.Slaves is [{ State: SlaveState.BinlogSync }], "the replica is in the stream");

        (await Client.Ask("FAILOVER")).ShouldBe("+OK\r\n");
        replica.Expect<Frame.Promote>();
        replica.Break("the replica is a master now");
    }

    // As a master, the heir has no use for this node's last record.
    private void Offer(LogIndex applied)
    {
        TestSnapshot.Make(_disk);
        var snapshot = SnapshotFiles.List(_disk, TestSnapshot.Directory, id: 7, applied, 1_700_000_000_000, "test");
        var (link, _) = _heir.Accept();
        link.Say(new Frame.FullSync("the log begins behind that", 0));
        link.Say(new Frame.Manifest(9, Payload.CopyOf(snapshot.Manifest.ToBytes())));
        using var reader = snapshot.OpenReader();
        while (link.NextUnlessClosed() is { } frame)
        {
            if (frame is not Frame.Fetch fetch)
                continue;

            var bytes = Payload.Rent(fetch.Length);
            var chunk = reader.Read(fetch.File, fetch.Offset, bytes.Span);
            link.Say(new Frame.Chunk(fetch.Snapshot, fetch.File, fetch.Offset, chunk.FileCrc ?? 0, chunk.FileCrc is not null, bytes));
        }
    }
}
