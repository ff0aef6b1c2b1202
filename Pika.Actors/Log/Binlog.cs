using Akka.Actor;
using Akka.Event;
using Pika.Actors.Node;
using Pika.Storage.Binlog;
using Pika.Storage.Keyspace;

namespace Pika.Actors.Log;

/// <summary>
/// The single appender of the log: gives each turn its place in the one order, appends it, applies it to the store, and answers its
/// writer (<see cref="LogEnd"/>). The answer waits for the sync with <c>appendfsync always</c>, where all turns that wait share one sync. Appending goes on
/// while a sync or a stalled store holds the earlier turns back; applying follows in log order (<see cref="ApplyQueue"/>). What may be
/// purged is decided here too (<see cref="LogKeeper"/>), so that a lease and a purge never cross.
/// <code>
///           segment full             a sync takes too long (everysec)
///   Rolling ◄──────────── Appending ────────────► Delayed
///      └──rolled or refused──►  ▲  ◄──synced──────────┘
///   any ──a sync failed, or a defect──► Failed (until the node is restarted)
/// </code>
/// In Rolling and Delayed turns are held and appended in order afterwards. When the store refuses (a full disk, say), turns are refused until
/// it accepts the oldest pending one.
/// </summary>
internal sealed class Binlog : UntypedActor, IWithTimers
{
    private static readonly TimeSpan TickInterval = TimeSpan.FromSeconds(1);

    private readonly PikaNode _node;
    private readonly BinlogWriter _writer;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly SyncSchedule _sync = new();
    private readonly LogEnd _end;
    private readonly ApplyQueue _queue;
    private readonly LogKeeper _keeper;

    /// <summary>Turns that came while nothing can be appended. At most one per writer, as each waits for its answer.</summary>
    private readonly Queue<HeldTurn> _held = new();
    private State _state = State.Appending;

    /// <summary>The error for new turns in <see cref="State.Failed"/>.</summary>
    private string _failure = "";

    /// <summary>Created by the node, over a recovered log.</summary>
    public Binlog(PikaNode node, BinlogWriter writer)
    {
        (_node, _writer) = (node, writer);
        _end = new LogEnd(node, writer, _log);
        _queue = new ApplyQueue(node, writer, _log, Self);
        _keeper = new LogKeeper(node, writer, _log, Context);
    }

    private enum State
    {
        /// <summary>Turns are appended as they come.</summary>
        Appending,

        /// <summary>The segment is full, and the next one is being made on the storage pool.</summary>
        Rolling,

        /// <summary>A sync has been running for longer than <c>everysec</c> allows.</summary>
        Delayed,

        /// <summary>A sync has failed, or the server has a defect: what is durable is unknown. New turns are refused.</summary>
        Failed,
    }

    private string Error => _state == State.Failed ? _failure : _queue.Failure ?? _end.Refusal;

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>The way to make it.</summary>
    public static Props Props(PikaNode node, BinlogWriter writer) =>
        Akka.Actor.Props.Create(() => new Binlog(node, writer)).WithDispatcher(PikaNode.InlineDispatcher);

    /// <inheritdoc/>
    protected override void PreStart()
    {
        Timers.StartPeriodicTimer("tick", Tick.Instance, TickInterval);
        _keeper.Start();
        Publish();
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        try
        {
            Handle(message);
        }
        catch (BinlogException failure) when (failure.Fault == BinlogFault.SyncFailed)
        {
            OnSyncFailed(failure);
        }
        catch (Exception defect)
        {
            // A restart would lose the turns that wait; they are answered instead, and the node ends.
            BecomeFailed(LogErrors.Defect, all: true);
            _node.Fail("the binlog", defect);
        }
    }

    private void Handle(object message)
    {
        switch (message)
        {
            case Append append:
                OnAppend(new HeldTurn(Sender, append.Turn));
                break;
            case Synced synced:
                OnSynced(synced);
                break;
            case Rolled rolled:
                OnRolled(rolled);
                break;
            case ApplyQueue.Applied applied:
                _queue.OnApplied(applied);
                SyncForPending();
                PublishError();
                break;
            case Tick:
                OnTick();
                break;
            default:
                if (_keeper.Handle(message, Sender, _queue.Oldest))
                {
                    Publish();
                }
                else
                {
                    Unhandled(message);
                }

                break;
        }
    }

    private void OnAppend(HeldTurn turn)
    {
        if (_state == State.Failed)
        {
            turn.Writer.Tell(new Refused(_failure), Self);
            return;
        }

        // Held first, so that a defect on the way finds it.
        _held.Enqueue(turn);
        AppendHeld();
    }

    // A turn leaves the queue when it is appended or refused, so that a defect on the way finds it.
    private void AppendHeld()
    {
        while (_state == State.Appending && _held.TryPeek(out var next))
        {
            LogIndex index = default;
            if (_queue.Failure is null && _end.IsFull(next.Turn))
            {
                BecomeRolling();
            }
            else if ((_queue.Failure ?? _end.TryAppend(next.Turn, out index)) is { } error)
            {
                _held.Dequeue().Writer.Tell(new Refused(error), Self);
            }
            else
            {
                OnAppended(_held.Dequeue(), index);
            }
        }

        PublishError();
    }

    private void OnAppended(HeldTurn turn, LogIndex index)
    {
        _queue.Add(turn.Writer, turn.Turn, index);
        if (_sync.Appended(_node.Config.AppendFsync, turn.Turn.Batch.Length, _end.Left))
        {
            StartSync();
        }

        _queue.ApplyReady();
    }

    private void BecomeRolling()
    {
        _state = State.Rolling;
        var writer = _writer;
        _ = _node.Storage.Run(() => new Rolled(writer.Roll())).PipeTo(Self, failure: static failure => new Rolled(default, failure));
    }

    private void OnRolled(Rolled rolled)
    {
        if (_state == State.Failed)
        {
            return;
        }

        if (rolled.Failure is { } failure)
        {
            // The log goes on in the old segment; whoever comes next tries to roll again.
            RefuseHeld(_end.Refuse(failure));
        }
        else
        {
            _sync.Rolled();
            _keeper.OnRolled();
        }

        Publish();

        BecomeAppending();
    }

    private void BecomeAppending()
    {
        _state = State.Appending;
        AppendHeld();
    }

    private void OnTick()
    {
        var policy = _node.Config.AppendFsync;
        if (_state != State.Failed && _sync.Tick(policy))
        {
            StartSync();
        }

        if (_state == State.Appending && _sync.MustWait(policy))
        {
            _state = State.Delayed;
            _log.Warning("the sync of the binlog takes too long (is the disk busy?); writes wait for its end");
        }
        else if (_state == State.Delayed && !_sync.MustWait(policy))
        {
            BecomeAppending();
        }

        _queue.ApplyReady();
        SyncForPending();
        _keeper.StartCheck();
    }

    private void StartSync()
    {
        _sync.Started();
        var writer = _writer;
        _ = _node.Storage.Run(() => new Synced(writer.Sync())).PipeTo(Self, failure: static failure => new Synced(default, failure));
    }

    private void OnSynced(Synced synced)
    {
        _sync.Ended();
        if (synced.Failure is not null)
        {
            OnSyncFailed(synced.Failure);
            return;
        }

        _queue.ApplyReady();
        if (_state == State.Delayed)
        {
            BecomeAppending();
        }

        SyncForPending();
    }

    private void SyncForPending()
    {
        if (_queue.WaitsForSync && !_sync.Running && _state != State.Failed)
        {
            StartSync();
        }
    }

    // Whether the last records are on disk is unknown; the writer accepts none after them, so that nothing is answered behind them.
    private void OnSyncFailed(Exception failure)
    {
        if (_state != State.Failed)
        {
            _log.Error("the binlog takes no more records, and clients can only read: {0}. Look at the disk, then restart", failure.Message);
            BecomeFailed(LogErrors.OfLog(failure), all: false);
        }
    }

    private void BecomeFailed(string error, bool all)
    {
        (_state, _failure) = (State.Failed, error);
        _queue.Refuse(error, all);
        RefuseHeld(error);
        Publish();
    }

    private void RefuseHeld(string error)
    {
        while (_held.TryDequeue(out var turn))
        {
            turn.Writer.Tell(new Refused(error), Self);
        }
    }

    private void PublishError()
    {
        if (!ReferenceEquals(Error, _node.BinlogFacts.Error))
        {
            Publish();
        }
    }

    private void Publish()
    {
        string status =
            _state == State.Failed ? "failed"
            : Error.Length > 0 ? "refusing"
            : "ok";
        _node.BinlogFacts = _keeper.Facts() with { Status = status, Error = Error, DelayedSyncs = _sync.Delayed };
    }

    /// <summary>From a writer: make this turn a record. Answered with <see cref="Appended"/> or <see cref="Refused"/>.</summary>
    public sealed record Append(Turn Turn);

    /// <summary>To the writer: its turn is in the log, as durable as was asked for, and in the store.</summary>
    public sealed record Appended
    {
        /// <summary>The only one.</summary>
        public static readonly Appended Instance = new();
    }

    /// <summary>
    /// To the writer: nothing of its turn has happened; the error is for the clients. After a failed sync, and only then, a restart may
    /// find the turn in the log all the same.
    /// </summary>
    public sealed record Refused(string Error);

    private sealed record Tick
    {
        public static readonly Tick Instance = new();
    }

    private sealed record Synced(BinlogPosition End, Exception? Failure = null);

    private sealed record Rolled(BinlogPosition End, Exception? Failure = null);

    private readonly record struct HeldTurn(IActorRef Writer, Turn Turn);
}
