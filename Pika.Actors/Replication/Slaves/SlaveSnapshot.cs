using Akka.Actor;
using Pika.Actors.Log;
using Pika.Actors.Node;
using Pika.Actors.Replication.FullSync;
using Pika.Actors.Replication.Wire;
using Pika.Storage.Binlog;
using Pika.Storage.Snapshots;

namespace Pika.Actors.Replication.Slaves;

/// <summary>
/// The snapshot that a replica is given: ordered, secured by a lease of the replica's own, and given back. Used by one <see cref="SlaveNode"/>, which passes
/// on what Bgsave and the log answer.
/// </summary>
internal sealed class SlaveSnapshot(PikaNode node, IActorRef slave, string owner)
{
    private readonly IActorRef _bgsave = node.FullSyncs.Bgsave;
    private Bgsave.Taken? _taken;
    private bool _isOrdered;

    /// <summary>The files; null until they are there.</summary>
    public SnapshotFiles? Files => _taken?.Snapshot;

    /// <summary>What a replica that has to wait is told.</summary>
    public static Frame.Waiting Describe(Bgsave.Waiting waiting) =>
        new(waiting.Position, waiting.Position == 0 ? "the checkpoint is being made" : "other full syncs come first");

    /// <summary>Asks for a snapshot, or again for the one that was given, unless the replica has that already and cannot go on with it.</summary>
    /// <param name="has">The replica's last record.</param>
    public void Order(LogIndex has)
    {
        if (_taken?.Snapshot.Manifest.Applied == has)
        {
            GiveBack();
        }

        _isOrdered = true;
        _bgsave.Tell(new Bgsave.Take(owner, slave), slave);
    }

    /// <summary>The snapshot is there: the log from it on is to be kept for the replica.</summary>
    public void OnTaken(Bgsave.Taken taken)
    {
        _taken = taken;
        node.Appender.Tell(SyncCheck.PinOf(node, owner, taken.PinIndex), slave);
    }

    /// <summary>Whether this is the lease that was asked for with the snapshot.</summary>
    public bool IsSecuredBy(BinlogProtocol.Pinned pinned) => pinned.Lease.Owner == owner && pinned.Lease.Index == _taken?.PinIndex;

    /// <summary>The lease is there.</summary>
    public void OnSecured() => _bgsave.Tell(new Bgsave.Secured(owner), slave);

    /// <summary>There is no snapshot, or no more.</summary>
    public void OnFailed() => (_taken, _isOrdered) = (null, false);

    /// <summary>The replica needs it no more, or cannot have it.</summary>
    public void GiveBack()
    {
        if (_isOrdered)
        {
            OnFailed();
            _bgsave.Tell(new Bgsave.GiveBack(owner), slave);
        }
    }
}
