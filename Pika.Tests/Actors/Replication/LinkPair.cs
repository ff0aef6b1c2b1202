using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Pika.Actors.Replication;
using Pika.Actors.Replication.Wire;
using Pika.Host.Network;

namespace Pika.Tests.Actors.Replication;

/// <summary>A link of a master, served over a real connection; the replica's side is a bare socket.</summary>
internal sealed class LinkPair : IAsyncDisposable
{
    private Task _running = Task.CompletedTask;

    private LinkPair(ConnectionLink link, Socket peer) => (Link, Peer) = (link, peer);

    public ConnectionLink Link { get; }

    public Socket Peer { get; }

    /// <summary>Ends when the link has.</summary>
    public Task Running => _running.WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>Opens the link.</summary>
    /// <param name="owner">Who is told of events.</param>
    /// <param name="maxUnsent">What may wait to be sent.</param>
    public static async Task<LinkPair> OpenAsync(IActorRef owner, long maxUnsent = WireLimits.MaxUnsent)
    {
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var peer = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 16 * 1024 };
        await peer.ConnectAsync(listener.LocalEndPoint!);
        var accepted = await listener.AcceptAsync();
        accepted.SendBufferSize = 16 * 1024;
        var link = new ConnectionLink("?", FrameSender.Replica, session: 0, owner, () => maxUnsent);
        var pair = new LinkPair(link, peer);
        pair._running = link.RunAsync(new TcpOutboundConnection(accepted), default);
        return pair;
    }

    /// <summary>Sends frames as the replica.</summary>
    public async Task Send(ulong session, params Frame[] frames)
    {
        foreach (var frame in frames)
        {
            await Peer.SendAsync(Wire.Frames.BytesOf(frame, session));
        }
    }

    /// <summary>Receives the next frames as the replica; null when the connection ends instead.</summary>
    public async Task<List<Frame>?> Receive(int count)
    {
        using var reader = new FrameReader(FrameSender.Master);
        var frames = new List<Frame>();
        while (frames.Count < count)
        {
            int received = await Peer.ReceiveAsync(reader.GetMemory()).AsTask().WaitAsync(TimeSpan.FromSeconds(30));
            if (received == 0)
            {
                return null;
            }

            reader.Advance(received);
            while (reader.TryRead(out _, out var frame))
            {
                frames.Add(frame);
            }

            reader.Refusal.ShouldBeNull();
        }

        return frames;
    }

    public async ValueTask DisposeAsync()
    {
        Link.Close("the test is over");
        Peer.Dispose();
        await Running;
    }
}
