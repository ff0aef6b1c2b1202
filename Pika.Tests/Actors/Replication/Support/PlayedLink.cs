using System.Collections.Concurrent;
using Akka.Actor;
using Pika.Actors.Replication;
using Pika.Actors.Replication.Wire;

namespace Pika.Tests.Actors.Replication.Support;

/// <summary>A link of a node whose other side the test plays: what the node sends is kept, and the test says what comes.</summary>
/// <param name="owner">Who is told what happens; nobody until the link is handed over.</param>
internal sealed class PlayedLink(ulong session, string remote = "10.0.0.9:5000", IActorRef? owner = null) : IReplicationLink
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>What was sent and not taken yet.</summary>
    private readonly BlockingCollection<Frame> _sent = [];
    private volatile IActorRef _owner = owner ?? ActorRefs.Nobody;
    private string? _closed;

    public string Remote => remote;

    public ulong Session => session;

    public long UnsentBytes { get; set; }

    public long ForeignFrames => 0;

    /// <summary>Why the node has closed it; null while it has not.</summary>
    public string? Closed => Volatile.Read(ref _closed);

    public void Send(Frame frame) => _sent.Add(frame);

    public void HandOver(IActorRef owner) => _owner = owner;

    public void Close(string reason)
    {
        if (Interlocked.CompareExchange(ref _closed, reason, null) is null)
            Tell(new LinkEvent.Closed(this, reason));
    }

    /// <summary>The other side is there.</summary>
    public void Open() => Tell(new LinkEvent.Opened(this));

    /// <summary>The other side says something.</summary>
    public void Say(Frame frame) => Tell(new LinkEvent.Received(this, frame));

    /// <summary>The connection breaks.</summary>
    public void Break(string reason) => Tell(new LinkEvent.Closed(this, reason));

    /// <summary>The next frame that the node sends.</summary>
    public Frame Next() => NextUnlessClosed() ?? throw new InvalidOperationException($"the node has closed the link: {Closed}");

    /// <summary>The next frame of a kind; those of other kinds before it are passed over.</summary>
    public TFrame Expect<TFrame>(Func<TFrame, bool>? matches = null)
        where TFrame : Frame
    {
        // Heartbeats come for ever, so the bound is on all of it.
        using var bound = new CancellationTokenSource(Patience);
        while (true)
        {
            var frame = NextUnlessClosed(bound.Token);
            if (frame is TFrame expected && matches?.Invoke(expected) != false)
                return expected;
            if (frame is null)
                throw new InvalidOperationException($"the node has closed the link instead of sending {typeof(TFrame).Name}: {Closed}");
            frame.Release();
        }
    }

    /// <summary>The next frame that the node sends; null when it has closed the link.</summary>
    public Frame? NextUnlessClosed()
    {
        using var bound = new CancellationTokenSource(Patience);
        return NextUnlessClosed(bound.Token);
    }

    /// <summary>How many frames of a kind the node has sent that were not looked at.</summary>
    public int Pending<TFrame>() => _sent.Count(frame => frame is TFrame);

    // Closed is read first: what was sent before it is still to be taken.
    private Frame? NextUnlessClosed(CancellationToken bound)
    {
        while (true)
        {
            var closed = Closed is not null;
            if (_sent.TryTake(out var frame, millisecondsTimeout: 5, bound))
                return frame;
            if (closed)
                return null;
        }
    }

    private void Tell(LinkEvent happened) => _owner.Tell(happened, ActorRefs.NoSender);
}
