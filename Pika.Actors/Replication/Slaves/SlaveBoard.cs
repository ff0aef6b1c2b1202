using Akka.Actor;
using Pika.Actors.Node;
using Pika.Actors.Replication.Wire;

namespace Pika.Actors.Replication.Slaves;

/// <summary>
/// What <see cref="SlaveNode"/> tells of its replica: to its parent at once when its state changes, and once in a second what changes all the time; to those who wait for
/// replicas each acknowledgement.
/// </summary>
internal sealed class SlaveBoard(PikaNode node, IActorRef parent, IActorRef self, string nodeId)
{
    private SlaveFacts _facts = new(nodeId, "", 0, SlaveState.NotSync, IsConnected: false);

    /// <summary>The replica's own id.</summary>
    public string NodeId => nodeId;

    /// <summary>Where the replica is.</summary>
    public SlaveState State => _facts.State;

    /// <summary>The replica in the server's log.</summary>
    public string Name => _facts.Host.Length > 0 ? $"{_facts.Host}:{_facts.Port}" : nodeId;

    /// <summary>It has connected.</summary>
    public void Attached(string host, int port, long heardMs) =>
        Publish(_facts with { Host = host, Port = port, IsConnected = true, LastAckMs = heardMs });

    /// <summary>It is away: it counts for nobody who waits. Another call tells why.</summary>
    public void Detached()
    {
        node.Acks.Forget(nodeId);
        _facts = _facts with { IsConnected = false };
    }

    /// <summary>Its state stays, but something is wrong.</summary>
    public void Problem(string problem) => Publish(_facts with { Problem = problem });

    /// <summary>Not connected, or what it needs is being decided.</summary>
    public void NotSync(string problem) => Publish(_facts with { State = SlaveState.NotSync, Problem = problem });

    /// <summary>It gets all data anew.</summary>
    public void DbSync(SyncCheck.Failed why)
    {
        if (State != SlaveState.DbSync)
        {
            parent.Tell(Synced.Full, self);
        }

        if (why.HadData)
        {
            parent.Tell(Synced.PartialRefused, self);
        }

        Publish(_facts with { State = SlaveState.DbSync, Problem = why.Reason, SyncSentBytes = 0, SyncTotalBytes = 0, QueuePosition = 0 });
    }

    /// <summary>Its full sync waits for others, or for its checkpoint: 0.</summary>
    public void Waits(int position) => Publish(_facts with { QueuePosition = position });

    /// <summary>Its snapshot is there.</summary>
    public void SnapshotBegins(long totalBytes) =>
        Publish(_facts with { SyncTotalBytes = totalBytes, SyncSentBytes = 0, QueuePosition = 0 });

    /// <summary>More of its snapshot was sent.</summary>
    public void SnapshotSent(long bytes) => _facts = _facts with { SyncSentBytes = _facts.SyncSentBytes + bytes };

    /// <summary>It gets the log behind a record.</summary>
    public void BinlogSync(ulong last)
    {
        // The end of a full sync is counted as that.
        if (State != SlaveState.DbSync)
        {
            parent.Tell(Synced.Partial, self);
        }

        Publish(
            _facts with
            {
                State = SlaveState.BinlogSync,
                Problem = "",
                Sent = last,
                Received = last,
                Applied = last,
                LastAckMs = node.SteadyMs(),
                SyncTotalBytes = 0,
                SyncSentBytes = 0,
            }
        );
    }

    /// <summary>The log was sent up to a record.</summary>
    public void Sent(ulong last) => _facts = _facts with { Sent = last };

    /// <summary>It has told how far it is.</summary>
    public void Acknowledged(Frame.Ack ack, long heardMs)
    {
        _facts = _facts with { Received = ack.Received, Applied = ack.Applied, Durable = ack.Durable, LastAckMs = heardMs };
        node.Acks.Report(nodeId, ack.Applied, ack.Durable);
    }

    /// <summary>A second has passed.</summary>
    public void Tick() =>
        Publish(
            _facts with
            {
                LagBytes = node.Binlog.Directory.BytesFrom(_facts.Applied + 1),
                Pin = node.BinlogFacts.Pins.FirstOrDefault(pin => pin.Owner == nodeId),
            }
        );

    private void Publish(SlaveFacts facts)
    {
        _facts = facts;
        parent.Tell(facts, self);
    }
}
