using Pika.Actors.Replication;
using Pika.Actors.Replication.Wire;
using Pika.Storage.Binlog;
using Pika.Tests.Actors.Replication.Support;
using Pika.Tests.Actors.Support;
using Pika.Tests.Storage.Snapshots;

namespace Pika.Tests.Actors.Replication;

/// <summary>A replica's link to its master: connecting, asking, and what ends a connection.</summary>
public sealed class MasterLinkSpecs : FollowingTestBase
{
    [Fact]
    public void A_node_without_records_says_so_and_tells_where_clients_reach_it()
    {
        var link = Fake.Next();
        Fake.Target.ShouldBe(new ReplicaTarget("master", 7000, "", "", TimeSpan.FromSeconds(60)));
        Facts.State.ShouldBe(MasterLinkState.TryConnect);

        link.Open();
        link.Expect<Frame.TrySync>()
            .ShouldBe(
                new Frame.TrySync(
                    FrameFormat.Version,
                    Replica.Node.Info.Identity.RunId,
                    FrameFormat.NoId,
                    LogIndex.None,
                    0,
                    "me.example",
                    4711,
                    100
                )
            );
    }

    [Fact]
    public async Task A_new_connection_asks_to_go_on_behind_the_last_record()
    {
        var link = Follow();
        await Master.Connect().Ask("SET", "a", "1");
        var last = SendLog(link, 0);
        link.Expect<Frame.Ack>(ack => ack.Applied == last);
        link.Break("the cable is out");

        var (next, asked) = Fake.Accept();

        Facts.Problem.ShouldBe("the cable is out");
        next.Session.ShouldNotBe(link.Session);
        var end = Master.Node.Binlog.Position.Last;
        (asked.ReplicationId, asked.Last, asked.LastCrc).ShouldBe((Master.Node.History.Current!.Id, end, CrcOf(end.Index)));
        await Write("b");
        next.Say(Continue());
        SendLog(next, last);
        next.Expect<Frame.Ack>(ack => ack.Applied == last + 1);
        Facts.Problem.ShouldBe("");
    }

    [Fact]
    public async Task AMaster_that_is_not_there_is_tried_again_and_the_reason_is_told()
    {
        Fake.Next().Break("nobody listens");
        Fake.Next().Break("nobody listens there");
        await Eventually.True(() => Facts.Problem == "nobody listens there");
        Facts.State.ShouldBe(MasterLinkState.TryConnect);
        Follow();
    }

    [Fact]
    public async Task What_comes_of_an_earlier_connection_is_let_go()
    {
        await Write("a");
        var old = Follow();
        old.Break("gone");
        var (link, _) = Fake.Accept();
        link.Say(Continue());
        var late = new Frame.Records(1, 1, Payload.CopyOf(Log(1, 1)));

        old.Say(late);
        old.Say(new Frame.Bye("late", WantsFullSync: true));
        old.Break("late");
        SendLog(link, 0);

        link.Expect<Frame.Ack>(ack => ack.Applied == 2);
        link.Closed.ShouldBeNull();
        Should.Throw<ObjectDisposedException>(() => late.Bytes.Span.Length);
    }

    [Theory]
    [InlineData("opening")]
    [InlineData("asking")]
    [InlineData("ordered")]
    [InlineData("fetching")]
    [InlineData("following")]
    public void A_connection_may_break_in_every_state_and_the_next_begins_at_the_beginning(string state)
    {
        for (var i = 0; i < 2; i++)
        {
            var link = Fake.Next();
            if (state != "opening")
            {
                link.Open();
                link.Expect<Frame.TrySync>();
            }

            if (state is "ordered" or "fetching")
                link.Say(new Frame.FullSync("x", 0));
            if (state == "fetching")
            {
                link.Say(new Frame.Manifest(1, Payload.CopyOf(TestSnapshot.Make(Disk).Manifest.ToBytes())));
                link.Expect<Frame.Fetch>();
            }

            if (state == "following")
            {
                link.Say(Continue());
                link.Expect<Frame.Ack>();
            }

            link.Break($"broken while {state}");
        }

        Follow();
        Facts.Problem.ShouldBeOneOf($"broken while {state}", "");
    }

    [Theory]
    [InlineData("records")]
    [InlineData("chunk")]
    [InlineData("manifest")]
    public void A_frame_that_comes_before_it_was_agreed_on_ends_the_connection(string what)
    {
        var (link, _) = Fake.Accept();
        var bytes = Payload.CopyOf(new byte[10]);
        Frame frame = what switch
        {
            "records" => new Frame.Records(1, 1, bytes),
            "chunk" => new Frame.Chunk(1, 0, 0, 0, IsLast: false, bytes),
            _ => new Frame.Manifest(1, bytes),
        };
        link.Say(frame);

        Fake.Accept();
        link.Closed.ShouldBe($"the master has sent {frame.Type}, which has no place there");
        Should.Throw<ObjectDisposedException>(() => bytes.Span.Length);
    }

    [Fact]
    public async Task A_master_whose_log_is_shorter_than_the_nodes_is_not_followed()
    {
        await Write("a");
        var link = Follow();
        SendLog(link, 0);
        link.Expect<Frame.Ack>(ack => ack.Applied == 2);
        link.Break("gone");

        (link, _) = Fake.Accept();
        link.Say(Continue() with { End = new LogIndex(1, 1) });

        Fake.Accept();
        link.Closed.ShouldBe("the master lets the node go on at 1:2, but its own log ends with 1:1");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AMaster_that_ends_the_link_says_whether_the_node_can_go_on(bool wantsFullSync)
    {
        await Write("a");
        var link = Follow();
        SendLog(link, 0);
        link.Expect<Frame.Ack>(ack => ack.Applied == 2);

        link.Say(new Frame.Bye("too slow", wantsFullSync));

        var (_, asked) = Fake.Accept();
        asked.Last.ShouldBe(wantsFullSync ? LogIndex.None : new LogIndex(1, 2));
        Facts.Problem.ShouldBe("the master has ended the link: too slow");
        Facts.State.ShouldBe(MasterLinkState.Error);
    }

    [Fact]
    public void Silence_ends_the_connection_and_a_sign_of_life_does_not_let_it_come_to_that()
    {
        var link = Follow();
        Replica.Node.Config.ReplTimeout = 3;
        for (var i = 0; i < 5; i++)
        {
            link.Expect<Frame.ReplicaAlive>();
            link.Say(new Frame.MasterAlive(0, 0, 1, 0, 0));
        }

        link.Closed.ShouldBeNull();
        Fake.Next();
        link.Closed.ShouldBe("the master has not been heard for 3 seconds");
    }

    [Fact]
    public async Task A_promotion_ends_the_link_for_good()
    {
        await Write("a");
        var link = Follow();
        SendLog(link, 0);
        link.Expect<Frame.Ack>(ack => ack.Applied == 2);

        (await Replica.Connect().Ask("REPLICAOF", "NO", "ONE")).ShouldBe("+OK\r\n");

        link.Closed.ShouldBe("the node does not follow it any more");
        link.Say(new Frame.Records(3, 1, Payload.CopyOf(Log(2, 2))));
        (await Replica.Connect().Ask("SET", "b", "1")).ShouldBe("+OK\r\n");
        Fake.ExpectNone("it is a master");
    }

    [Fact]
    public async Task A_role_that_is_handed_over_is_taken_only_with_all_that_the_master_has()
    {
        await Write("a");
        var link = Follow();
        SendLog(link, 0, through: 1);
        link.Say(new Frame.Promote(2));
        link.Expect<Frame.Ack>(ack => ack.Applied == 1);
        Replica.Node.Replication.IsReplica.ShouldBeTrue();

        SendLog(link, 1);
        link.Say(new Frame.Promote(2));

        await Eventually.True(() => !Replica.Node.Replication.IsReplica);
        (await Replica.Connect().Ask("GET", "a")).ShouldBe("$1\r\n1\r\n");
    }

    [Fact]
    public async Task An_order_with_force_asks_for_all_data_and_takes_nothing_less()
    {
        await Write("a");
        var first = Follow();
        SendLog(first, 0);
        first.Expect<Frame.Ack>(ack => ack.Applied == 2);

        (await Replica.Connect().Ask("SLAVEOF", "master", "7000", "FORCE")).ShouldBe("+OK\r\n");
        var (link, asked) = Fake.Accept();
        (asked.ReplicationId, asked.Last).ShouldBe((FrameFormat.NoId, LogIndex.None));
        link.Say(Continue());

        (_, asked) = Fake.Accept();
        link.Closed.ShouldBe("the master has sent Continue, which has no place there");
        asked.ReplicationId.ShouldBe(FrameFormat.NoId);
    }
}
