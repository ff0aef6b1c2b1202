using Akka.Actor;
using Akka.Event;
using Pika.Actors.Log;
using Pika.Actors.Node;
using Pika.Actors.Replication.FullSync;
using Pika.Actors.Replication.Wire;

namespace Pika.Actors.Replication.Slaves;

/// <summary>
/// One replica, as its master sees it: what it gets, and what is kept for it. It is the replica, not a connection: while the replica is away its
/// lease on the log stays, within the bounds of a lease, so that it can go on where it was.
/// <code>
///                ┌───────────────────────────── link lost, Bye ─────────────────────────────┐
///                ▼                                                                          │
///   kSlaveNotSync ──TrySync──► (deciding) ──the record is ours──────────────► kSlaveBinlogSync
///        │                         │  ▲                                            ▲
///        │ no lease left           │  └── TrySync again, from the snapshot on ─────┘
///        ▼                         └──it is not──► kSlaveDbSync (waits, sends, waits for its return)
///      ended
/// </code>
/// A link that is lost in kSlaveDbSync leaves the state: the files that the replica has are still of use. Whatever comes of another link than
/// the present one is late, and ignored.
/// </summary>
internal sealed class SlaveNode : UntypedActor, IWithTimers
{
    private static readonly TimeSpan TickInterval = TimeSpan.FromSeconds(1);

    private readonly PikaNode _node;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly SyncCheck _check;
    private readonly SlaveBoard _board;
    private readonly SlaveConnection _connection;
    private readonly SlaveSnapshot _snapshot;

    /// <summary>Sends the log or the snapshot over the present link; nobody when there is nothing to send.</summary>
    private IActorRef _sender = ActorRefs.Nobody;

    /// <summary>The log is kept for the replica.</summary>
    private bool _pinned;

    /// <summary>Created by <see cref="Replication"/> for a replica that it did not know.</summary>
    public SlaveNode(PikaNode node, string nodeId)
    {
        _node = node;
        _board = new SlaveBoard(node, Context.Parent, Self, nodeId);
        (_connection, _check, _snapshot) = (
            new SlaveConnection(node),
            new SyncCheck(node, Self, nodeId),
            new SlaveSnapshot(node, Self, nodeId)
        );
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>The way to make it.</summary>
    public static Props Props(PikaNode node, string nodeId) => Akka.Actor.Props.Create(() => new SlaveNode(node, nodeId));

    /// <inheritdoc/>
    protected override void PreStart()
    {
        Timers.StartPeriodicTimer("tick", Tick.Instance, TickInterval);
        BecomeNotSync("");
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _connection.Close("the master forgets the replica");
        _node.Acks.Forget(_board.NodeId);
    }

    // A child that fails takes its link with it; the replica comes back by itself.
    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() =>
        new OneForOneStrategy(failure =>
        {
            _log.Error(failure, "sending to replica {0} failed", _board.Name);
            _connection.Link?.Close($"an error of the master: {failure.Message}");
            return Directive.Stop;
        });

    /// <inheritdoc/>
    protected override void OnReceive(object message) => Unhandled(message);

    private void BecomeNotSync(string problem)
    {
        _board.NotSync(problem);
        Become(HandleAnywhere);
    }

    /// <summary>The replica waits for a checkpoint, fetches it, or is about to come back with it.</summary>
    private void DbSync(object message)
    {
        switch (message)
        {
            case Bgsave.Waiting waiting:
                _board.Waits(waiting.Position);
                _connection.Send(SlaveSnapshot.Describe(waiting));
                break;
            case Bgsave.Taken taken:
                _snapshot.OnTaken(taken);
                break;
            case Bgsave.TakeFailed failed:
                _snapshot.OnFailed();
                Dismiss(failed.Reason, wantsFullSync: true);
                break;
            case BinlogProtocol.Pinned pinned when !_check.IsUnderWay && _snapshot.IsSecuredBy(pinned):
                _pinned = true;
                _snapshot.OnSecured();
                SendSnapshot();
                break;
            case BinlogProtocol.NotHeld when !_check.IsUnderWay:
                _snapshot.GiveBack();
                Dismiss("the log from the checkpoint on is gone", wantsFullSync: true);
                break;
            case SnapshotSender.Sent sent:
                _board.SnapshotSent(sent.Bytes);
                break;
            case SnapshotSender.Failed failed:
                _snapshot.GiveBack();
                Dismiss(failed.Reason, wantsFullSync: true);
                break;
            case LinkEvent.Received { Frame: Frame.Fetch fetch } received when _connection.Hears(received):
                _sender.Tell(fetch, Self);
                break;
            default:
                HandleAnywhere(message);
                break;
        }
    }

    private void BecomeDbSync(SyncCheck.Failed why)
    {
        _log.Info("replica {0} gets a full sync: {1}", _board.Name, why.Reason);
        _board.DbSync(why);
        Become(DbSync);
        _connection.SendFullSync(why);
        _snapshot.Order(why.Last);
    }

    private void SendSnapshot()
    {
        if (_connection.Link is { } link && _snapshot.Files is { } files)
        {
            EndSender();
            _board.SnapshotBegins(files.Manifest.TotalBytes);
            _sender = Context.ActorOf(SnapshotSender.Props(_node, link, files));
        }
    }

    /// <summary>The replica gets the log as it grows.</summary>
    private void BinlogSync(object message)
    {
        switch (message)
        {
            case LinkEvent.Received { Frame: Frame.Ack ack } received when _connection.Hears(received):
                OnAck(ack);
                break;
            case LogSender.Sent sent:
                _board.Sent(sent.Last);
                break;
            case LogSender.Lost lost:
                Dismiss(lost.Reason, wantsFullSync: true);
                break;
            default:
                HandleAnywhere(message);
                break;
        }
    }

    private void BecomeBinlogSync(ulong last)
    {
        _snapshot.GiveBack();
        _log.Info("replica {0} goes on behind record {1}", _board.Name, last);
        _connection.Send(new Frame.Continue(_node.History.Current?.Id ?? FrameFormat.NoId, _node.Binlog.Position.Last));
        EndSender();
        _sender = Context.ActorOf(LogSender.Props(_node, _connection.Link!, last + 1));
        _connection.PassMessages();
        _board.BinlogSync(last);
        Become(BinlogSync);
    }

    private void OnAck(Frame.Ack ack)
    {
        _board.Acknowledged(ack, _connection.HeardMs);
        _sender.Tell(new LogSender.Applied(ack.Applied), Self);
        _node.Appender.Tell(new BinlogProtocol.Advance(_board.NodeId, ack.Durable + 1), Self);
    }

    // What may come in every state.
    private void HandleAnywhere(object message)
    {
        switch (message)
        {
            case Attach attach:
                OnAttach(attach);
                break;
            case SyncCheck.Passed passed:
                _pinned = true;
                if (_connection.Is(passed.Session))
                {
                    BecomeBinlogSync(passed.Last);
                }

                break;
            case SyncCheck.Failed failed when _connection.Is(failed.Session):
                BecomeDbSync(failed);
                break;
            case SyncCheck.Behind behind when _connection.Is(behind.Session):
                Dismiss(behind.Reason, wantsFullSync: false);
                break;
            case SyncCheck.Failed or SyncCheck.Behind:
                break;
            case LinkEvent.Received received:
                _ = _connection.Hears(received);
                received.Frame.Release();
                break;
            case Frame.Promote promote:
                _connection.Send(promote);
                break;
            case LinkEvent.Closed closed when closed.Link == _connection.Link:
                OnClosed(closed.Reason);
                break;
            case LinkEvent.Closed:
                break;
            case BinlogProtocol.PinRevoked revoked when revoked.Owner == _board.NodeId:
                OnPinRevoked(revoked.Reason);
                break;
            case Tick:
                OnTick();
                break;
            default:
                if (!_check.Handle(message))
                {
                    Unhandled(message);
                }

                break;
        }
    }

    private void OnAttach(Attach attach)
    {
        var request = attach.Request;
        EndSender();
        if (_board.State == SlaveState.BinlogSync)
        {
            BecomeNotSync("");
        }

        _connection.Attach(attach.Link);
        _board.Attached(SlaveConnection.HostOf(request, attach.Link), request.Port, _connection.HeardMs);

        // Before anything else, so that the replica goes by its master's clock when it comes up.
        _connection.SendAlive();
        _check.Start(request, attach.Link.Session);
    }

    private void OnClosed(string reason)
    {
        _log.Info("the link to replica {0} has ended: {1}", _board.Name, reason);
        Detach(reason);
    }

    private void OnPinRevoked(string reason)
    {
        _pinned = false;
        _log.Warning("replica {0} needs a full sync, as the log is not kept for it any more: {1}", _board.Name, reason);
        _snapshot.GiveBack();
        Dismiss($"the log is not kept any more: {reason}", wantsFullSync: true);
    }

    // Ends the present link, and says why.
    private void Dismiss(string reason, bool wantsFullSync)
    {
        _connection.Send(new Frame.Bye(reason, wantsFullSync));
        Detach(reason);
    }

    private void Detach(string reason)
    {
        _connection.Close(reason);
        EndSender();
        _board.Detached();
        if (_snapshot.Files is null)
        {
            _snapshot.GiveBack();
            BecomeNotSync(reason);
        }
        else
        {
            _board.Problem(reason);
        }

        EndIfForgotten();
    }

    private void OnTick()
    {
        if (_connection.IsSilent(out long seconds))
        {
            Dismiss($"nothing was heard of the replica for {seconds} s", wantsFullSync: false);
            return;
        }

        if (_board.State == SlaveState.BinlogSync)
        {
            _sender.Tell(LogSender.Beat.Instance, Self);
        }
        else
        {
            _connection.SendAlive();
        }

        if (_connection.Link is null && _snapshot.Files is not null && _connection.HasBeenAway)
        {
            // Others wait for their turn. The lease on the log stays: it may be about to come back with all of the snapshot.
            _snapshot.GiveBack();
            BecomeNotSync("it did not come back to its full sync");
        }

        _board.Tick();
        EndIfForgotten();
    }

    // Without a link and a lease nothing of it is of use.
    private void EndIfForgotten()
    {
        if (_connection.Link is null && !_pinned)
        {
            Context.Stop(Self);
        }
    }

    private void EndSender()
    {
        Context.Stop(_sender);
        _sender = ActorRefs.Nobody;
    }

    /// <summary>From <see cref="Replication"/>: the replica has connected, and this is what it asks for. The link is this actor's from here on.</summary>
    public sealed record Attach(IReplicationLink Link, Frame.TrySync Request);

    private sealed record Tick
    {
        public static readonly Tick Instance = new();
    }
}
