using System.Net.Sockets;
using System.Text;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Pika.Actors.Configuration;
using Pika.Actors.Replication;
using Pika.Actors.Replication.Wire;
using Pika.Host.Network;
using Pika.Storage.Binlog;
using Pika.Tests.Actors.Replication.Wire;
using Pika.Tests.Actors.Support;
using Pika.Tests.Host.Network;

namespace Pika.Tests.Actors.Replication;

/// <summary>Replicas at the port for clients, on event loops and without them.</summary>
public sealed class AcceptedReplicaTests : TestKit
{
    private const ulong Session = 42;
    private const string Ok = "+OK\r\n";

    private readonly TestProbe _owner;

    public AcceptedReplicaTests() => _owner = CreateTestProbe();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_PKSYNC_both_sides_send_frames(bool onLoops)
    {
        using var transport = onLoops ? new Transport(1) : null;
        await using var served = await OpenAsync(transport: transport);
        var (socket, link) = await Connect(served);
        link.Remote.ShouldBe(socket.LocalEndPoint!.ToString());

        var hello = new Frame.TrySync(1, FrameFormat.NoId, FrameFormat.NoId, LogIndex.None, 0, "", 6379, 100);
        await socket.SendAsync(Frames.BytesOf(hello, Session));
        _owner.ExpectMsg<LinkEvent.Received>().Frame.ShouldBe(hello);
        for (int i = 0; i < 20; i++)
        {
            link.Send(new Frame.Chunk(1, 1, i, 0, false, Frames.Carrying(1 << 20, i)));
        }

        using var reader = new FrameReader(FrameSender.Master);
        for (int i = 0; i < 20; i++)
        {
            (await Next(socket, reader)).ShouldSay(new Frame.Chunk(1, 1, i, 0, false, Frames.Carrying(1 << 20, i)));
        }

        link.Close("enough");
        _owner.ExpectMsg<LinkEvent.Closed>().ShouldBe(new LinkEvent.Closed(link, "enough"));
        (await socket.ReceiveAsync(new byte[1]).WaitAsync(TimeSpan.FromSeconds(30))).ShouldBe(0);
        await Eventually.True(() => served.Node.Node.Clients.Count == 0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    public async Task A_replica_that_does_not_wait_for_the_answer_is_cut(int frames)
    {
        await using var served = await OpenAsync();
        var socket = await served.ConnectSocket();
        var bytes = Enumerable.Range(1, frames).SelectMany(i => Frames.BytesOf(new Frame.Ack((ulong)i, 10, 13), Session));

        await socket.SendAsync((byte[])[.. "PKSYNC 1\r\n"u8, .. bytes]);

        await Eventually.True(() => served.Node.Node.Clients.Count == 0);
        _owner.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public async Task A_replica_is_listed_as_such_and_can_be_killed_as_such()
    {
        await using var served = await OpenAsync();
        var (socket, link) = await Connect(served);
        var admin = served.Node.Connect();

        var listed = await admin.Ask("CLIENT", "LIST", "TYPE", "replica");
        listed.ShouldContain($" addr={socket.LocalEndPoint} ");
        listed.ShouldContain(" flags=S ");
        (await admin.Ask("CLIENT", "LIST", "TYPE", "normal")).ShouldNotContain(" flags=S ");
        (await admin.Ask("CLIENT", "KILL", "TYPE", "replica")).ShouldBe(":1\r\n");

        _owner.ExpectMsg<LinkEvent.Closed>().Link.ShouldBe(link);
        await Eventually.True(() => served.Node.Node.Clients.All.All(client => !client.IsReplica));
    }

    [Fact]
    public async Task A_silent_replica_is_not_cut_by_timeout()
    {
        await using var served = await OpenAsync(config => config.Timeout = 10);
        var (socket, _) = await Connect(served);
        var idle = await served.ConnectSocket();
        await Eventually.True(() => served.Node.Node.Clients.Count == 2);

        served.Node.Time.Advance(TimeSpan.FromSeconds(60));

        (await idle.ReceiveAsync(new byte[1]).WaitAsync(TimeSpan.FromSeconds(30))).ShouldBe(0);
        await socket.SendAsync(Frames.BytesOf(new Frame.ReplicaAlive(), Session));
        _owner.ExpectMsg<LinkEvent.Received>().Frame.ShouldBe(new Frame.ReplicaAlive());
    }

    [Fact]
    public async Task A_replica_that_leaves_more_unread_than_its_limit_is_cut()
    {
        await using var served = await OpenAsync();
        await served.Node.Connect().Ask("CONFIG", "SET", "client-output-buffer-limit", "replica 4mb 0 0");
        var (_, link) = await Connect(served);

        for (int i = 0; i < 10; i++)
        {
            link.Send(new Frame.Records(1, 1, Frames.Carrying(1 << 20)));
        }

        _owner.ExpectMsg<LinkEvent.Closed>(TimeSpan.FromSeconds(30)).Reason.ShouldContain("client-output-buffer-limit");
        await Eventually.True(() => served.Node.Node.Clients.All.All(client => !client.IsReplica));
    }

    [Fact]
    public async Task A_replica_that_leaves_more_unread_than_its_soft_limit_is_cut_after_a_while()
    {
        await using var served = await OpenAsync();
        await served.Node.Connect().Ask("CONFIG", "SET", "client-output-buffer-limit", "replica 0 4mb 10");
        var (_, link) = await Connect(served);
        for (int i = 0; i < 10; i++)
        {
            link.Send(new Frame.Records(1, 1, Frames.Carrying(1 << 20)));
        }

        var client = served.Node.Node.Clients.All.Single(client => client.IsReplica);
        served.Node.Time.Advance(TimeSpan.FromSeconds(2));
        await Eventually.True(() => client.OverSoftLimitSinceMs > 0);
        _owner.ExpectNoMsg(TimeSpan.Zero);
        served.Node.Time.Advance(TimeSpan.FromSeconds(11));

        _owner.ExpectMsg<LinkEvent.Closed>(TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData("2")]
    [InlineData("0")]
    [InlineData("one")]
    public async Task Another_version_is_refused(string version)
    {
        await using var served = await OpenAsync();
        (await served.Node.Connect().Ask("PKSYNC", version)).ShouldBe("-ERR only version 1 of the replication protocol is spoken here\r\n");
    }

    [Theory]
    [InlineData("SUBSCRIBE", "news")]
    [InlineData("MONITOR")]
    [InlineData("CLIENT", "TRACKING", "ON")]
    public async Task A_connection_that_is_sent_messages_cannot_be_that_of_a_replica(params string[] command)
    {
        await using var served = await OpenAsync();
        var client = served.Node.Connect(protocol: 3);
        await client.Ask(command);

        (await client.Ask("PKSYNC", "1")).ShouldContain("-ERR a connection that is sent messages cannot become that of a replica\r\n");
    }

    [Fact]
    public async Task A_replica_has_to_authenticate()
    {
        await using var served = await OpenAsync(config => config.RequirePass = "secret");
        (await served.Node.Connect().Ask("PKSYNC", "1")).ShouldBe("-NOAUTH Authentication required.\r\n");
    }

    [Fact]
    public async Task In_a_transaction_there_is_no_PKSYNC()
    {
        await using var served = await OpenAsync();
        var client = served.Node.Connect();
        await client.Ask("MULTI");
        (await client.Ask("PKSYNC", "1")).ShouldBe("-ERR Command not allowed inside a transaction\r\n");
    }

    [Theory]
    [InlineData("PSYNC", "?", "-1")]
    [InlineData("SYNC")]
    [InlineData("REPLCONF", "listening-port", "6380")]
    public async Task A_replica_of_Redis_is_told_why_it_cannot_follow(params string[] command)
    {
        await using var served = await OpenAsync();
        (await served.Node.Connect().Ask(command)).ShouldBe(
            "-ERR a replica of this server must be a Pika.NET server: the replication of Redis is not spoken here\r\n"
        );
    }

    private async Task<ServedNode> OpenAsync(Action<ServerConfig>? configure = null, Transport? transport = null)
    {
        var served = await ServedNode.OpenAsync(configure, transport);
        served.Node.Node.ReplicationActor = _owner.Ref;
        return served;
    }

    private async Task<(Socket Socket, IReplicationLink Link)> Connect(ServedNode served)
    {
        var socket = await served.ConnectSocket();
        await socket.SendAsync("PKSYNC 1\r\n"u8.ToArray());
        (await ReadText(socket, Ok.Length)).ShouldBe(Ok);
        return (socket, _owner.ExpectMsg<LinkEvent.Opened>().Link);
    }

    private static async Task<string> ReadText(Socket socket, int length)
    {
        var bytes = new byte[length];
        for (int read = 0; read < length; )
        {
            int count = await socket.ReceiveAsync(bytes.AsMemory(read)).AsTask().WaitAsync(TimeSpan.FromSeconds(30));
            read += count > 0 ? count : throw new EndOfStreamException();
        }

        return Encoding.Latin1.GetString(bytes);
    }

    private static async Task<Frame> Next(Socket socket, FrameReader reader)
    {
        Frame? frame;
        while (!reader.TryRead(out _, out frame))
        {
            reader.Refusal.ShouldBeNull();
            int count = await socket.ReceiveAsync(reader.GetMemory()).AsTask().WaitAsync(TimeSpan.FromSeconds(30));
            reader.Advance(count > 0 ? count : throw new EndOfStreamException());
        }

        return frame;
    }
}
