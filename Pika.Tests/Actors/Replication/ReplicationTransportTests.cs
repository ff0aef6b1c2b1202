using System.Net;
using System.Net.Sockets;
using System.Text;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Pika.Actors.Configuration;
using Pika.Actors.Replication;
using Pika.Actors.Replication.Wire;
using Pika.Host.Network;
using Pika.Tests.Host.Network;

namespace Pika.Tests.Actors.Replication;

/// <summary>A replica's way to its master, over the network, to a node or to something that is none.</summary>
public sealed class ReplicationTransportTests : TestKit
{
    private const ulong Session = 42;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ReplicationTransport _transport = new(new TcpOutbound(TimeProvider.System), TimeProvider.System);
    private readonly TestProbe _master;
    private readonly TestProbe _replica;

    public ReplicationTransportTests() => (_master, _replica) = (CreateTestProbe(), CreateTestProbe());

    [Theory]
    [InlineData("127.0.0.1", "", "")]
    [InlineData("localhost", "", "")]
    [InlineData("127.0.0.1", "", "secret")]
    [InlineData("127.0.0.1", "default", "secret")]
    public async Task A_link_between_two_nodes_carries_frames_both_ways(string host, string user, string password)
    {
        await using var served = await OpenAsync(config => config.RequirePass = password);

        var link = _transport.Open(new ReplicaTarget(host, served.EndPoint.Port, user, password, Patience), Session, _replica.Ref);
        await served.Accept();

        _replica.ExpectMsg<LinkEvent.Opened>().Link.ShouldBe(link);
        var accepted = _master.ExpectMsg<LinkEvent.Opened>().Link;
        link.Send(new Frame.Ack(3, 2, 1));
        _master.ExpectMsg<LinkEvent.Received>().Frame.ShouldBe(new Frame.Ack(3, 2, 1));
        accepted.Session.ShouldBe(Session);
        accepted.Send(new Frame.Bye("go", WantsFullSync: true));
        _replica.ExpectMsg<LinkEvent.Received>().Frame.ShouldBe(new Frame.Bye("go", WantsFullSync: true));

        link.Close("enough");
        _replica.ExpectMsg<LinkEvent.Closed>().ShouldBe(new LinkEvent.Closed(link, "enough"));
        _master.ExpectMsg<LinkEvent.Closed>().ShouldBe(new LinkEvent.Closed(accepted, "the connection was closed"));
    }

    [Theory]
    [InlineData("", "wrong", "the master refused AUTH: WRONGPASS invalid username-password pair or user is disabled.")]
    [InlineData("nobody", "secret", "the master refused AUTH: WRONGPASS invalid username-password pair or user is disabled.")]
    [InlineData("", "", "the master refused PKSYNC: NOAUTH Authentication required.")]
    public async Task A_master_that_refuses_is_quoted(string user, string password, string reason)
    {
        await using var served = await OpenAsync(config => config.RequirePass = "secret");

        _transport.Open(new ReplicaTarget("127.0.0.1", served.EndPoint.Port, user, password, Patience), Session, _replica.Ref);
        await served.Accept();

        _replica.ExpectMsg<LinkEvent.Closed>().Reason.ShouldBe(reason);
        _replica.ExpectNoMsg(TimeSpan.Zero);
    }

    [Theory]
    [InlineData(
        "-ERR unknown command 'PKSYNC', with args beginning with: '1' \r\n",
        "the master refused PKSYNC: ERR unknown command 'PKSYNC', with args beginning with: '1' "
    )]
    [InlineData("HTTP/1.1 400 Bad Request\r\n", "the master refused PKSYNC: 'HTTP/1.1 400 Bad Request' is no answer that it could give")]
    public async Task What_is_no_master_is_quoted(string reply, string reason)
    {
        using var listener = Listen();
        Open(listener);
        using var accepted = await listener.AcceptAsync();
        (await ReadText(accepted)).ShouldBe("*2\r\n$6\r\nPKSYNC\r\n$1\r\n1\r\n");

        await accepted.SendAsync(Encoding.ASCII.GetBytes(reply));

        _replica.ExpectMsg<LinkEvent.Closed>().Reason.ShouldBe(reason);
        (await accepted.ReceiveAsync(new byte[1]).WaitAsync(Patience)).ShouldBe(0);
    }

    [Fact]
    public async Task Who_talks_without_end_is_given_up()
    {
        using var listener = Listen();
        Open(listener);
        using var accepted = await listener.AcceptAsync();

        await accepted.SendAsync(new byte[5000]);

        _replica.ExpectMsg<LinkEvent.Closed>().Reason.ShouldBe("a line of more than 4096 bytes has come instead of a reply");
    }

    [Fact]
    public async Task Who_hangs_up_in_the_greeting_is_given_up()
    {
        using var listener = Listen();
        Open(listener);
        using (var accepted = await listener.AcceptAsync())
        {
            await ReadText(accepted);
            await accepted.SendAsync("+O"u8.ToArray());
        }

        _replica.ExpectMsg<LinkEvent.Closed>().Reason.ShouldBe("the other side closed the connection before it had answered");
    }

    [Fact]
    public async Task Frames_right_behind_the_reply_are_read()
    {
        using var listener = Listen();
        var link = Open(listener);
        using var accepted = await listener.AcceptAsync();
        await ReadText(accepted);
        var alive = new Frame.MasterAlive(1, 2, 3, 4, 5);

        await accepted.SendAsync((byte[])[.. "+OK\r\n"u8, .. Wire.Frames.BytesOf(alive, Session), .. Wire.Frames.BytesOf(alive, Session)]);

        _replica.ExpectMsg<LinkEvent.Opened>();
        _replica.ExpectMsg<LinkEvent.Received>().Frame.ShouldBe(alive);
        _replica.ExpectMsg<LinkEvent.Received>().Frame.ShouldBe(alive);
        link.Close("enough");
        _replica.ExpectMsg<LinkEvent.Closed>();
    }

    [Fact]
    public void Nobody_listens()
    {
        using var bound = new Socket(SocketType.Stream, ProtocolType.Tcp);
        bound.Bind(new IPEndPoint(IPAddress.Loopback, 0));

        var link = Open(bound);

        var closed = _replica.ExpectMsg<LinkEvent.Closed>();
        closed.Link.ShouldBe(link);
        closed.Reason.ShouldBe($"{link.Remote} refuses the connection");
        link.Remote.ShouldBe($"127.0.0.1:{((IPEndPoint)bound.LocalEndPoint!).Port}");
    }

    [Fact]
    public async Task Who_accepts_and_says_nothing_is_given_up_after_the_timeout()
    {
        using var listener = Listen();
        var link = Open(listener, TimeSpan.FromMilliseconds(100));
        using var accepted = await listener.AcceptAsync();

        _replica.ExpectMsg<LinkEvent.Closed>().Reason.ShouldBe($"{link.Remote} has not answered in 100 ms");
    }

    [Fact]
    public async Task An_attempt_can_be_given_up_in_the_greeting()
    {
        using var listener = Listen();
        var link = Open(listener);
        using var accepted = await listener.AcceptAsync();
        await ReadText(accepted);

        link.Close("the role has changed");

        _replica.ExpectMsg<LinkEvent.Closed>().ShouldBe(new LinkEvent.Closed(link, "the role has changed"));
        (await accepted.ReceiveAsync(new byte[1]).WaitAsync(Patience)).ShouldBe(0);
        _replica.ExpectNoMsg(TimeSpan.Zero);
    }

    private async Task<ServedNode> OpenAsync(Action<ServerConfig> configure)
    {
        var served = await ServedNode.OpenAsync(configure);
        served.Node.Node.ReplicationActor = _master.Ref;
        return served;
    }

    private IReplicationLink Open(Socket listener, TimeSpan? timeout = null)
    {
        int port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        return _transport.Open(new ReplicaTarget("127.0.0.1", port, "", "", timeout ?? Patience), Session, _replica.Ref);
    }

    private static Socket Listen()
    {
        var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        return listener;
    }

    private static async Task<string> ReadText(Socket socket)
    {
        var bytes = new byte[4096];
        return Encoding.Latin1.GetString(bytes, 0, await socket.ReceiveAsync(bytes).WaitAsync(Patience));
    }
}
