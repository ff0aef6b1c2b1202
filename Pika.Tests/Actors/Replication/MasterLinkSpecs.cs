using Pika.Actors.Configuration;
using Pika.Actors.Replication;
using Pika.Actors.Replication.Wire;
using Pika.Storage.Binlog;
using Pika.Tests.Actors.Replication.Support;
using Pika.Tests.Actors.Support;
using Pika.Tests.Storage.Binlog;

namespace Pika.Tests.Actors.Replication;

/// <summary>A replica's link to its master: connecting, asking, and following the log; the master's part is the test's.</summary>
public sealed class MasterLinkSpecs : IAsyncLifetime
{
    private readonly FakeMaster _fake = new();
    private readonly MemoryFileSystem _disk = new();
    private TestNode _master = null!;
    private TestNode _replica = null!;

    private MasterFacts Facts => _replica.Node.Replication.Master!;

    public async Task InitializeAsync()
    {
        _master = await TestNode.OpenAsync();
        _replica = await OpenReplica();
    }

    public async Task DisposeAsync()
    {
        await _replica.DisposeAsync();
        await _master.DisposeAsync();
    }

    [Fact]
    public void A_node_without_records_says_so_and_tells_where_clients_reach_it()
    {
        var link = _fake.Next();
        link.Target.ShouldBe(new ReplicaTarget("master", 7000, "", "", TimeSpan.FromSeconds(2)));
        Facts.State.ShouldBe(MasterLinkState.TryConnect);

        link.Accept();
        link.Expect<Frame.TrySync>()
            .ShouldBe(
                new Frame.TrySync(
                    FrameFormat.Version,
                    _replica.Node.Identity.RunId,
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
    public async Task What_the_master_sends_can_be_read_and_is_acknowledged()
    {
        var link = Follow();
        link.Expect<Frame.Ack>().ShouldBe(new Frame.Ack(0, 0, 0));
        await _master.Connect().Pipeline("SET a 1", "HSET h f v");

        var last = SendLog(link, 0);

        link.Expect<Frame.Ack>(ack => ack.Applied == last).Received.ShouldBe(last);
        (await _replica.Connect().Ask("GET", "a")).ShouldBe("$1\r\n1\r\n");
        (await _replica.Connect().Ask("SET", "a", "2")).ShouldStartWith("-READONLY");
        await Eventually.True(() => Facts.State == MasterLinkState.Connected);
        link.Expect<Frame.Ack>(ack => ack.Durable == last);
        link.Closed.ShouldBeNull();
    }

    [Fact]
    public async Task A_new_connection_asks_to_go_on_behind_the_last_record()
    {
        var link = Follow();
        await _master.Connect().Ask("SET", "a", "1");
        var last = SendLog(link, 0);
        link.Expect<Frame.Ack>(ack => ack.Applied == last);
        link.Break("the cable is out");

        var (next, asked) = _fake.Accept();

        Facts.Problem.ShouldBe("the cable is out");
        next.Session.ShouldNotBe(link.Session);
        var end = _master.Node.Binlog.Position.Last;
        (asked.ReplicationId, asked.Last, asked.LastCrc).ShouldBe((_master.Node.History.Current!.Id, end, CrcOf(end.Index)));
        await Write("b");
        next.Say(Continue());
        SendLog(next, last);
        next.Expect<Frame.Ack>(ack => ack.Applied == last + 1);
        Facts.Problem.ShouldBe("");
    }

    [Fact]
    public async Task A_master_that_is_not_there_is_tried_again_and_the_reason_is_told()
    {
        _fake.Next().Break("nobody listens");
        _fake.Next().Break("nobody listens there");
        await Eventually.True(() => Facts.Problem == "nobody listens there");
        Facts.State.ShouldBe(MasterLinkState.TryConnect);
        Follow();
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
        (await _replica.Connect().Ask("GET", "a")).ShouldBe("$1\r\n1\r\n");
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

        var (next, asked) = _fake.Accept();
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
    public async Task What_comes_of_an_earlier_connection_is_let_go()
    {
        await Write("a");
        var old = Follow();
        old.Break("gone");
        var (link, _) = _fake.Accept();
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
        var (_, asked) = _fake.Accept();
        link.Closed!.ShouldStartWith("the log differs from the master's: the digest up to record 3 is ");
        asked.ReplicationId.ShouldBe(FrameFormat.NoId, "only new data helps");
        Facts.State.ShouldBe(MasterLinkState.Error);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_master_that_ends_the_link_says_whether_the_node_can_go_on(bool wantsFullSync)
    {
        await Write("a");
        var link = Follow();
        SendLog(link, 0);
        link.Expect<Frame.Ack>(ack => ack.Applied == 2);

        link.Say(new Frame.Bye("too slow", wantsFullSync));

        var (_, asked) = _fake.Accept();
        asked.Last.ShouldBe(wantsFullSync ? LogIndex.None : new LogIndex(1, 2));
        Facts.Problem.ShouldBe("the master has ended the link: too slow");
        Facts.State.ShouldBe(MasterLinkState.Error);
    }

    [Fact]
    public async Task Keys_expire_by_the_clock_of_the_master()
    {
        await _master.Connect().Ask("SET", "t", "1", "PX", "60000");
        var link = Follow();
        SendLog(link, 0);
        link.Expect<Frame.Ack>(ack => ack.Applied == 2);
        _replica.Time.Advance(TimeSpan.FromHours(1));

        link.Say(new Frame.MasterAlive(2, 2, _master.Time.NowMs, 0, 0));
        await Eventually.True(() => _replica.Node.DataClock.NowMs() < _master.Time.NowMs + 50_000);
        (await _replica.Connect().Ask("EXISTS", "t")).ShouldBe(":1\r\n");
        link.Say(new Frame.MasterAlive(2, 2, _master.Time.NowMs + 60_001, 0, 0));
        await Eventually.True(() => _replica.Node.DataClock.NowMs() > _master.Time.NowMs + 60_000);
        (await _replica.Connect().Ask("EXISTS", "t")).ShouldBe(":0\r\n");
    }

    [Fact]
    public void Silence_ends_the_connection_and_a_sign_of_life_does_not_let_it_come_to_that()
    {
        var link = Follow();
        for (var i = 0; i < 4; i++)
        {
            link.Expect<Frame.ReplicaAlive>();
            link.Say(new Frame.MasterAlive(0, 0, 1, 0, 0));
        }

        link.Closed.ShouldBeNull();
        _fake.Next();
        link.Closed.ShouldBe("the master has not been heard for 2 seconds");
    }

    [Fact]
    public async Task A_full_disk_delays_records_but_loses_and_repeats_none()
    {
        await Write("a", "b", "c");
        var link = Follow();
        SendLog(link, 0, through: 1);
        link.Expect<Frame.Ack>(ack => ack.Applied == 1);
        _disk.Room = 0;

        SendLog(link, 1, through: 3);
        SendLog(link, 3);
        await Eventually.True(() => Facts.Problem.Contains("No space left on device", StringComparison.Ordinal));
        link.Expect<Frame.Ack>(ack => ack.Received == 4).Applied.ShouldBe(1ul);
        Facts.State.ShouldBe(MasterLinkState.Connected);

        _disk.Room = long.MaxValue;
        link.Expect<Frame.Ack>(ack => ack.Applied == 4);
        await Eventually.True(() => Facts.Problem.Length == 0);
        (await _replica.Connect().Ask("MGET", "a", "b", "c")).ShouldBe("*3\r\n$1\r\n1\r\n$1\r\n1\r\n$1\r\n1\r\n");
        link.Closed.ShouldBeNull();
    }

    [Fact]
    public async Task A_promotion_ends_the_link_for_good()
    {
        await Write("a");
        var link = Follow();
        SendLog(link, 0);
        link.Expect<Frame.Ack>(ack => ack.Applied == 2);

        (await _replica.Connect().Ask("REPLICAOF", "NO", "ONE")).ShouldBe("+OK\r\n");

        link.Closed.ShouldBe("the node does not follow it any more");
        link.Say(new Frame.Records(3, 1, Payload.CopyOf(Log(2, 2))));
        (await _replica.Connect().Ask("SET", "b", "1")).ShouldBe("+OK\r\n");
        _fake.IsAsked.ShouldBeFalse();
    }

    [Fact]
    public async Task An_order_with_force_asks_for_all_data_and_takes_nothing_less()
    {
        await Write("a");
        var first = Follow();
        SendLog(first, 0);
        first.Expect<Frame.Ack>(ack => ack.Applied == 2);

        (await _replica.Connect().Ask("SLAVEOF", "master", "7000", "FORCE")).ShouldBe("+OK\r\n");
        var (link, asked) = _fake.Accept();
        (asked.ReplicationId, asked.Last).ShouldBe((FrameFormat.NoId, LogIndex.None));
        link.Say(Continue());

        (_, asked) = _fake.Accept();
        link.Closed.ShouldBe("the master has sent Continue, which has no place there");
        asked.ReplicationId.ShouldBe(FrameFormat.NoId);
    }

    [Fact]
    public async Task Who_waits_for_entries_of_a_stream_is_woken_by_the_masters()
    {
        var link = Follow();
        SendLog(link, 0);
        var waiter = await Waiter.Begin(_replica, "XREAD BLOCK 0 STREAMS s $");
        await _master.Connect().Ask("XADD", "other", "1-1", "f", "v");
        var last = SendLog(link, 1);
        link.Expect<Frame.Ack>(ack => ack.Applied == last);
        waiter.ShouldWait();

        await _master.Connect().Ask("XADD", "s", "1-1", "f", "v");
        SendLog(link, last);

        (await waiter.Reply.WaitAsync(FakeLink.Patience)).ShouldContain("1-1");
    }

    private async Task<TestNode> OpenReplica() =>
        await TestNode.OpenAsync(
            config =>
            {
                config.ReplicaOf = new MasterAddress("master", 7000);
                (config.ReplTimeout, config.ReplicaAnnounceIp, config.ReplicaAnnouncePort) = (2, "me.example", 4711);
            },
            files: _disk,
            masters: _fake
        );

    private Frame.Continue Continue() => new(_master.Node.History.Current!.Id, _master.Node.Binlog.Position.Last);

    private FakeLink Follow()
    {
        var (link, _) = _fake.Accept();
        link.Say(Continue());
        return link;
    }

    private async Task Write(params string[] keys)
    {
        foreach (var key in keys)
            (await _master.Connect().Ask("SET", key, "1")).ShouldBe("+OK\r\n");
    }

    // Sends the master's records behind an index as one frame, and returns the last of them.
    private ulong SendLog(FakeLink link, ulong after, ulong? through = null)
    {
        var last = through ?? _master.Node.Binlog.Position.Last.Index;
        link.Say(new Frame.Records(after + 1, (int)(last - after), Payload.CopyOf(Log(after + 1, last))));
        return last;
    }

    private byte[] Log(ulong from, ulong through)
    {
        using var reader = _master.Node.Binlog.Directory.OpenReader(from)!;
        var bytes = new List<byte>();
        while (reader.Next(_master.Node.Binlog.Position) == BinlogReadStatus.Record && reader.Record.Index <= through)
            bytes.AddRange(reader.Record.Bytes);
        return [.. bytes];
    }

    private uint CrcOf(ulong index) => new BinlogRecordView(Log(index, index)).Crc;

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
