using System.Collections.Concurrent;
using Akka.Actor;
using Pika.Actors.Replication;
using Pika.Actors.Replication.Wire;

namespace Pika.Tests.Actors.Replication.Support;

/// <summary>Stands where a replica looks for its master: the test accepts its connections, and says what the master says.</summary>
internal sealed class FakeMaster : IReplicationTransport
{
    private readonly BlockingCollection<FakeLink> _opened = [];

    /// <summary>The one that the replica asks for next; it is not accepted yet.</summary>
    public FakeLink Next() =>
        _opened.TryTake(out var link, FakeLink.Patience) ? link : throw new TimeoutException("the replica does not connect");

    /// <summary>The next one, accepted, with the question that the replica asks.</summary>
    public (FakeLink Link, Frame.TrySync Asked) Accept()
    {
        var link = Next();
        link.Accept();
        return (link, link.Expect<Frame.TrySync>());
    }

    /// <summary>The replica does not connect, for longer than it waits after a first failure.</summary>
    public void ExpectNone(string because) => _opened.TryTake(out _, TimeSpan.FromMilliseconds(300)).ShouldBeFalse(because);

    public IReplicationLink Open(ReplicaTarget target, ulong session, IActorRef owner)
    {
        var link = new FakeLink(target, session, owner);
        _opened.Add(link);
        return link;
    }
}

/// <summary>One connection of a replica to its master, of which the test is the master.</summary>
internal sealed class FakeLink(ReplicaTarget target, ulong session, IActorRef owner) : IReplicationLink
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly BlockingCollection<Frame> _sent = [];
    private string? _closed;

    public ReplicaTarget Target => target;

    public string Remote => target.ToString();

    public ulong Session => session;

    public long UnsentBytes => 0;

    public long ForeignFrames => 0;

    /// <summary>Why the replica has closed it; null while it has not.</summary>
    public string? Closed => Volatile.Read(ref _closed);

    public void Send(Frame frame) => _sent.Add(frame);

    public void HandOver(IActorRef owner) => throw new NotSupportedException();

    public void Close(string reason)
    {
        if (Interlocked.CompareExchange(ref _closed, reason, null) is null)
            owner.Tell(new LinkEvent.Closed(this, reason), ActorRefs.NoSender);
    }

    /// <summary>The master is there.</summary>
    public void Accept() => owner.Tell(new LinkEvent.Opened(this), ActorRefs.NoSender);

    /// <summary>The master says something.</summary>
    public void Say(Frame frame) => owner.Tell(new LinkEvent.Received(this, frame), ActorRefs.NoSender);

    /// <summary>The connection breaks.</summary>
    public void Break(string reason) => owner.Tell(new LinkEvent.Closed(this, reason), ActorRefs.NoSender);

    /// <summary>The next frame of a kind that the replica sends; those of other kinds before it are passed over.</summary>
    public TFrame Expect<TFrame>(Func<TFrame, bool>? matches = null)
        where TFrame : Frame
    {
        using var bound = new CancellationTokenSource(Patience);
        while (true)
        {
            if (_sent.Take(bound.Token) is TFrame frame && matches?.Invoke(frame) != false)
                return frame;
        }
    }

    /// <summary>The next frame that the replica sends; null when it has closed the connection.</summary>
    public Frame? NextUnlessClosed()
    {
        using var bound = new CancellationTokenSource(Patience);
        while (true)
        {
            if (_sent.TryTake(out var frame, millisecondsTimeout: 5, bound.Token))
                return frame;
            if (Closed is not null)
                return null;
        }
    }

    /// <summary>How many frames of a kind the replica has sent that were not looked at.</summary>
    public int Pending<TFrame>() => _sent.Count(frame => frame is TFrame);
}
