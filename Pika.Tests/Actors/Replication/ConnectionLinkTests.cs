using System.Net.Sockets;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Pika.Actors.Replication;
using Pika.Actors.Replication.Wire;
using Pika.Storage.Binlog;
using Pika.Tests.Actors.Replication.Wire;
using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Replication;

public sealed class ConnectionLinkTests : TestKit
{
    private const ulong Session = 77;
    private static readonly Frame.ReplicaAlive Alive = new();

    private readonly TestProbe _owner;

    public ConnectionLinkTests() => _owner = CreateTestProbe();

    [Fact]
    public async Task Frames_go_both_ways_in_order()
    {
        await using var pair = await OpenAsync();
        pair.Link.Remote.ShouldBe(pair.Peer.LocalEndPoint!.ToString());

        await pair.Send(Session, new Frame.Ack(3, 2, 1), Alive);
        Received(pair).ShouldBe(new Frame.Ack(3, 2, 1));
        Received(pair).ShouldBe(Alive);
        pair.Link.Session.ShouldBe(Session);

        var end = new LogIndex(1, 10);
        pair.Link.Send(new Frame.Continue(FrameFormat.NoId, end));
        pair.Link.Send(new Frame.Records(8, 2, Payload.CopyOf("small"u8)));
        pair.Link.Send(new Frame.Records(10, 1, Frames.Carrying(100_000)));
        pair.Link.Send(new Frame.MasterAlive(10, 10, 5, 0, 0));
        var got = (await pair.Receive(4))!;
        got[0].ShouldBe(new Frame.Continue(FrameFormat.NoId, end));
        got[1].ShouldSay(new Frame.Records(8, 2, Payload.CopyOf("small"u8)));
        got[2].ShouldSay(new Frame.Records(10, 1, Frames.Carrying(100_000)));
        got[3].ShouldBe(new Frame.MasterAlive(10, 10, 5, 0, 0));
        await Eventually.True(() => pair.Link.UnsentBytes == 0);
    }

    [Fact]
    public async Task A_frame_of_another_session_is_ignored_and_counted()
    {
        await using var pair = await OpenAsync();

        await pair.Send(Session, new Frame.Ack(1, 1, 1));
        await pair.Send(Session + 1, new Frame.Ack(2, 2, 2));
        await pair.Send(Session, new Frame.Ack(3, 3, 3));

        Received(pair).ShouldBe(new Frame.Ack(1, 1, 1));
        Received(pair).ShouldBe(new Frame.Ack(3, 3, 3));
        pair.Link.ForeignFrames.ShouldBe(1);
    }

    [Fact]
    public async Task Another_owner_is_told_of_what_comes_afterwards()
    {
        await using var pair = await OpenAsync();
        await pair.Send(Session, Alive);
        Received(pair);
        var other = CreateTestProbe();

        pair.Link.HandOver(other.Ref);
        await pair.Send(Session, new Frame.Ack(1, 1, 1));
        other.ExpectMsg<LinkEvent.Received>().Frame.ShouldBe(new Frame.Ack(1, 1, 1));
        pair.Link.Close("enough");

        other.ExpectMsg<LinkEvent.Closed>().Reason.ShouldBe("enough");
        _owner.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public async Task The_owner_is_told_once_when_the_other_side_goes()
    {
        await using var pair = await OpenAsync();
        await pair.Send(Session, Alive);
        Received(pair);

        pair.Peer.Dispose();

        Closed(pair).ShouldBe("the connection was closed");
        await pair.Running;
        pair.Link.Close("too late");
        pair.Link.Send(new Frame.Bye("too late", WantsFullSync: false));
        _owner.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public async Task The_other_side_goes_in_the_middle_of_a_frame()
    {
        await using var pair = await OpenAsync();

        await pair.Peer.SendAsync(Frames.BytesOf(new Frame.Ack(1, 1, 1), Session).AsMemory(0, 20));
        pair.Peer.Shutdown(SocketShutdown.Send);

        Closed(pair).ShouldBe("the connection was closed in the middle of a frame");
    }

    [Fact]
    public async Task Garbage_closes_the_link_for_both_sides()
    {
        await using var pair = await OpenAsync();

        await pair.Peer.SendAsync("PING\r\nPING\r\nPING\r\nPING\r\n"u8.ToArray());

        Closed(pair).ShouldBe("the other side has sent a frame of the unknown type 13");
        (await pair.Receive(1)).ShouldBeNull();
    }

    [Fact]
    public async Task A_frame_that_is_too_long_closes_the_link()
    {
        await using var pair = await OpenAsync();
        var bytes = Frames.BytesOf(new Frame.Ack(1, 1, 1), Session);
        bytes[3] = 0x7f;

        await pair.Peer.SendAsync(bytes);

        Closed(pair).ShouldBe("the other side has sent an Ack frame of 2130706465 bytes; it has 33 to 33");
    }

    [Fact]
    public async Task Bytes_that_were_received_before_are_the_first_frames()
    {
        var link = new ConnectionLink("?", FrameSender.Replica, session: 0, _owner.Ref, () => WireLimits.MaxUnsent);
        using var closed = new DeadConnection();
        byte[] bytes = [.. Enumerable.Range(1, 10_000).SelectMany(i => Frames.BytesOf(new Frame.Ack((ulong)i, 0, 0), Session))];

        await link.RunAsync(closed, bytes);

        _owner.ExpectMsg<LinkEvent.Opened>();
        for (ulong i = 1; i <= 10_000; i++)
        {
            _owner.ExpectMsg<LinkEvent.Received>().Frame.ShouldBe(new Frame.Ack(i, 0, 0));
        }

        _owner.ExpectMsg<LinkEvent.Closed>();
    }

    [Fact]
    public async Task Sending_does_not_wait_for_a_slow_reader_and_all_arrives_when_it_reads()
    {
        await using var pair = await OpenAsync();

        for (int i = 0; i < 40; i++)
        {
            pair.Link.Send(new Frame.Chunk(1, 1, i, 0, false, Frames.Carrying(1 << 20, i)));
        }

        pair.Link.UnsentBytes.ShouldBeGreaterThan(20 << 20);
        var chunks = (await pair.Receive(40))!;
        for (int i = 0; i < 40; i++)
        {
            chunks[i].ShouldSay(new Frame.Chunk(1, 1, i, 0, false, Frames.Carrying(1 << 20, i)));
        }

        await Eventually.True(() => pair.Link.UnsentBytes == 0);
    }

    [Fact]
    public async Task A_reader_that_leaves_too_much_is_disconnected()
    {
        await using var pair = await OpenAsync(maxUnsent: 8 << 20);
        var sent = Enumerable.Range(0, 20).Select(i => Frames.Carrying(1 << 20, i)).ToList();

        sent.ForEach(payload => pair.Link.Send(new Frame.Records(1, 1, payload)));

        Closed(pair).ShouldContain("client-output-buffer-limit");
        await pair.Running;
        sent.ShouldAllBe(payload => IsReleased(payload));
        pair.Link.UnsentBytes.ShouldBe(0);
    }

    [Fact]
    public async Task Nothing_more_is_received_while_the_owner_holds_too_much()
    {
        var listening = await OutboundPair.OpenAsync();
        var link = new ConnectionLink("?", FrameSender.Master, Session, _owner.Ref, () => WireLimits.MaxUnsent);
        var running = link.RunAsync(listening.Near, default);
        _owner.ExpectMsg<LinkEvent.Opened>();
        var frame = Frames.BytesOf(new Frame.Records(1, 1, Frames.Carrying(16 << 20)), Session);
        int total = (int)(WireLimits.MaxHeld / (16 << 20)) + 2;

        var sending = SendAll(listening.Far, frame, total);
        var held = Enumerable.Range(0, total - 2).Select(_ => _owner.ExpectMsg<LinkEvent.Received>().Frame).ToList();
        sending.IsCompleted.ShouldBeFalse();
        _owner.ExpectNoMsg(TimeSpan.FromMilliseconds(50));

        held.ForEach(received => received.Release());
        _owner.ExpectMsg<LinkEvent.Received>().Frame.Release();
        _owner.ExpectMsg<LinkEvent.Received>().Frame.Release();
        await sending.WaitAsync(TimeSpan.FromSeconds(30));
        link.Close("enough");
        await running.WaitAsync(TimeSpan.FromSeconds(30));
        listening.Far.Dispose();
    }

    [Fact]
    public async Task A_link_that_waits_for_its_owner_can_be_closed()
    {
        var listening = await OutboundPair.OpenAsync();
        var link = new ConnectionLink("?", FrameSender.Master, Session, _owner.Ref, () => WireLimits.MaxUnsent);
        var running = link.RunAsync(listening.Near, default);
        var frame = Frames.BytesOf(new Frame.Records(1, 1, Frames.Carrying(WireLimits.MaxPayload)), Session);
        var sending = SendAll(listening.Far, frame, 3);
        _owner.ExpectMsg<LinkEvent.Opened>();
        _owner.ExpectMsg<LinkEvent.Received>();
        _owner.ExpectMsg<LinkEvent.Received>();

        link.Close("enough");

        _owner.ExpectMsg<LinkEvent.Closed>().Reason.ShouldBe("enough");
        await running.WaitAsync(TimeSpan.FromSeconds(30));
        listening.Far.Dispose();
        await Should.ThrowAsync<Exception>(sending);
    }

    [Fact]
    public async Task What_cannot_be_sent_closes_the_link_with_a_reason()
    {
        await using var pair = await OpenAsync();

        pair.Link.Send(new Frame.Continue("no id", LogIndex.None));

        Closed(pair).ShouldStartWith("sending failed: 'no id' is no id");
    }

    private async Task<LinkPair> OpenAsync(long maxUnsent = WireLimits.MaxUnsent)
    {
        var pair = await LinkPair.OpenAsync(_owner.Ref, maxUnsent);
        _owner.ExpectMsg<LinkEvent.Opened>().Link.ShouldBe(pair.Link);
        return pair;
    }

    private Frame Received(LinkPair pair)
    {
        var received = _owner.ExpectMsg<LinkEvent.Received>();
        received.Link.ShouldBe(pair.Link);
        return received.Frame;
    }

    private string Closed(LinkPair pair)
    {
        var closed = _owner.ExpectMsg<LinkEvent.Closed>(TimeSpan.FromSeconds(30));
        closed.Link.ShouldBe(pair.Link);
        return closed.Reason;
    }

    private static async Task SendAll(Socket socket, byte[] frame, int count)
    {
        for (int i = 0; i < count; i++)
        {
            for (int sent = 0; sent < frame.Length; )
            {
                sent += await socket.SendAsync(frame.AsMemory(sent));
            }
        }
    }

    private static bool IsReleased(Payload payload)
    {
        try
        {
            _ = payload.Memory;
            return false;
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
    }
}
