using Akka.Actor;
using Pika.Actors.Execution;
using Pika.Actors.Node;

namespace Pika.Actors.Databases;

/// <summary>
/// The single writer of the keys of some slots of one database. What arrives while a turn is under way waits, and becomes the next
/// turn together: contention turns into batches.
/// <code>
///   Idle ──Execute──► Collecting ──Run──► Working (see Writer) ──► Idle | Collecting
///     └──────Park──────────► Parked ◄──Park (after the turn)──┘      Parked ──Release──► Idle | Collecting
/// </code>
/// </summary>
internal sealed class Shard : Writer
{
    private readonly Queue<TurnWork> _waiting = new();
    private IActorRef? _parkFor;
    private State _state = State.Idle;

    /// <summary>Created by its <see cref="Db"/>.</summary>
    public Shard(PikaNode node, IActorRef binlog)
        : base(node, binlog) { }

    private enum State
    {
        /// <summary>Nothing waits.</summary>
        Idle,

        /// <summary>Something waits, and a Run is in the mailbox behind what else has come in.</summary>
        Collecting,

        /// <summary>A turn is under way.</summary>
        Working,

        /// <summary>A command over several shards holds this one; everything else waits.</summary>
        Parked,
    }

    /// <summary>The way to make a shard.</summary>
    public static Props Props(PikaNode node, IActorRef binlog) =>
        Akka.Actor.Props.Create(() => new Shard(node, binlog)).WithDispatcher(PikaNode.InlineDispatcher);

    /// <inheritdoc/>
    protected override IEnumerable<TurnWork> Waiting => _waiting;

    /// <inheritdoc/>
    protected override void Handle(object message)
    {
        switch (message)
        {
            case Execute execute:
                OnExecute(execute.Work);
                break;
            case Run:
                BecomeWorking();
                break;
            case Park:
                _parkFor = Sender;
                if (_state == State.Idle)
                {
                    BecomeParked();
                }

                break;
            case Release:
                BecomeIdleOrCollecting();
                break;
            default:
                base.Handle(message);
                break;
        }
    }

    /// <inheritdoc/>
    protected override void OnReceiveFailed(object message)
    {
        if (message is Execute execute)
        {
            Abandon(execute.Work);
        }
        else if (message is Park)
        {
            Sender.Tell(Broken.Instance, Self);
        }
    }

    /// <inheritdoc/>
    protected override void OnFailed() => _parkFor?.Tell(Broken.Instance, Self);

    /// <inheritdoc/>
    protected override void OnTurnEnded()
    {
        if (_parkFor is not null)
        {
            BecomeParked();
        }
        else
        {
            BecomeIdleOrCollecting();
        }
    }

    /// <inheritdoc/>
    protected override void RefuseWaiting(string error)
    {
        while (_waiting.TryDequeue(out var work))
        {
            Refuse(work, error);
        }
    }

    private void OnExecute(TurnWork work)
    {
        if (Postponed is { } error)
        {
            Refuse(work, error);
            return;
        }

        _waiting.Enqueue(work);
        if (_state == State.Idle)
        {
            BecomeCollecting();
        }
    }

    private void BecomeCollecting()
    {
        _state = State.Collecting;
        Self.Tell(Run.Instance, Self);
    }

    private void BecomeWorking()
    {
        _state = State.Working;
        TakeTurn(_waiting);
    }

    private void BecomeParked()
    {
        _state = State.Parked;
        NoteOthers();
        _parkFor!.Tell(Parked.Instance, Self);
        _parkFor = null;
    }

    private void BecomeIdleOrCollecting()
    {
        if (_waiting.Count > 0)
        {
            BecomeCollecting();
        }
        else
        {
            _state = State.Idle;
        }
    }

    /// <summary>From sessions, expiry and reclaim: run this. The answer is the work's completion.</summary>
    public sealed record Execute(TurnWork Work);

    /// <summary>From <see cref="CrossShard"/>: finish the turn and stand still; answered with <see cref="Parked"/>.</summary>
    public sealed record Park
    {
        /// <summary>The only one.</summary>
        public static readonly Park Instance = new();
    }

    /// <summary>To <see cref="CrossShard"/>: this shard stands still until <see cref="Release"/>.</summary>
    public sealed record Parked
    {
        /// <summary>The only one.</summary>
        public static readonly Parked Instance = new();
    }

    /// <summary>To <see cref="CrossShard"/>: a defect has struck this shard, and it will never stand still for a command.</summary>
    public sealed record Broken
    {
        /// <summary>The only one.</summary>
        public static readonly Broken Instance = new();
    }

    /// <summary>From <see cref="CrossShard"/>: go on.</summary>
    public sealed record Release
    {
        /// <summary>The only one.</summary>
        public static readonly Release Instance = new();
    }

    private sealed record Run
    {
        public static readonly Run Instance = new();
    }
}
