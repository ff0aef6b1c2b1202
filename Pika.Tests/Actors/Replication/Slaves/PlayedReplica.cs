using System.Threading.Channels;
using Akka.Actor;
using Pika.Actors.Replication;
using Pika.Actors.Replication.Wire;

namespace Pika.Tests.Actors.Replication.Slaves;

/// <summary>The link of a master to a replica that the test plays: what is sent is kept, and the test says what comes.</summary>
internal sealed class PlayedReplica(ulong session = 1) : IReplicationLink
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>What was sent and not taken yet.</summary>
    private readonly Channel<Frame> _sent = Channel.CreateBounded<Frame>(100_000);

    private volatile IActorRef _owner = ActorRefs.Nobody;

    public string Remote => "10.0.0.9:5000";

    public ulong Session => session;

    public long UnsentBytes => 0;

    public long ForeignFrames => 0;

    /// <summary>Why the link was closed; null while it is open.</summary>
    public string? Closed { get; private set; }

    public void Send(Frame frame) => _sent.Writer.TryWrite(frame).ShouldBeTrue();

    public void HandOver(IActorRef owner) => _owner = owner;

    public void Close(string reason)
    {
        if (Closed is null)
        {
            Closed = reason;
            _owner.Tell(new LinkEvent.Closed(this, reason), ActorRefs.NoSender);
        }
    }

    /// <summary>A frame comes from the other side.</summary>
    public void Receive(Frame frame) => _owner.Tell(new LinkEvent.Received(this, frame), ActorRefs.NoSender);

    /// <summary>The other side ends the link.</summary>
    public void Break(string reason) => _owner.Tell(new LinkEvent.Closed(this, reason), ActorRefs.NoSender);

    /// <summary>The next frame, whatever it is.</summary>
    public async Task<Frame> NextOfAll()
    {
        using var bound = new CancellationTokenSource(Patience);
        return await _sent.Reader.ReadAsync(bound.Token);
    }

    /// <summary>The next frame but heartbeats.</summary>
    public async Task<Frame> Next()
    {
        // Heartbeats come for ever.
        using var bound = new CancellationTokenSource(Patience);
        while (true)
        {
            var frame = await _sent.Reader.ReadAsync(bound.Token);
            if (frame is not Frame.MasterAlive)
            {
                return frame;
            }
        }
    }

    /// <summary>The next frame of this kind; others before it are dropped.</summary>
    public async Task<T> Expect<T>()
        where T : Frame
    {
        while (true)
        {
            var frame = await Next();
            if (frame is T expected)
            {
                return expected;
            }

            frame.Release();
        }
    }
}
