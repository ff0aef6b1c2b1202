using Akka.Actor;
using Pika.Actors.Node;
using Pika.Actors.Replication.Wire;

namespace Pika.Actors.Replication.Slaves;

/// <summary>
/// The replicas of a node: which actor is which, and what they say of themselves. A link is nobody's until its first frame says whose it is. Used by
/// <see cref="Replication"/> alone.
/// </summary>
internal sealed class SlaveTable(PikaNode node, IActorContext context)
{
    /// <summary>Replicas, here and away, whose log is kept: more than any master feeds.</summary>
    private const int MostSlaves = 1000;

    /// <summary>Links whose first frame has not come.</summary>
    private readonly HashSet<IReplicationLink> _nameless = [];

    private readonly Dictionary<string, IActorRef> _byNode = new(StringComparer.Ordinal);

    /// <summary>What each says of itself, in the order in which they came.</summary>
    private readonly List<(IActorRef Slave, SlaveFacts Facts)> _facts = [];

    /// <summary>What they say of themselves.</summary>
    public IReadOnlyList<SlaveFacts> Facts => [.. _facts.Select(static slave => slave.Facts)];

    /// <summary>Handles what links say that have no owner yet.</summary>
    public void Handle(LinkEvent link)
    {
        switch (link)
        {
            case LinkEvent.Opened opened:
                _nameless.Add(opened.Link);
                break;
            case LinkEvent.Closed closed:
                _nameless.Remove(closed.Link);
                break;
            case LinkEvent.Received received when _nameless.Remove(received.Link):
                Attach(received);
                break;
            case LinkEvent.Received received:
                received.Frame.Release();
                break;
        }
    }

    /// <summary>A replica says something of itself. False: it is none of these.</summary>
    public bool TryChange(IActorRef slave, SlaveFacts facts)
    {
        int at = _facts.FindIndex(known => known.Slave.Equals(slave));
        if (at >= 0)
        {
            _facts[at] = (slave, facts);
        }

        return at >= 0;
    }

    /// <summary>Has a replica promoted; nothing if it is not known any more.</summary>
    /// <param name="needed">The last record that it must have; 0: whatever it has.</param>
    public void Promote(string nodeId, ulong needed)
    {
        if (_byNode.TryGetValue(nodeId, out var slave))
        {
            slave.Tell(new Frame.Promote(needed), context.Self);
        }
    }

    /// <summary>An actor has ended. False: it was none of these.</summary>
    public bool TryRemove(IActorRef slave)
    {
        foreach (var (nodeId, known) in _byNode)
        {
            if (known.Equals(slave))
            {
                _byNode.Remove(nodeId);
                break;
            }
        }

        return _facts.RemoveAll(known => known.Slave.Equals(slave)) > 0;
    }

    private void Attach(LinkEvent.Received received)
    {
        if (received.Frame is not Frame.TrySync request)
        {
            received.Frame.Release();
            received.Link.Close("a replica begins with TrySync");
        }
        else if (request.Version != FrameFormat.Version)
        {
            received.Link.Close($"the replica speaks version {request.Version} of frames, this master version {FrameFormat.Version}");
        }
        else if (FindOrMake(request.NodeId) is { } slave)
        {
            ForgetFormerLives(request, SlaveConnection.HostOf(request, received.Link));
            received.Link.HandOver(slave);
            slave.Tell(new SlaveNode.Attach(received.Link, request), context.Self);
        }
        else
        {
            received.Link.Close($"this master has {MostSlaves} replicas already");
        }
    }

    // A process that was started again has another id: what was kept for the one before it is of no use.
    private void ForgetFormerLives(Frame.TrySync request, string host)
    {
        foreach (var (slave, facts) in _facts)
        {
            if (facts.NodeId != request.NodeId && !facts.IsConnected && facts.Port == request.Port && facts.Host == host)
            {
                context.Stop(slave);
            }
        }
    }

    private IActorRef? FindOrMake(string nodeId)
    {
        if (_byNode.TryGetValue(nodeId, out var known))
        {
            return known;
        }

        if (_byNode.Count >= MostSlaves)
        {
            return null;
        }

        var slave = context.ActorOf(SlaveNode.Props(node, nodeId), $"slave-{nodeId}");
        context.Watch(slave);
        _byNode.Add(nodeId, slave);
        _facts.Add((slave, new SlaveFacts(nodeId, "", 0, SlaveState.NotSync, IsConnected: false)));
        return slave;
    }
}
