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
    private readonly IActorRef _bgsave;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly SyncCheck _check;
    private IReplicationLink? _link;

    /// <summary>Sends the log or the snapshot over the present link; nobody when there is nothing to send.</summary>
    private IActorRef _sender = ActorRefs.Nobody;
    private SlaveFacts _facts;
    private long _heardMs;
    private bool _pinned;

    /// <summary>The snapshot that the replica is being given, from the checkpoint on until it comes back with it.</summary>
    private Bgsave.Taken? _snapshot;

    /// <summary>Created by <see cref="Replication"/> for a replica that it did not know.</summary>
    public SlaveNode(PikaNode node, IActorRef bgsave, string nodeId)
    {
        (_node, _bgsave) = (node, bgsave);
        _facts = new SlaveFacts(nodeId, "", 0, SlaveState.NotSync, IsConnected: false);
        _check = new SyncCheck(node, Self, nodeId);
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>The way to make it.</summary>
    public static Props Props(PikaNode node, IActorRef bgsave, string nodeId) =>
        Akka.Actor.Props.Create(() => new SlaveNode(node, bgsave, nodeId));

    /// <inheritdoc/>
    protected override void PreStart()
    {
        Timers.StartPeriodicTimer("tick", Tick.Instance, TickInterval);
        BecomeNotSync("");
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _link?.Close("the master forgets the replica");
        _node.Acks.Forget(_facts.NodeId);
    }

    // A child that fails takes its link with it; the replica comes back by itself.
    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() =>
        new OneForOneStrategy(failure =>
        {
            _log.Error(failure, "sending to replica {0} failed", Name);
            _link?.Close($"an error of the master: {failure.Message}");
            return Directive.Stop;
        });

    private string Name => _facts.Host.Length > 0 ? $"{_facts.Host}:{_facts.Port}" : _facts.NodeId;

    /// <inheritdoc/>
    protected override void OnReceive(object message) => Unhandled(message);

    private void BecomeNotSync(string problem)
    {
        Change(_facts with { State = SlaveState.NotSync, Problem = problem });
        Become(NotSync);
    }

    private void NotSync(object message)
    {
        if (!HandleAnywhere(message))
        {
            Unhandled(message);
        }
    }

    /// <summary>The replica waits for a checkpoint, fetches it, or is about to come back with it.</summary>
    private void DbSync(object message)
    {
        switch (message)
        {
            case Bgsave.Waiting waiting:
                Change(_facts with { QueuePosition = waiting.Position });
                _link?.Send(
                    new Frame.Waiting(
                        waiting.Position,
                        waiting.Position == 0 ? "the checkpoint is being made" : "other full syncs come first"
                    )
                );
                break;
            case Bgsave.Taken taken:
                _snapshot = taken;
                Pin(taken.PinIndex);
                break;
            case Bgsave.TakeFailed failed:
                _snapshot = null;
                Dismiss(failed.Reason, wantsFullSync: true);
                break;
            case BinlogProtocol.Pinned pinned when !_check.IsUnderWay && pinned.Lease.Index == _snapshot?.PinIndex:
                _pinned = true;
                _bgsave.Tell(new Bgsave.Secured(_facts.NodeId), Self);
                SendSnapshot();
                break;
            case BinlogProtocol.NotHeld when !_check.IsUnderWay:
                GiveSnapshotBack();
                Dismiss("the log from the checkpoint on is gone", wantsFullSync: true);
                break;
            case SnapshotSender.Sent sent:
                _facts = _facts with { SyncSentBytes = _facts.SyncSentBytes + sent.Bytes };
                break;
            case SnapshotSender.Failed failed:
                GiveSnapshotBack();
                Dismiss(failed.Reason, wantsFullSync: true);
                break;
            case LinkEvent.Received { Frame: Frame.Fetch fetch } received when IsPresent(received):
                _heardMs = _node.NowMs();
                _sender.Tell(fetch, Self);
                break;
            default:
                if (!HandleAnywhere(message))
                {
                    Unhandled(message);
                }

                break;
        }
    }

    private void BecomeDbSync(SyncCheck.Failed why)
    {
        _log.Info("replica {0} gets a full sync: {1}", Name, why.Reason);
        if (_facts.State != SlaveState.DbSync)
        {
            Context.Parent.Tell(Synced.Full, Self);
        }

        if (why.HadData)
        {
            Context.Parent.Tell(Synced.PartialRefused, Self);
        }

        Change(_facts with { State = SlaveState.DbSync, Problem = why.Reason, SyncSentBytes = 0, SyncTotalBytes = 0, QueuePosition = 0 });
        Become(DbSync);
        _link!.Send(new Frame.FullSync(why.Reason, why.DivergesAt));
        _bgsave.Tell(new Bgsave.Take(_facts.NodeId, Self), Self);
    }

    private void SendSnapshot()
    {
        if (_link is { } link)
        {
            EndSender();
            Change(_facts with { SyncTotalBytes = _snapshot!.Snapshot.Manifest.TotalBytes, SyncSentBytes = 0, QueuePosition = 0 });
            _sender = Context.ActorOf(SnapshotSender.Props(_node, link, _snapshot.Snapshot));
        }
    }

    /// <summary>The replica gets the log as it grows.</summary>
    private void BinlogSync(object message)
    {
        switch (message)
        {
            case LinkEvent.Received { Frame: Frame.Ack ack } received when IsPresent(received):
                OnAck(ack);
                break;
            case LogSender.Sent sent:
                _facts = _facts with { Sent = sent.Last };
                break;
            case LogSender.Lost lost:
                Dismiss(lost.Reason, wantsFullSync: true);
                break;
            default:
                if (!HandleAnywhere(message))
                {
                    Unhandled(message);
                }

                break;
        }
    }

    private void BecomeBinlogSync(ulong last)
    {
        if (_facts.State != SlaveState.DbSync)
        {
            Context.Parent.Tell(Synced.Partial, Self);
        }

        GiveSnapshotBack();
        _log.Info("replica {0} goes on behind record {1}", Name, last);
        _link!.Send(new Frame.Continue(_node.History.Current?.Id ?? FrameFormat.NoId, _node.Binlog.Position.Last));
        EndSender();
        _sender = Context.ActorOf(LogSender.Props(_node, _link, last + 1));
        Change(
            _facts with
            {
                State = SlaveState.BinlogSync,
                Problem = "",
                Sent = last,
                Received = last,
                Applied = last,
                LastAckMs = _node.NowMs(),
                SyncTotalBytes = 0,
                SyncSentBytes = 0,
            }
        );
        Become(BinlogSync);
    }

    private void OnAck(Frame.Ack ack)
    {
        _heardMs = _node.NowMs();
        _facts = _facts with { Received = ack.Received, Applied = ack.Applied, Durable = ack.Durable, LastAckMs = _heardMs };
        _node.Acks.Report(_facts.NodeId, ack.Applied, ack.Durable);
        _sender.Tell(new LogSender.Applied(ack.Applied), Self);
        _node.Appender.Tell(new BinlogProtocol.Advance(_facts.NodeId, ack.Durable + 1), Self);
    }

    // What may come in every state.
    private bool HandleAnywhere(object message)
    {
        switch (message)
        {
            case Attach attach:
                OnAttach(attach);
                break;
            case SyncCheck.Passed passed:
                _pinned = true;
                if (_link is not null && passed.Session == _link.Session)
                {
                    BecomeBinlogSync(passed.Last);
                }

                break;
            case SyncCheck.Failed failed:
                if (_link is not null && failed.Session == _link.Session)
                {
                    BecomeDbSync(failed);
                }

                break;
            case LinkEvent.Received received:
                OnReceived(received);
                break;
            case Frame.Promote promote:
                _link?.Send(promote);
                break;
            case LinkEvent.Closed closed when closed.Link == _link:
                OnClosed(closed.Reason);
                break;
            case LinkEvent.Closed:
                break;
            case BinlogProtocol.PinRevoked revoked when revoked.Owner == _facts.NodeId:
                OnPinRevoked(revoked.Reason);
                break;
            case Tick:
                OnTick();
                break;
            default:
                return _check.Handle(message);
        }

        return true;
    }

    private void OnAttach(Attach attach)
    {
        var request = attach.Request;
        if (_link is { } before)
        {
            before.Close("the replica has connected again");
            EndSender();
        }

        if (_facts.State == SlaveState.BinlogSync)
        {
            BecomeNotSync("");
        }

        _link = attach.Link;
        _heardMs = _node.NowMs();
        string host = request.Host.Length > 0 ? request.Host : HostOf(attach.Link.Remote);
        Change(_facts with { Host = host, Port = request.Port, IsConnected = true, LastAckMs = _heardMs });
        SayAlive();
        _check.Start(request, attach.Link.Session);
    }

    private void OnReceived(LinkEvent.Received received)
    {
        if (IsPresent(received))
        {
            _heardMs = _node.NowMs();
        }

        received.Frame.Release();
    }

    private void OnClosed(string reason)
    {
        _log.Info("the link to replica {0} has ended: {1}", Name, reason);
        Detach(reason);
    }

    private void OnPinRevoked(string reason)
    {
        _pinned = false;
        _log.Warning("replica {0} needs a full sync, as the log is not kept for it any more: {1}", Name, reason);
        GiveSnapshotBack();
        Dismiss($"the log is not kept any more: {reason}", wantsFullSync: true);
    }

    // Ends the present link, and says why.
    private void Dismiss(string reason, bool wantsFullSync)
    {
        _link?.Send(new Frame.Bye(reason, wantsFullSync));
        _link?.Close(reason);
        Detach(reason);
    }

    private void Detach(string reason)
    {
        _link = null;
        EndSender();
        _node.Acks.Forget(_facts.NodeId);
        _facts = _facts with { IsConnected = false };
        if (_snapshot is null)
        {
            GiveSnapshotBack();
            BecomeNotSync(reason);
        }
        else
        {
            Change(_facts with { Problem = reason });
        }

        EndIfForgotten();
    }

    private void OnTick()
    {
        long silence = _node.NowMs() - _heardMs;
        if (_link is not null && silence > _node.Config.ReplTimeout * 1000L)
        {
            Dismiss($"nothing was heard of the replica for {silence / 1000} s", wantsFullSync: false);
            return;
        }

        if (_facts.State == SlaveState.BinlogSync)
        {
            _sender.Tell(LogSender.Beat.Instance, Self);
        }
        else
        {
            SayAlive();
        }

        if (_link is null && _snapshot is not null && silence > _node.Config.ReplTimeout * 1000L)
        {
            // Others wait for their turn. The lease on the log stays: it may be about to come back with all of the snapshot.
            GiveSnapshotBack();
            BecomeNotSync("it did not come back to its full sync");
        }

        Change(_facts with { LagBytes = _node.Binlog.Directory.BytesFrom(_facts.Applied + 1), Pin = PinOf() });
        EndIfForgotten();
    }

    // Also before anything else, so that the replica goes by its master's clock when it comes up.
    private void SayAlive() =>
        _link?.Send(
            new Frame.MasterAlive(_node.Binlog.Position.Last.Index, _node.Binlog.Durable.Last.Index, _node.DataClock.NowMs(), 0, 0)
        );

    // Without a link and a lease nothing of it is of use.
    private void EndIfForgotten()
    {
        if (_link is null && !_pinned)
        {
            Context.Stop(Self);
        }
    }

    private Storage.Binlog.BinlogPin? PinOf() => _node.BinlogFacts.Pins.FirstOrDefault(pin => pin.Owner == _facts.NodeId);

    private void Pin(ulong index) => _node.Appender.Tell(SyncCheck.PinOf(_node, _facts.NodeId, index), Self);

    private void GiveSnapshotBack()
    {
        if (_facts.State == SlaveState.DbSync)
        {
            _snapshot = null;
            _bgsave.Tell(new Bgsave.GiveBack(_facts.NodeId), Self);
        }
    }

    private void EndSender()
    {
        Context.Stop(_sender);
        _sender = ActorRefs.Nobody;
    }

    private bool IsPresent(LinkEvent received) => received.Link == _link;

    private void Change(SlaveFacts facts)
    {
        _facts = facts;
        Context.Parent.Tell(facts, Self);
    }

    private static string HostOf(string remote) => remote.LastIndexOf(':') is > 0 and var at ? remote[..at].Trim('[', ']') : remote;

    /// <summary>From <see cref="Replication"/>: the replica has connected, and this is what it asks for. The link is this actor's from here on.</summary>
    public sealed record Attach(IReplicationLink Link, Frame.TrySync Request);

    /// <summary>To <see cref="Replication"/>: what came of a request, for counting.</summary>
    public enum Synced
    {
        /// <summary>It goes on where it was.</summary>
        Partial,

        /// <summary>It could not go on where it was.</summary>
        PartialRefused,

        /// <summary>It is given all data anew; told once, however often its link breaks meanwhile.</summary>
        Full,
    }

    private sealed record Tick
    {
        public static readonly Tick Instance = new();
    }
}
