using Akka.Actor;
using Akka.Event;
using Pika.Actors.Node;
using Pika.Actors.Replication.Following;
using Pika.Actors.Replication.FullSync;
using Pika.Actors.Replication.Wire;

namespace Pika.Actors.Replication;

/// <summary>
/// The link of a replica to its master, with all that a replica does to follow it. The states have Pika's names; whatever ends a connection leads back to TryConnect,
/// with a wait that grows.
/// <code>
///   TryConnect ──opened──► TrySync ──Continue──────────────────────────────► Connected
///       ▲                     └──FullSync──► TryDbSync ──Manifest──► WaitDbSync
///       │                                                               │ all files are there
///       │                                                           Installing ──► the node is opened again, on the new data
///       └── any: the link is closed, or silent, or what it brings is wrong
///   any ──the node is no replica any more──► Ended
/// </code>
/// A connection has a session number of its own, and what comes of an earlier one is let go. Silence alone cuts a link, never the time that it takes to apply.
/// It runs on the thread that receives: a record is in the log, readable and acknowledged without a change of threads, unless a disk has to be waited for.
/// </summary>
internal sealed class MasterLink : UntypedActor, IWithTimers, IMasterLink
{
    /// <summary>The wait after a first failure: long enough for a master that is being restarted, short enough for a failover not to be noticed.</summary>
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest wait between tries.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    /// <summary>Ticks of a stream after which a master counts as one that works.</summary>
    private const int SoundTicks = 3;

    private readonly PikaNode _node;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly MasterBoard _board;
    private readonly Backoff _reconnect;
    private readonly MasterConnection _connection;
    private readonly MasterStream _stream;
    private readonly FullSyncIntake _sync;
    private readonly MasterClock _clock;

    /// <summary>The present state: what it does with a message that is not handled alike in all of them.</summary>
    private Action<object> _state;

    /// <summary>Whether only new data helps: it was ordered, or the master says so, or the logs differ.</summary>
    private bool _anew;

    /// <summary>What the master was asked; null before.</summary>
    private TrySyncRequest? _asked;

    /// <summary>The first of the node's records that the master does not know, as far as its epochs tell; 0 if it has told none.</summary>
    private ulong _partsAt;

    /// <summary>Ticks of the present stream.</summary>
    private int _soundTicks;

    /// <summary>Why the data of the last full sync could not be taken over; null if they could.</summary>
    private readonly string? _refused;

    /// <summary>Created by <see cref="Replication"/> when the log follows.</summary>
    public MasterLink(PikaNode node, string host, int port, bool force, string? refused)
    {
        _node = node;
        _board = new MasterBoard(node, Context.Parent, Self, host, port);
        _reconnect = new Backoff(FirstWait, LongestWait, node.Chance);
        _connection = new MasterConnection(node, Self);
        _clock = new MasterClock(node, Self, _log);
        (_stream, _sync) = (new MasterStream(this), new FullSyncIntake(this));
        (_anew, _state, _refused) = (force, TryConnect, refused);
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    PikaNode IMasterLink.Node => _node;

    MasterBoard IMasterLink.Board => _board;

    IActorRef IMasterLink.Actor => Self;

    IActorRef IMasterLink.Parent => Context.Parent;

    ILoggingAdapter IMasterLink.Log => _log;

    MasterConnection IMasterLink.Connection => _connection;

    private bool IsConnected => _board.Facts.State == MasterLinkState.Connected;

    /// <summary>The way to make it.</summary>
    /// <param name="force">Whether all data is to be taken anew, whatever the node has.</param>
    /// <param name="refused">Why the data of the last full sync could not be taken over; null if they could.</param>
    public static Props Props(PikaNode node, string host, int port, bool force, string? refused = null) =>
        Akka.Actor.Props.Create(() => new MasterLink(node, host, port, force, refused)).WithDispatcher(PikaNode.InlineDispatcher);

    /// <inheritdoc/>
    protected override void PreStart()
    {
        Timers.StartPeriodicTimer("tick", Tick.Instance, TimeSpan.FromSeconds(1));
        _clock.Keep();
        BecomeTryConnect(_board.Begin(_sync.HasBegun, _sync.FindTail() ?? "", _refused));
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        Leave("the node does not follow it any more");
        _sync.Close();
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case LinkEvent happened when _connection.IsLate(happened):
                (happened as LinkEvent.Received)?.Frame.Release();
                break;
            case LinkEvent.Closed closed:
                OnDown(MasterLinkState.TryConnect, closed.Reason);
                break;
            case LinkEvent.Received { Frame: var frame }:
                OnFrame(frame);
                break;
            case Tick:
                OnTick();
                break;
            case MasterClock.Written written:
                _clock.OnWritten(written);
                break;
            default:
                Handle(message);
                break;
        }
    }

    // What comes from a master may be sound and make no sense all the same: then it is a new connection that is needed, not a new actor.
    private void Handle(object message)
    {
        try
        {
            _state(message);
        }
        catch (Exception defect) when (defect is not OutOfMemoryException)
        {
            _log.Error(defect, "the link to the master {0} failed", _board.Target);
            Fail($"the link failed: {defect.Message}");
        }
    }

    /// <summary>No connection: the next try is waited for, or under way. Until the last chunk of the last connection is in, there is none.</summary>
    private void TryConnect(object message)
    {
        switch (message)
        {
            case Connect when _node.Router is null:
                BecomeTryConnect(FirstWait);
                break;
            case Connect:
                _connection.Prepare();
                break;
            case MasterConnection.Prepared when !_connection.Exists:
                _connection.Open(_board.Target);
                break;
            case LinkEvent.Opened:
                BecomeTrySync();
                break;
        }
    }

    /// <summary>Connected; what the node needs is being looked up, asked, and decided by the master.</summary>
    private void TrySync(object message)
    {
        switch (message)
        {
            case TrySyncRequest.Made made when made.Session == _connection.Session:
                _asked = made.Request;
                _connection.Send(_asked.Frame);
                break;
            case TrySyncRequest.Failed failed when failed.Session == _connection.Session:
                Fail(failed.Reason);
                break;
            case Frame.Continue going when _asked is { MayContinue: true } asked:
                OnContinue(going, asked);
                break;
            case Frame.Epochs epochs when _asked is { } asked:
                _partsAt = EpochList.FirstUnknown(epochs.Bytes.Span, _node.History, asked.Last.Index);
                epochs.Release();
                break;
            case Frame.FullSync ordered when _asked is not null:
                _sync.Become(ordered with { DivergesAt = Math.Max(ordered.DivergesAt, _partsAt) });
                break;
            case Frame frame:
                Refuse(frame);
                break;
        }
    }

    /// <summary>The node is no replica any more, or is about to be opened again: nothing happens.</summary>
    private static void Ended(object message) { }

    private void BecomeTryConnect(TimeSpan wait)
    {
        _state = TryConnect;
        Timers.StartSingleTimer("connect", Connect.Instance, wait);
    }

    private void BecomeTrySync()
    {
        _state = TrySync;
        (_asked, _partsAt) = (null, 0);
        _connection.Opened();
        TrySyncRequest.Make(_node, _anew, _connection.Session, Self);
    }

    void IMasterLink.Become(Action<object> state) => _state = state;

    /// <inheritdoc/>
    public void Fail(string reason, bool anew = false)
    {
        _anew |= anew;
        OnDown(MasterLinkState.Error, reason);
    }

    /// <inheritdoc/>
    public void Refuse(Frame frame)
    {
        frame.Release();
        Fail($"the master has sent {frame.Type}, which has no place there");
    }

    void IMasterLink.End(string reason)
    {
        Leave(reason);
        _state = Ended;
        Timers.CancelAll();
    }

    private void OnFrame(Frame frame)
    {
        _connection.Heard();
        _board.Heard();
        switch (frame)
        {
            case Frame.MasterAlive alive:
                OnMasterAlive(alive);
                break;
            case Frame.Bye bye:
                Fail($"the master has ended the link: {bye.Reason}", bye.WantsFullSync);
                break;
            case Frame.Promote promote when IsConnected:
                OnPromote(promote.End);
                break;
            default:
                Handle(frame);
                break;
        }
    }

    // Said again as long as the node has not all that the master has.
    private void OnPromote(ulong end)
    {
        if (_node.Binlog.Position.Last.Index >= end)
        {
            _log.Info("the master hands its role over to this node");
            Context.Parent.Tell(new RoleOrder.NoOne(), Self);
        }
    }

    private void OnMasterAlive(Frame.MasterAlive alive)
    {
        _clock.Hear(alive.WallMs);
        _board.MasterIndex = alive.End;
        if (IsConnected)
        {
            _stream.OnAlive(alive);
        }
    }

    private void OnContinue(Frame.Continue going, TrySyncRequest asked)
    {
        if (going.End.Index < asked.Last.Index)
        {
            Fail($"the master lets the node go on at {asked.Last}, but its own log ends with {going.End}");
            return;
        }

        (_anew, _soundTicks) = (false, 0);
        if (_board.Facts.IsIncomplete)
        {
            _sync.Discard();
        }

        _stream.Become(going, asked);
    }

    private void OnTick()
    {
        _board.Tick();
        if (!_connection.IsOpen)
        {
            return;
        }

        if (!_connection.Tick())
        {
            OnDown(MasterLinkState.TryConnect, $"the master has not been heard for {_node.Config.ReplTimeout} seconds");
        }
        else if (IsConnected)
        {
            _stream.OnTick();
            if (++_soundTicks == SoundTicks)
            {
                _reconnect.Reset();
            }
        }
    }

    private void OnDown(MasterLinkState state, string reason)
    {
        Leave(reason);
        if (_board.Facts.Problem != reason)
        {
            _log.Warning("no link to the master {0}: {1}; trying again", _board.Target, reason);
        }

        BecomeTryConnect(_reconnect.Next());
        _board.PublishDown(state, reason);
    }

    private void Leave(string reason)
    {
        _connection.Close(reason);
        _stream.End();
        _sync.End();
    }

    private sealed record Tick
    {
        public static readonly Tick Instance = new();
    }

    private sealed record Connect
    {
        public static readonly Connect Instance = new();
    }
}
