using Akka.Actor;
using Pika.Actors.Execution;
using Pika.Actors.Node;

namespace Pika.Actors.Databases;

/// <summary>
/// The writer of commands over several shards (MOVE, FLUSHALL, a transaction over two databases): it parks the shards that one
/// needs, runs it as a turn of its own, which is one record, and lets the shards go. One command at a time, so that no two can
/// wait for each other.
/// <code>
///   Idle ──Execute──► Parking ──all Parked──► Working (see Writer) ──► Idle | Parking
///                        └──a shard is Broken──► Failed
/// </code>
/// </summary>
internal sealed class CrossShard : Writer
{
    private readonly Queue<Execute> _waiting = new();
    private readonly Queue<TurnWork> _turn = new();
    private Execute? _current;
    private int _parked;

    /// <summary>The current command waits for its shards.</summary>
    private bool _parking;

    /// <summary>Created by the node.</summary>
    public CrossShard(PikaNode node, IActorRef binlog)
        : base(node, binlog) { }

    /// <summary>The way to make it.</summary>
    public static Props Props(PikaNode node, IActorRef binlog) =>
        Akka.Actor.Props.Create(() => new CrossShard(node, binlog)).WithDispatcher(PikaNode.InlineDispatcher);

    // The command that waits for its shards is not in a turn yet.
    /// <inheritdoc/>
    protected override IEnumerable<TurnWork> Waiting =>
        _waiting.Select(static execute => execute.Work).Concat(_turn).Concat(_parking ? [_current!.Work] : []);

    /// <inheritdoc/>
    protected override void Handle(object message)
    {
        switch (message)
        {
            // Its shards may wait for the store, and the others need not wait with them.
            case Execute execute when (Postponed ?? Node.StoreFailure) is { } error:
                Refuse(execute.Work, error);
                break;
            case Execute execute:
                _waiting.Enqueue(execute);
                BecomeParkingOrIdle();
                break;
            case Shard.Parked:
                OnParked();
                break;
            case Shard.Broken:
                BecomeFailed();
                break;
            default:
                base.Handle(message);
                break;
        }
    }

    /// <inheritdoc/>
    protected override void RefuseWaiting(string error)
    {
        while (_waiting.TryDequeue(out var execute))
        {
            Refuse(execute.Work, error);
        }
    }

    /// <inheritdoc/>
    protected override void OnReceiveFailed(object message)
    {
        if (message is Execute execute)
        {
            Abandon(execute.Work);
        }
    }

    /// <inheritdoc/>
    protected override void OnTurnEnded()
    {
        foreach (var shard in _current!.Shards)
        {
            shard.Tell(Shard.Release.Instance, Self);
        }

        _current = null;
        BecomeParkingOrIdle();
    }

    private void BecomeParkingOrIdle()
    {
        if (_current is not null || !_waiting.TryDequeue(out _current))
        {
            return;
        }

        (_parked, _parking) = (0, true);
        foreach (var shard in _current.Shards)
        {
            shard.Tell(Shard.Park.Instance, Self);
        }
    }

    private void OnParked()
    {
        if (++_parked == _current!.Shards.Count)
        {
            _parking = false;
            NoteOthers();
            _turn.Enqueue(_current.Work);
            TakeTurn(_turn);
        }
    }

    /// <summary>From a session, or for a blocked client: run this with the given shards held. The answer is the work's completion.</summary>
    public sealed record Execute(TurnWork Work, IReadOnlyList<IActorRef> Shards);
}
