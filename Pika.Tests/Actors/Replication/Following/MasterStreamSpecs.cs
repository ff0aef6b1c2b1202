using Pika.Actors.Node;
using Pika.Actors.Replication;
using Pika.Actors.Replication.Wire;
using Pika.Storage.Binlog;
using Pika.Tests.Actors.Replication.Support;
using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Replication.Following;

/// <summary>A replica in the stream: records come in, are applied, and are acknowledged.</summary>
public sealed class MasterStreamSpecs : FollowingTestBase
{
    [Fact]
    public async Task What_theMaster_sends_can_be_read_and_is_acknowledged()
    {
        var link = Follow();
        link.Expect<Frame.Ack>().ShouldBe(new Frame.Ack(0, 0, 0));
        await Master.Connect().Pipeline("SET a 1", "HSET h f v");

        var last = SendLog(link, 0);

        link.Expect<Frame.Ack>(ack => ack.Applied == last).Received.ShouldBe(last);
        (await Replica.Connect().Ask("GET", "a")).ShouldBe("$1\r\n1\r\n");
        (await Replica.Connect().Ask("SET", "a", "2")).ShouldStartWith("-READONLY");
        await Eventually.True(() => Facts.State == MasterLinkState.Connected);
        link.Expect<Frame.Ack>(ack => ack.Durable == last);
        link.Closed.ShouldBeNull();
    }

    [Fact]
    public async Task A_record_in_parts_is_put_together()
    {
        await Write("a");
        var link = Follow();
        SendLog(link, 0, through: 1);
        var record = Log(2, 2);
        link.Say(new Frame.RecordPart(2, record.Length, 0, Payload.CopyOf(record.AsSpan(..40))));
        link.Say(new Frame.RecordPart(2, record.Length, 40, Payload.CopyOf(record.AsSpan(40..41))));
        link.Say(new Frame.RecordPart(2, record.Length, 41, Payload.CopyOf(record.AsSpan(41..))));

        link.Expect<Frame.Ack>(ack => ack.Applied == 2);
        (await Replica.Connect().Ask("GET", "a")).ShouldBe("$1\r\n1\r\n");
    }

    [Theory]
    [InlineData("again", "record 1 has come, where 3 should")]
    [InlineData("gap", "record 4 has come, where 3 should")]
    [InlineData("damaged", "its checksum is ")]
    [InlineData("other", "record 1:2 does not follow 1:2")]
    [InlineData("part", "a part of record 3 from 5 on does not follow what has come of record 0")]
    [InlineData("interrupted", "records from 3 on have come before record 3 was whole")]
    [InlineData("endless", "record 3 is told to have -1 bytes")]
    [InlineData("chunk", "the master has sent Chunk, which has no place there")]
    [InlineData("decision", "the master has sent Continue, which has no place there")]
    public async Task What_is_out_of_order_or_damaged_ends_the_connection_and_nothing_of_it_is_applied(string what, string reason)
    {
        await Write("a", "b", "c");
        var link = Follow();
        SendLog(link, 0, through: 2);
        var frame = Wrong(what);

        if (what == "interrupted")
            link.Say(new Frame.RecordPart(3, 100, 0, Payload.CopyOf(new byte[5])));
        link.Say(frame);

        var (next, asked) = Fake.Accept();
        link.Closed!.ShouldContain(reason);
        Facts.Problem.ShouldBe(link.Closed);
        asked.Last.ShouldBe(new LogIndex(1, 2), "what was sound has been applied");
        if (frame.Carried is { } payload)
            Should.Throw<ObjectDisposedException>(() => payload.Length + payload.Span.Length);

        next.Say(Continue());
        SendLog(next, 2);
        next.Expect<Frame.Ack>(ack => ack.Applied == 4);
    }

    [Fact]
    public async Task The_digests_agree_as_long_as_the_logs_do()
    {
        await Write("a", "b");
        var link = Follow();
        var digest = new StreamDigest(0);
        for (ulong index = 1; index <= 3; index++)
        {
            digest.Add(Log(index, index));
            link.Say(new Frame.Records(index, 1, Payload.CopyOf(Log(index, index))));
            link.Say(new Frame.MasterAlive(index, index, 1, digest.Index, digest.Value));
        }

        link.Expect<Frame.Ack>(ack => ack.Applied == 3);
        link.Closed.ShouldBeNull();

        link.Say(new Frame.MasterAlive(3, 3, 1, 3, digest.Value + 1));
        var (_, asked) = Fake.Accept();
        link.Closed!.ShouldStartWith("the log differs from the master's: the digest up to record 3 is ");
        asked.ReplicationId.ShouldBe(FrameFormat.NoId, "only new data helps");
        Facts.State.ShouldBe(MasterLinkState.Error);
    }

    [Fact]
    public async Task Keys_expire_by_the_clock_of_theMaster()
    {
        await Master.Connect().Ask("SET", "t", "1", "PX", "60000");
        var link = Follow();
        SendLog(link, 0);
        link.Expect<Frame.Ack>(ack => ack.Applied == 2);
        Replica.Time.Advance(TimeSpan.FromHours(1));

        link.Say(new Frame.MasterAlive(2, 2, Master.Time.NowMs, 0, 0));
        await Eventually.True(() => Replica.Node.DataClock.NowMs() < Master.Time.NowMs + 50_000);
        (await Replica.Connect().Ask("EXISTS", "t")).ShouldBe(":1\r\n");
        link.Say(new Frame.MasterAlive(2, 2, Master.Time.NowMs + 60_001, 0, 0));
        await Eventually.True(() => Replica.Node.DataClock.NowMs() > Master.Time.NowMs + 60_000);
        (await Replica.Connect().Ask("EXISTS", "t")).ShouldBe(":0\r\n");
    }

    [Fact]
    public async Task A_message_is_told_when_what_was_written_before_it_can_be_read()
    {
        var link = Follow();
        var listener = Replica.Connect();
        await listener.Ask("SUBSCRIBE", "news");
        await Master.Connect().Ask("SET", "a", "1");
        link.Say(Published(behind: 2, "news", "a is 1"));
        link.Say(Published(behind: 1, "news", "later"));
        // Frames are handled in order: when the clock has come, so have the messages.
        link.Say(new Frame.MasterAlive(2, 2, Master.Time.NowMs + 3_600_000, 0, 0));
        await Eventually.True(() => Replica.Node.DataClock.NowMs() >= Master.Time.NowMs + 3_600_000);
        (await listener.Pushed()).ShouldBe("", "the write has not come");

        var last = SendLog(link, 0);
        link.Expect<Frame.Ack>(ack => ack.Applied == last);
        (await listener.Pushed()).ShouldBe(
            "*3\r\n$7\r\nmessage\r\n$4\r\nnews\r\n$6\r\na is 1\r\n*3\r\n$7\r\nmessage\r\n$4\r\nnews\r\n$5\r\nlater\r\n"
        );
        (await Replica.Connect().Ask("GET", "a")).ShouldBe("$1\r\n1\r\n");
    }

    [Fact]
    public async Task A_message_that_makes_no_sense_cuts_the_link()
    {
        var link = Follow();
        link.Say(new Frame.Published(0, IsShard: false, ChannelLength: 5, Payload.CopyOf("news"u8)));
        await Eventually.True(() => link.Closed is not null);
        Facts.Problem.ShouldContain("Published, which has no place there");
    }

    private static Frame.Published Published(ulong behind, string channel, string message) =>
        new(behind, IsShard: false, channel.Length, Payload.CopyOf(System.Text.Encoding.UTF8.GetBytes(channel + message)));

    [Fact]
    public async Task A_replica_that_is_started_goes_by_the_clock_of_theMaster_before_it_hears_of_it()
    {
        await Master.Connect().Ask("SET", "t", "1", "PX", "60000");
        var link = Follow();
        SendLog(link, 0);
        link.Expect<Frame.Ack>(ack => ack.Applied == 2);
        Replica.Time.Advance(TimeSpan.FromHours(1));
        link.Say(new Frame.MasterAlive(2, 2, Master.Time.NowMs, 0, 0));
        await Eventually.True(() => new ClockFile(Disk, "/data").Read() is <= -3_590_000 and >= -3_600_000);

        await Replica.DisposeAsync();
        await Reopen();
        Replica.Time.Advance(TimeSpan.FromHours(1));
        (await Replica.Connect().Ask("EXISTS", "t")).ShouldBe(":1\r\n", "its own clock is an hour ahead");
        (await Replica.Connect().Ask("REPLICAOF", "NO", "ONE")).ShouldBe("+OK\r\n");
        (await Replica.Connect().Ask("EXISTS", "t")).ShouldBe(":0\r\n", "a master goes by its own clock");
    }

    [Fact]
    public async Task A_fullDisk_delays_records_but_loses_and_repeats_none()
    {
        await Write("a", "b", "c");
        var link = Follow();
        SendLog(link, 0, through: 1);
        link.Expect<Frame.Ack>(ack => ack.Applied == 1);
        Disk.Room = 0;

        SendLog(link, 1, through: 3);
        SendLog(link, 3);
        await Eventually.True(() => Facts.Problem.Contains("No space left on device", StringComparison.Ordinal));
        link.Expect<Frame.Ack>(ack => ack.Received == 4).Applied.ShouldBe(1ul);
        Facts.State.ShouldBe(MasterLinkState.Connected);

        Disk.Room = long.MaxValue;
        link.Expect<Frame.Ack>(ack => ack.Applied == 4);
        await Eventually.True(() => Facts.Problem.Length == 0);
        (await Replica.Connect().Ask("MGET", "a", "b", "c")).ShouldBe("*3\r\n$1\r\n1\r\n$1\r\n1\r\n$1\r\n1\r\n");
        link.Closed.ShouldBeNull();
    }

    [Fact]
    public async Task Who_waits_for_entries_of_a_stream_is_woken_by_theMasters()
    {
        var link = Follow();
        SendLog(link, 0);
        var waiter = await Waiter.Begin(Replica, "XREAD BLOCK 0 STREAMS s $");
        await Master.Connect().Ask("XADD", "other", "1-1", "f", "v");
        var last = SendLog(link, 1);
        link.Expect<Frame.Ack>(ack => ack.Applied == last);
        waiter.ShouldWait();

        await Master.Connect().Ask("XADD", "s", "1-1", "f", "v");
        SendLog(link, last);

        (await waiter.Reply.WaitAsync(PlayedLink.Patience)).ShouldContain("1-1");
    }

    private Frame Wrong(string what)
    {
        var third = Log(3, 3);
        switch (what)
        {
            case "again":
                return new Frame.Records(1, 2, Payload.CopyOf(Log(1, 2)));
            case "gap":
                return new Frame.Records(4, 1, Payload.CopyOf(Log(4, 4)));
            case "damaged":
                third[^1] ^= 1;
                return new Frame.Records(3, 1, Payload.CopyOf(third));
            case "other":
                return new Frame.Records(3, 1, Payload.CopyOf(Log(2, 2)));
            case "part":
                return new Frame.RecordPart(3, third.Length, 5, Payload.CopyOf(third.AsSpan(5..)));
            case "interrupted":
                return new Frame.Records(3, 1, Payload.CopyOf(third));
            case "endless":
                return new Frame.RecordPart(3, -1, 0, Payload.CopyOf(third));
            case "chunk":
                return new Frame.Chunk(1, 0, 0, 0, IsLast: false, Payload.CopyOf(third));
            default:
                return Continue();
        }
    }
}
