using Akka.Actor;
using Akka.Event;
using Pika.Actors.Configuration;
using Pika.Actors.Node;
using Pika.Storage.Binlog;
using Pika.Storage.Keyspace;

namespace Pika.Actors.Log;

/// <summary>
/// The single appender of the log: gives each turn its place in the one order, appends it, applies it to the store, and answers its
/// writer (<see cref="LogEnd"/>). The answer waits for the sync with <c>appendfsync always</c>, where all turns that wait share one sync. Appending goes on
/// while a sync or a stalled store holds the earlier turns back; applying follows in log order (<see cref="ApplyQueue"/>). What may be
/// purged is decided here too (<see cref="LogKeeper"/>), so that a lease and a purge never cross.
/// On a replica it takes what the master has sent, and no turns (<see cref="Leadership"/>).
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

    private readonly HeldRecords _held;
    private readonly Leadership _leadership;
    private readonly LogFollowers _followers = new();
    private State _state = State.Appending;

    /// <summary>The error for new turns in <see cref="State.Failed"/>.</summary>
    private string _failure = "";

    /// <summary>Created by the node, over a recovered log.</summary>
    public Binlog(PikaNode node, BinlogWriter writer)
    {
        (_node, _writer) = (node, writer);
        _end = new LogEnd(node, writer, _log);
        _queue = new ApplyQueue(node, writer, _log, Self);
        _held = new HeldRecords(Self);
        _leadership = new Leadership(node, Self);
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
                OnAppend(append.Turn);
                break;
            case AppendReceived received:
                OnReceived(received.Records);
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
            case Appended:
                _leadership.OnCommitted();
                break;
            case Refused refused:
                _log.Warning("the binlog cannot begin an epoch, so it takes no writes; trying again: {0}", refused.Error);
                break;
            case BinlogProtocol.Postponed:
                break;
            default:
                HandleOthers(message);
                break;
        }
    }

    private void HandleOthers(object message)
    {
        switch (message)
        {
            case BinlogProtocol.Lead:
                _leadership.Lead(Sender);
                HoldEpoch();
                break;
            case BinlogProtocol.Follow:
                _held.Refuse(LogErrors.ReadOnly);
                _leadership.Follow(Sender);
                break;
            case BinlogProtocol.TellGrowth growth:
                _followers.Add(Sender, growth.Behind);
                TellFollowers();
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

    private void OnAppend(Turn turn)
    {
        if (_state == State.Failed || (_leadership.Follows && turn.HasEffects))
        {
            Sender.Tell(new Refused(_state == State.Failed ? _failure : LogErrors.ReadOnly), Self);
            return;
        }

        if (_held.IsEmpty)
        {
            HoldEpoch();
        }

        // Held first, so that a defect on the way finds it.
        _held.Add(Sender, turn);
        AppendHeld();
    }

    private void OnReceived(ReceivedRecords records)
    {
        if (_state == State.Failed || !_leadership.Follows)
        {
            Sender.Tell(new Refused(_state == State.Failed ? _failure : LogErrors.NotFollowing), Self);
            return;
        }

        _held.Add(Sender, records);
        AppendHeld();
    }

    private void HoldEpoch()
    {
        if (_state != State.Failed && _leadership.EpochIsDue)
        {
            _held.Add(Self, _leadership.Epoch.Turn);
            AppendHeld();
        }
    }

    // A turn leaves the queue when it is appended or refused, so that a defect on the way finds it.
    private void AppendHeld()
    {
        while (_state == State.Appending && _held.TryPeek(out var next))
        {
            LogIndex index = default;
            if (_queue.Failure is null && _end.IsFull(next.Bytes.Length))
            {
                BecomeRolling();
            }
            else if ((_queue.Failure ?? TryAppend(next, out index)) is { } error)
            {
                RefuseNext(next, error);
            }
            else
            {
                OnAppended(_held.Take(), index);
            }
        }

        PublishError();
        TellFollowers();
    }

    private string? TryAppend(in HeldRecord next, out LogIndex index)
    {
        if (next.Turn is not { } turn)
        {
            return _end.TryAppend(next.Received, out index);
        }

        var epoch = _leadership.Epoch;
        if (turn != epoch.Turn)
        {
            return _end.TryAppend(turn, begins: false, out index);
        }

        epoch.Prepare(_writer.Position.Last);
        string? error = _end.TryAppend(turn, begins: true, out index);
        if (error is null)
        {
            epoch.Appended();
        }

        return error;
    }

    // What a master has sent is asked for again, from the refused record on: its writer is answered when what was appended is applied.
    private void RefuseNext(in HeldRecord next, string error)
    {
        if (next.Turn is not null)
        {
            _held.Take().Writer.Tell(new Refused(error), Self);
            return;
        }

        _queue.AddEnd(_held.TakeChunk());
        _queue.ApplyReady();
    }

    private void OnAppended(in HeldRecord record, LogIndex index)
    {
        _queue.Add(record.Writer, record.Bytes, index);
        if (_sync.Appended(_node.Config.AppendFsync, record.Bytes.Length, _end.Left))
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
            _held.Refuse(_end.Refuse(failure));
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
        if (_held.IsEmpty)
        {
            HoldEpoch();
        }

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
        TellFollowers();
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
        _held.Refuse(error);
        Publish();
    }

    // Under appendfsync always a replica must not have what a power cut could take from its master.
    private void TellFollowers()
    {
        if (_followers.Any)
        {
            var end = _node.Config.AppendFsync == AppendFsync.Always ? _writer.Durable : _writer.Position;
            _followers.Tell(end.Last, Self);
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

    /// <summary>From a replica's side: append these records and apply them. Answered with <see cref="Appended"/>, even if the log took only the first
    /// of them, or none: its end tells; or with <see cref="Refused"/> after a failure, or when the node is no replica.</summary>
    public sealed record AppendReceived(ReceivedRecords Records);

    private sealed record Tick
    {
        public static readonly Tick Instance = new();
    }

    private sealed record Synced(BinlogPosition End, Exception? Failure = null);

    private sealed record Rolled(BinlogPosition End, Exception? Failure = null);
}
