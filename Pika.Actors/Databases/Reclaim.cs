using Akka.Actor;
using Pika.Actors.Node;
using Pika.Storage.Keyspace;

namespace Pika.Actors.Databases;

/// <summary>
/// Gives back the rows that no key refers to any more: those of values that were removed or replaced, and those of generations that
/// FLUSHDB dropped; a replica gets its master's removals. What is to be done stands in the system rows, so a crash forgets nothing.
/// </summary>
internal sealed class Reclaim : UntypedActor, IWithTimers
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly PikaNode _node;
    private readonly Database _database;
    private readonly IReadOnlyList<IActorRef> _shards;
    private bool _busy;

    /// <summary>Created by its <see cref="Db"/>.</summary>
    public Reclaim(PikaNode node, Database database, IReadOnlyList<IActorRef> shards) =>
        (_node, _database, _shards) = (node, database, shards);

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>The way to make it.</summary>
    public static Props Props(PikaNode node, Database database, IReadOnlyList<IActorRef> shards) =>
        Akka.Actor.Props.Create(() => new Reclaim(node, database, shards));

    /// <inheritdoc/>
    protected override void PreStart() => Timers.StartPeriodicTimer("tick", Tick.Instance, Interval);

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Tick when !_busy && !_node.Replication.IsReplica && _database.Generation.MayHaveGarbage:
                Look();
                break;
            case Tick:
                break;
            case Found found:
                OnFound(found.Work);
                break;
            case Done done:
                OnDone(done);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Look()
    {
        _busy = true;
        _database.Generation.MayHaveGarbage = false;
        var (store, generation, number) = (_node.Store, _database.Generation.Id, _database.Number);
        _ = _node
            .Storage.Run(() => new Found(ReclaimQueue.Next(store, number, generation)))
            .PipeTo(Self, failure: static _ => new Found(null));
    }

    private void OnFound(Garbage? garbage)
    {
        if (garbage is null)
        {
            Self.Tell(new Done(null));
            return;
        }

        _database.Generation.MayHaveGarbage = true;
        var self = Self;
        int shard = garbage.Version == 0 ? 0 : _database.Generation.ShardOf(garbage.Slot);
        _shards[shard].Tell(new Shard.Execute(new ReclaimWork(garbage, work => self.Tell(new Done(work)))));
    }

    private void OnDone(Done done)
    {
        _busy = false;
        if (done.Work is not { Refused: false } work)
        {
            return;
        }

        if (work.RemovedRange)
        {
            _node.Compaction.GiveBack(work.Garbage);
        }

        Look();
    }

    private sealed record Tick
    {
        public static readonly Tick Instance = new();
    }

    private sealed record Found(Garbage? Work);

    /// <summary>The work is over; null: there was none.</summary>
    private sealed record Done(ReclaimWork? Work);
}
