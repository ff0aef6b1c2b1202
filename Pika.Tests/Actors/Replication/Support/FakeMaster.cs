using System.Collections.Concurrent;
using Akka.Actor;
using Pika.Actors.Replication;
using Pika.Actors.Replication.Wire;

namespace Pika.Tests.Actors.Replication.Support;

/// <summary>Stands where a replica looks for its master: the test accepts its connections, and says what the master says.</summary>
internal sealed class FakeMaster : IReplicationTransport
{
    private readonly BlockingCollection<PlayedLink> _opened = [];

    /// <summary>What the replica looked for last.</summary>
    public ReplicaTarget? Target { get; private set; }

    /// <summary>The one that the replica asks for next; it is not accepted yet.</summary>
    public PlayedLink Next() =>
        _opened.TryTake(out var link, PlayedLink.Patience) ? link : throw new TimeoutException("the replica does not connect");

    /// <summary>The next one, accepted, with the question that the replica asks.</summary>
    public (PlayedLink Link, Frame.TrySync Asked) Accept()
    {
        var link = Next();
        link.Open();
        return (link, link.Expect<Frame.TrySync>());
    }

    /// <summary>The replica does not connect, for longer than it waits after a first failure.</summary>
    public void ExpectNone(string because) => _opened.TryTake(out _, TimeSpan.FromMilliseconds(300)).ShouldBeFalse(because);

    public IReplicationLink Open(ReplicaTarget target, ulong session, IActorRef owner)
    {
        var link = new PlayedLink(session, target.ToString(), owner);
        Target = target;
        _opened.Add(link);
        return link;
    }
}
