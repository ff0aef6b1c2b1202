using Akka.Actor;
using Akka.Event;
using Pika.Actors.Log;
using Pika.Actors.Node;

namespace Pika.Actors.Replication.Failover;

/// <summary>
/// One FAILOVER, while writes are paused: does what its <see cref="FailoverMachine"/> says. The role itself is changed by its parent
/// <see cref="Replication"/>, which it asks.
/// </summary>
internal sealed class Failover : UntypedActor, IWithTimers
{
    private static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(100);

    private readonly PikaNode _node;
    private readonly FailoverMachine _machine;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Action _onAcks;
    private bool _closed;

    /// <summary>Created by <see cref="Replication"/>, on a master.</summary>
    public Failover(PikaNode node, FailoverOrder order, long orderedMs)
    {
        (_node, _machine) = (node, new FailoverMachine(order, orderedMs));
        var self = Self;
        _onAcks = () => self.Tell(Tick.Instance, ActorRefs.NoSender);
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>The way to make it.</summary>
    /// <param name="orderedMs">When the order came, unix ms.</param>
    public static Props Props(PikaNode node, FailoverOrder order, long orderedMs) =>
        Akka.Actor.Props.Create(() => new Failover(node, order, orderedMs));

    /// <inheritdoc/>
    protected override void PreStart()
    {
        _log.Info("a failover begins: writes wait until a replica has everything");
        _node.Acks.Changed += _onAcks;
        Timers.StartPeriodicTimer("tick", Tick.Instance, TickInterval);
        Look();
    }

    /// <inheritdoc/>
    protected override void PostStop() => _node.Acks.Changed -= _onAcks;

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Tick:
                Look();
                break;
            case BinlogProtocol.Followed:
                _machine.OnLogClosed();
                Look();
                break;
            case BinlogProtocol.Led:
                Context.Parent.Tell(Ended.Instance, Self);
                break;
            case Abort when _machine.State != FailoverMachine.Stage.Ended:
                Do(_machine.OnAbort());
                break;
            case Abort:
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Look()
    {
        var facts = _node.Replication;
        bool isUp =
            facts.Master is { State: MasterLinkState.Connected } master
            && master.Host == _machine.Target?.Host
            && master.Port == _machine.Target.Port;
        Do(_machine.Look(_node.SteadyMs(), _node.Binlog.Position.Last.Index, [.. facts.Slaves.Select(CandidateOf)], isUp));
    }

    // With replica-acks, answers wait for disks, and so does the failover: what is answered then is on the target's.
    private FailoverCandidate CandidateOf(SlaveFacts slave)
    {
        var (applied, durable) = _node.Acks.Of(slave.NodeId);
        bool isOnline = slave is { IsConnected: true, State: SlaveState.BinlogSync };
        return new FailoverCandidate(slave.NodeId, slave.Host, slave.Port, isOnline, _node.Config.ReplicaAcks > 0 ? durable : applied);
    }

    private void Do(FailoverMachine.Step step)
    {
        switch (step)
        {
            case FailoverMachine.Step.CloseLog:
                _closed = true;
                _node.Appender.Tell(BinlogProtocol.Follow.Instance, Self);
                break;
            case FailoverMachine.Step.HandOver:
                var target = _machine.Target!;
                _log.Info("the failover hands over to {0}:{1}", target.Host, target.Port);
                Context.Parent.Tell(new HandOver(target.NodeId, target.Host, target.Port, _machine.Needed), Self);
                break;
            case FailoverMachine.Step.Remind:
                Context.Parent.Tell(new Remind(_machine.Target!.NodeId, _machine.Needed), Self);
                break;
            case FailoverMachine.Step.Abort:
                OnAborted();
                break;
            case FailoverMachine.Step.Finish:
                _log.Info("the failover is over: the new master leads");
                Context.Parent.Tell(Ended.Instance, Self);
                break;
        }
    }

    // Writes go on when the log takes them.
    private void OnAborted()
    {
        _log.Warning("the failover ends without effect: the replica did not have everything in time, or it was aborted");
        if (_node.Replication.IsReplica)
        {
            Context.Parent.Tell(Return.Instance, Self);
        }
        else if (_closed)
        {
            _node.Appender.Tell(BinlogProtocol.Lead.Instance, Self);
        }
        else
        {
            Context.Parent.Tell(Ended.Instance, Self);
        }
    }

    /// <summary>FAILOVER ABORT.</summary>
    public sealed record Abort
    {
        /// <summary>The only one.</summary>
        public static readonly Abort Instance = new();
    }

    /// <summary>To <see cref="Replication"/>: follow this replica, and tell it to lead.</summary>
    /// <param name="Needed">The last record that it must have; 0: whatever it has.</param>
    public sealed record HandOver(string NodeId, string Host, int Port, ulong Needed);

    /// <summary>To <see cref="Replication"/>: tell the replica again.</summary>
    public sealed record Remind(string NodeId, ulong Needed);

    /// <summary>To <see cref="Replication"/>: be a master again, and end this.</summary>
    public sealed record Return
    {
        /// <summary>The only one.</summary>
        public static readonly Return Instance = new();
    }

    /// <summary>To <see cref="Replication"/>: it is over; end this.</summary>
    public sealed record Ended
    {
        /// <summary>The only one.</summary>
        public static readonly Ended Instance = new();
    }

    private sealed record Tick
    {
        public static readonly Tick Instance = new();
    }
}
