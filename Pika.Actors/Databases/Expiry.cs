using Akka.Actor;
using Pika.Actors.Node;
using Pika.Storage.Keyspace;
using Pika.Storage.Store;

namespace Pika.Actors.Databases;

/// <summary>
/// Active expiry of one database, on a master: looks into the expire rows, which are sorted by time, and has the shards remove what is due.
/// <code>
///   Waiting ──Tick──► Looking ──Due──► Removing ──Removed──► Waiting (or Looking, when there may be more)
/// </code>
/// </summary>
internal sealed class Expiry : UntypedActor, IWithTimers
{
    /// <summary>Keys removed by one look: a shard is not held for longer than by a big pipeline.</summary>
    private const int KeysPerLook = 1000;

    private readonly PikaNode _node;
    private readonly Database _database;
    private readonly IReadOnlyList<IActorRef> _shards;

    /// <summary>The <c>hz</c> that the timer runs with; it follows CONFIG SET.</summary>
    private int _hz;
    private bool _busy;

    /// <summary>Shards that still remove keys of the last look.</summary>
    private int _removing;

    /// <summary>The last look found as many keys as it takes, and all of them could be removed: there may be more at once.</summary>
    private bool _mayBeMore;

    /// <summary>Created by its <see cref="Db"/>.</summary>
    public Expiry(PikaNode node, Database database, IReadOnlyList<IActorRef> shards) =>
        (_node, _database, _shards) = (node, database, shards);

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>The way to make it.</summary>
    public static Props Props(PikaNode node, Database database, IReadOnlyList<IActorRef> shards) =>
        Akka.Actor.Props.Create(() => new Expiry(node, database, shards));

    /// <inheritdoc/>
    protected override void PreStart() => FollowHz();

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        if (message is Tick)
        {
            FollowHz();
        }

        switch (message)
        {
            case Tick when !_busy && _node.ActiveExpire && !_node.Replication.IsReplica && _database.Generation.Expires > 0:
                BecomeLooking();
                break;
            case Tick:
                break;
            case Due due:
                BecomeRemoving(due.Keys);
                break;
            case Removed removed:
                OnRemoved(removed);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void FollowHz()
    {
        if (_hz != _node.Config.Hz)
        {
            _hz = _node.Config.Hz;
            Timers.StartPeriodicTimer("tick", Tick.Instance, TimeSpan.FromSeconds(1.0 / _hz));
        }
    }

    private void BecomeLooking()
    {
        _busy = true;
        var (store, generation, now) = (_node.Store, _database.Generation.Id, _node.DataClock.NowMs());
        _ = _node.Storage.Run(() => Look(store, generation, now)).PipeTo(Self, failure: static _ => new Due([]));
    }

    private static Due Look(IStore store, uint generation, long now)
    {
        Span<byte> from = stackalloc byte[RowKeys.ExpirePrefix];
        Span<byte> to = stackalloc byte[RowKeys.ExpirePrefix];
        RowKeys.WriteExpire(from, generation, 0, default);
        RowKeys.WriteExpire(to, generation, now + 1, default);
        var keys = new List<byte[]>();
        using var rows = store.Iterate(Family.Expire, from, to, ReadTier.All, null);
        for (rows.SeekToFirst(); rows.Valid && keys.Count < KeysPerLook; rows.Next())
        {
            keys.Add(rows.Key[RowKeys.ExpirePrefix..].ToArray());
        }

        return new Due(keys);
    }

    private void BecomeRemoving(IReadOnlyList<byte[]> keys)
    {
        _mayBeMore = keys.Count == KeysPerLook;
        var self = Self;
        foreach (var ofShard in keys.GroupBy(key => _database.Generation.ShardOf(HashSlot.Of(key))))
        {
            _removing++;
            var work = new ExpireWork(_database, [.. ofShard], succeeded => self.Tell(succeeded ? Removed.All : Removed.None));
            _shards[ofShard.Key].Tell(new Shard.Execute(work));
        }

        if (_removing == 0)
        {
            BecomeWaitingOrLooking();
        }
    }

    private void OnRemoved(Removed removed)
    {
        _mayBeMore &= removed.Succeeded;
        if (--_removing == 0)
        {
            BecomeWaitingOrLooking();
        }
    }

    private void BecomeWaitingOrLooking()
    {
        _busy = false;
        if (_mayBeMore)
        {
            BecomeLooking();
        }
    }

    private sealed record Tick
    {
        public static readonly Tick Instance = new();
    }

    private sealed record Due(IReadOnlyList<byte[]> Keys);

    private sealed record Removed(bool Succeeded)
    {
        public static readonly Removed All = new(true);
        public static readonly Removed None = new(false);
    }
}
