using Akka.Actor;
using Akka.Event;
using Pika.Actors.Node;
using Pika.Storage.Binlog;
using Pika.Storage.Store;

namespace Pika.Actors.Log;

/// <summary>
/// The segments, the leases on them, and their end: the third part of <see cref="Binlog"/>, used by it alone. Every second it asks the store
/// how far it is durable, decides (<see cref="LogRetention"/>), and has the store flushed and files purged.
/// </summary>
internal sealed class LogKeeper(PikaNode node, BinlogWriter writer, ILoggingAdapter log, IUntypedActorContext context)
{
    private readonly BinlogDirectory _directory = writer.Directory;
    private readonly LogRetention _retention = new();

    /// <summary>The actor of each segment that is not released.</summary>
    private readonly SortedDictionary<long, IActorRef> _segments = [];

    /// <summary>Who took a lease, to be told when it is revoked.</summary>
    private readonly Dictionary<string, IActorRef> _owners = [];

    /// <summary>Released, but not deleted yet, the oldest first.</summary>
    private readonly List<long> _released = [];
    private IActorRef _purge = ActorRefs.Nobody;
    private ulong _storeIndex;
    private long _purged;
    private readonly LogGrowth _growth = new();

    /// <summary>The last record at the last sample of <see cref="_growth"/>.</summary>
    private ulong _sampled = writer.Position.Last.Index;

    /// <summary>The store is asked how far it is durable, or is being flushed.</summary>
    private bool _checking;

    /// <summary>The last flush failed, which was logged.</summary>
    private bool _flushFails;

    private IActorRef Self => context.Self;

    /// <summary>Makes the children.</summary>
    public void Start()
    {
        foreach (var segment in _directory.Segments)
        {
            AddSegment(segment.Segment);
        }

        _purge = context.ActorOf(Purge.Props(node.Storage, node.Files, _directory.Path, Self), "purge");
    }

    /// <summary>The log has begun another file; the one before is on disk.</summary>
    public void OnRolled()
    {
        node.Acks.TellSynced();
        AddSegment(writer.Position.Segment);
        StartCheck();
    }

    /// <summary>Handles what concerns segments and leases; false for anything else.</summary>
    /// <param name="firstMissing">The first record that the store does not hold.</param>
    public bool Handle(object message, IActorRef sender, ulong firstMissing)
    {
        switch (message)
        {
            case BinlogProtocol.Locate locate:
                sender.Tell(Locate(locate.Index), Self);
                break;
            case BinlogProtocol.Pin pin:
                sender.Tell(OnPin(pin, sender, pin.Index ?? firstMissing), Self);
                break;
            case BinlogProtocol.Advance advance when !_retention.Pins.Advance(advance.Owner, advance.Index, node.SteadyMs()):
                sender.Tell(new BinlogProtocol.PinRevoked(advance.Owner, "there is no such lease"), Self);
                break;
            case BinlogProtocol.Advance:
                break;
            case BinlogProtocol.Release release:
                Release(release.Owner);
                break;
            case BinlogProtocol.PurgeTo purge:
                _retention.PurgeTo(purge.Segment);
                StartCheck();
                break;
            case OwnerEnded ended:
                OnOwnerEnded(ended);
                break;
            case Checked found:
                OnChecked(found);
                break;
            case Flushed flushed:
                OnFlushed(flushed);
                break;
            case Purge.Started:
                _purge.Tell(new Purge.Delete([.. _released]), Self);
                break;
            case Purge.Deleted deleted:
                _purged += deleted.Segments.Count;
                _released.RemoveAll(deleted.Segments.Contains);
                break;
            default:
                return false;
        }

        return true;
    }

    /// <summary>A second has passed.</summary>
    public void OnTick()
    {
        _growth.Sample(_directory.BytesFrom(_sampled + 1), node.SteadyMs());
        _sampled = writer.Position.Last.Index;
        StartCheck();
    }

    /// <summary>Asks the store how far it is durable, unless that is under way; the decision follows.</summary>
    public void StartCheck()
    {
        if (!_checking)
        {
            _checking = true;
            var store = node.Store;
            _ = node.Storage.Run(() => ReadDurable(store)).PipeTo(Self, failure: static failure => new Checked(0, failure));
        }
    }

    /// <summary>The state of segments and leases.</summary>
    public BinlogFacts Facts() =>
        BinlogFacts.None.At(writer, node.Config) with
        {
            StoreIndex = _storeIndex,
            ReplayBytes = _directory.BytesFrom(_storeIndex + 1),
            PurgedFiles = _purged,
            Pins = _retention.Pins.Held,
            Kept = _retention.Kept,
            BytesPerSecond = _growth.BytesPerSecond,
        };

    private static Checked ReadDurable(IStore store) => new(AppliedRow.Read(store, ReadTier.Durable)?.Index ?? 0, null);

    private static Flushed FlushBlocking(PikaNode node)
    {
        node.FlushStore();
        return new Flushed(null);
    }

    private void AddSegment(long segment) =>
        _segments[segment] = context.ActorOf(BinlogSegment.Props(node.Storage, _directory, segment), BinlogSegment.NameOf(segment));

    private object Locate(ulong index)
    {
        var next = writer.Position.Last.Index + 1;
        if (index < _directory.FirstIndex || index > next)
        {
            return new BinlogProtocol.NotHeld(_directory.FirstIndex, next);
        }

        var holder = _directory.Segments.Last(segment => segment.FirstIndex <= index);
        return new BinlogProtocol.Located(index, _segments[holder.Segment]);
    }

    private object OnPin(BinlogProtocol.Pin pin, IActorRef owner, ulong index)
    {
        var next = writer.Position.Last.Index + 1;
        if (index < _directory.FirstIndex || index > next)
        {
            return new BinlogProtocol.NotHeld(_directory.FirstIndex, next);
        }

        Release(pin.Owner);
        _owners[pin.Owner] = context.WatchWith(owner, new OwnerEnded(owner));
        return new BinlogProtocol.Pinned(
            _retention.Pins.Acquire(pin.Owner, index, node.SteadyMs(), pin.MaxBytes, (long)pin.MaxIdle.TotalMilliseconds)
        );
    }

    private void Release(string owner)
    {
        _retention.Pins.Release(owner);
        if (_owners.Remove(owner, out var actor) && !_owners.ContainsValue(actor))
        {
            context.Unwatch(actor);
        }
    }

    private void OnOwnerEnded(OwnerEnded ended)
    {
        foreach (string owner in _owners.Where(lease => lease.Value.Equals(ended.Owner)).Select(lease => lease.Key).ToList())
        {
            Release(owner);
        }
    }

    private void OnChecked(Checked found)
    {
        _checking = false;
        if (found.Failure is not null)
        {
            log.Warning("cannot read how far the store is durable: {0}", found.Failure.Message);
            return;
        }

        _storeIndex = found.StoreIndex;
        long behind = _directory.BytesFrom(_storeIndex + 1);
        var decision = _retention.Decide(_directory.Segments, _storeIndex, behind, node.Config, node.NowMs(), node.SteadyMs());
        foreach (var revoked in decision.Revoked)
        {
            log.Warning("'{0}' loses its lease on the binlog: {1}", revoked.Pin.Owner, revoked.Reason);
            var owner = _owners[revoked.Pin.Owner];
            Release(revoked.Pin.Owner);
            owner.Tell(new BinlogProtocol.PinRevoked(revoked.Pin.Owner, revoked.Reason), Self);
        }

        ReleaseSegments(decision.Release);
        if (decision.Left is { } left)
        {
            log.Warning("PURGELOGSTO leaves {0} and what follows it: {1}", BinlogFormat.FileName(left.Segment), left.Reason);
        }

        if (decision.Flush)
        {
            StartFlush();
        }
    }

    private void ReleaseSegments(IReadOnlyList<long> segments)
    {
        if (segments.Count == 0)
        {
            return;
        }

        log.Info("purging the binlog up to {0}", BinlogFormat.FileName(segments[^1]));
        foreach (long segment in _directory.Forget(segments[^1]))
        {
            _released.Add(segment);
            _segments.Remove(segment, out var actor);
            actor!.Tell(BinlogSegment.Release.Instance, Self);
        }

        _purge.Tell(new Purge.Delete([.. _released]), Self);
    }

    private void StartFlush()
    {
        _checking = true;
        _retention.Flushing(node.SteadyMs());
        _ = node.Storage.Run(() => FlushBlocking(node)).PipeTo(Self, failure: static failure => new Flushed(failure));
    }

    private void OnFlushed(Flushed flushed)
    {
        _checking = false;
        if (flushed.Failure is null)
        {
            _flushFails = false;
            StartCheck();
        }
        else if (!_flushFails)
        {
            _flushFails = true;
            log.Error("the store cannot be flushed, so the binlog cannot be purged; trying again: {0}", flushed.Failure.Message);
        }
    }

    private sealed record OwnerEnded(IActorRef Owner);

    private sealed record Checked(ulong StoreIndex, Exception? Failure);

    private sealed record Flushed(Exception? Failure);
}
