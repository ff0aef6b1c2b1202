using Akka.Actor;
using Akka.Event;
using Pika.Actors.Node;
using Pika.Storage.Binlog;

namespace Pika.Actors.Log;

/// <summary>
/// The single appender of the log: gives each turn its place in the one order, appends it, applies it to the store, and answers its
/// writer (<see cref="AppendQueue"/>). The answer waits for the sync with <c>appendfsync always</c>, where all turns that wait share one sync. Appending goes on
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
    private readonly AppendQueue _appends;
    private readonly ApplyQueue _queue;
    private readonly LogKeeper _keeper;

    private readonly LogFollowers _followers = new();
    private State _state = State.Appending;

    /// <summary>The error for new turns in <see cref="State.Failed"/>.</summary>
    private string _failure = "";

    /// <summary>Created by the node, over a recovered log.</summary>
    public Binlog(PikaNode node, BinlogWriter writer)
    {
        (_node, _writer) = (node, writer);
        _queue = new ApplyQueue(node, writer, _log, Self);
        _appends = new AppendQueue(node, writer, _log, Self, _queue);
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

    private string Error => _state == State.Failed ? _failure : _queue.Failure ?? _appends.Refusal;

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
            case BinlogProtocol.Append append:
                AppendOrRefuse(_state != State.Failed && _appends.TryAdd(Sender, append.Turn), LogErrors.ReadOnly);
                break;
            case BinlogProtocol.AppendReceived received:
                AppendOrRefuse(_state != State.Failed && _appends.TryAdd(Sender, received.Records), LogErrors.NotFollowing);
                break;
            case Synced synced:
                OnSynced(synced);
                break;
            case Rolled rolled:
                OnRolled(rolled);
                break;
            case ApplyQueue.Applied or AckGate.AcksChanged or AckGate.TimeIsUp:
                _queue.Handle(message);
                SyncForPending();
                PublishError();
                break;
            case Tick:
                OnTick();
                break;
            case BinlogProtocol.Appended:
                _appends.Leadership.OnCommitted();
                break;
            case BinlogProtocol.Refused refused:
                _log.Warning("the binlog cannot begin an epoch, so it takes no writes; trying again: {0}", refused.Error);
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
                _appends.Lead(Sender);
                AppendHeld();
                break;
            case BinlogProtocol.Follow:
                _appends.Follow(Sender);
                break;
            case BinlogProtocol.TellGrowth or BinlogProtocol.EndGrowth:
                _followers.Handle(message, Sender, _writer, _node.Config, Self);
                break;
            default:
                if (_keeper.Handle(message, Sender, _queue.FirstMissing))
                {
                    Publish();
                }
                else if (!_queue.Handle(message))
                {
                    Unhandled(message);
                }

                break;
        }
    }

    private void AppendOrRefuse(bool taken, string refusal)
    {
        if (taken)
        {
            AppendHeld();
        }
        else
        {
            Sender.Tell(new BinlogProtocol.Refused(_state == State.Failed ? _failure : refusal), Self);
        }
    }

    private void AppendHeld()
    {
        while (_state == State.Appending)
        {
            var step = _appends.Next(out int bytes);
            if (step == AppendQueue.Step.Empty)
            {
                break;
            }

            if (step == AppendQueue.Step.SegmentFull)
            {
                BecomeRolling();
            }
            else
            {
                SyncAppended(bytes);
            }
        }

        _followers.Tell(_writer, _node.Config, Self);
    }

    private void SyncAppended(int bytes)
    {
        PublishError(); // before anybody is answered, who may look at once
        if (bytes > 0 && _sync.Appended(_appends.SyncPolicy, bytes, _appends.Left))
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
            _appends.RefuseRoll(failure);
            _queue.ApplyReady();
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
        _appends.HoldEpoch();
        AppendHeld();

        _keeper.OnTick();
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
        _followers.Tell(_writer, _node.Config, Self);
        _node.Acks.TellSynced();
        if (_state == State.Delayed)
        {
            BecomeAppending();
        }

        SyncForPending();
    }

    private void SyncForPending()
    {
        if ((_queue.WaitsForSync || _sync.IsDue(_appends.SyncPolicy)) && !_sync.Running && _state != State.Failed)
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
        _queue.Refuse(all ? error : $"{error} ({LogErrors.InDoubt})", all);
        _appends.Refuse(error);
        Publish();
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

    private sealed record Tick
    {
        public static readonly Tick Instance = new();
    }

    private sealed record Synced(BinlogPosition End, Exception? Failure = null);

    private sealed record Rolled(BinlogPosition End, Exception? Failure = null);
}
