using System.Globalization;
using Akka.Actor;
using Akka.Event;
using Akka.Persistence;
using Pika.Actors.Log;
using Pika.Actors.Node;
using Pika.Actors.Replication.Failover;
using Pika.Actors.Replication.FullSync;
using Pika.Actors.Replication.Roles;
using Pika.Actors.Replication.Slaves;

namespace Pika.Actors.Replication;

/// <summary>
/// The node's role, and the parent of its links: of the one to its master, or of those to its replicas. The role is what the events of its
/// history say, which are on disk before they have effect; a node without a history has the role that the configuration gives it.
/// <code>
///   Recovering ──► Following ──NoOne──► Promoting ──Led──► Leading
///                      ▲                                      │
///                      └── Followed ── Demoting ◄──ReplicaOf──┘
/// </code>
/// It runs on the thread of whoever orders a role, unless another message is being handled just then. Who ordered it is told when it is on disk, and effective.
/// </summary>
internal sealed class Replication : UntypedPersistentActor
{
    private readonly PikaNode _node;
    private readonly IActorRef _binlog;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly NodeRole _role;

    /// <summary>The last order: who gave it is told what has become of it.</summary>
    private RoleOrder? _order;
    private readonly SlaveTable _slaves;
    private IActorRef _master = ActorRefs.Nobody;

    private readonly CurrentFailover _failover;

    /// <summary>How many links to masters there were: each has a name of its own, as the one before may be ending still.</summary>
    private int _links;

    /// <summary>The next link to the master is to ask for all data.</summary>
    private bool _force;

    /// <summary>The data of a full sync is being completed: the node is going to be opened again, in the role that it has.</summary>
    private bool _installs;

    /// <summary>Created once, at start, by the <see cref="NodeActor"/>.</summary>
    public Replication(PikaNode node, IActorRef binlog)
    {
        (_node, _binlog) = (node, binlog);
        (_role, _slaves, _failover) = (new NodeRole(node), new SlaveTable(node, Context), new CurrentFailover(node, Context));
    }

    /// <inheritdoc/>
    public override string PersistenceId => "replication";

    /// <summary>The way to make it.</summary>
    public static Props Props(PikaNode node, IActorRef binlog) =>
        Akka.Actor.Props.Create(() => new Replication(node, binlog)).WithDispatcher(PikaNode.InlineDispatcher);

    private RoleEvent.BecameReplica? Target => _role.Target;

    /// <inheritdoc/>
    protected override void OnRecover(object message)
    {
        switch (message)
        {
            case RoleEvent role:
                _role.Apply(role);
                break;
            case RecoveryCompleted:
                OnRecovered();
                break;
        }
    }

    /// <inheritdoc/>
    protected override void OnRecoveryFailure(Exception reason, object? message) =>
        Context.Parent.Tell(new Failed($"cannot be read: {reason.Message}"), Self);

    // The file says when it refuses; anything else is a defect, and what is on disk is not known. The actor ends with it.
    /// <inheritdoc/>
    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr)
    {
        Context.Parent.Tell(new Failed($"cannot be written: {cause.Message}"), Self);
        _node.Fail("writing the role", cause);
    }

    /// <inheritdoc/>
    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr)
    {
        if (ReferenceEquals(@event, _role.Last))
        {
            _log.Error(
                "the role of the configuration, {0}, could not be written down, so that a start without it would make the node a master: {1}",
                _role.Name,
                cause.Message
            );
            Context.Parent.Tell(Decided.Instance, Self);
        }
        else if (@event is not RoleEvent.HeirLeads)
        {
            _log.Error(
                "the order to be {0} could not be written, so the node stays {1}: {2}",
                ((RoleEvent)@event).Name,
                _role.Name,
                cause.Message
            );
            _order?.Refuse($"the role could not be written down, so the node stays {_role.Name}: {cause.Message}");
            OnRoleStays();
        }
    }

    /// <inheritdoc/>
    protected override void OnCommand(object message)
    {
        switch (message)
        {
            case RoleOrder order when _installs:
                _log.Warning("an order to change the role is refused: the node is about to be opened again on the data of a full sync");
                order.Refuse("the node is about to be opened again on the data of a full sync; order its role again then");
                break;
            case RoleOrder order:
                OnOrder(order);
                break;
            case BinlogProtocol.Followed:
                ConnectToMaster();
                break;
            case BinlogProtocol.Led when Target is null:
                _failover.End();
                break;
            case BinlogProtocol.Led:
                break;
            case FullSyncIntake.MayInstall ready when Sender.Equals(_master) && _role.HeirHasLost(ready.Applied):
                LeadAgain();
                break;
            case FullSyncIntake.MayInstall when Sender.Equals(_master):
                _installs = true;
                _master.Tell(FullSyncIntake.Install.Instance, Self);
                break;
            case FullSyncIntake.InstallFailed when Sender.Equals(_master):
                _installs = false;
                break;
            case MasterFacts facts when Sender.Equals(_master):
                Publish(_node.Replication with { Master = facts });
                OnMaster(facts);
                break;
            default:
                HandleFailover(message);
                break;
        }
    }

    private void OnOrder(RoleOrder order)
    {
        _order = order;
        switch (order)
        {
            case RoleOrder.ReplicaOf { Force: false } to when Target is { } target && target.Host == to.Host && target.Port == to.Port:
            case RoleOrder.NoOne when Target is null:
                order.Done();
                break;
            case RoleOrder.ReplicaOf to:
                _force = to.Force;
                Persist(new RoleEvent.BecameReplica(_node.NowMs(), to.Host, to.Port), OnOrdered);
                break;
            case RoleOrder.NoOne:
                Persist(new RoleEvent.BecameMaster(_node.NowMs()), OnOrdered);
                break;
        }
    }

    private void HandleFailover(object message)
    {
        switch (message)
        {
            case FailoverOrder order when Target is null && !_failover.Exists:
                _failover.Begin(order);
                break;
            case FailoverOrder:
                break;
            case Failover.Failover.Abort:
                _failover.Abort();
                break;
            case Failover.Failover.HandOver target when _failover.Is(Sender):
                _failover.HandingOver();
                var heir = new RoleEvent.BecameReplica(_node.NowMs(), target.Host, target.Port, IsHeir: target.Needed > 0);
                Persist(heir, role => OnHandedOver(role, target));
                break;
            case Failover.Failover.Remind target when _failover.Is(Sender) && Target is not null:
                _slaves.Promote(target.NodeId, target.Needed);
                break;
            case Failover.Failover.Return when _failover.Is(Sender):
                Persist(new RoleEvent.BecameMaster(_node.NowMs()), OnOrdered);
                break;
            case Failover.Failover.Ended when _failover.Is(Sender):
                _failover.End();
                break;
            default:
                HandleSlaves(message);
                break;
        }
    }

    // Only one of the two is a master at any time: this node gives the role up before the other hears of it.
    private void OnHandedOver(RoleEvent role, Failover.Failover.HandOver target)
    {
        OnOrdered(role);
        _slaves.Promote(target.NodeId, target.Needed);
    }

    // Nobody is told to lead by a node that would be a master itself after a restart.
    private void OnRoleStays()
    {
        if (Target is null)
        {
            _failover.Abort();
        }
        else
        {
            _failover.End();
        }
    }

    private void HandleSlaves(object message)
    {
        switch (message)
        {
            case LinkEvent link:
                _slaves.Handle(link);
                break;
            case SlaveFacts facts when _slaves.TryChange(Sender, facts):
                Publish(_node.Replication with { Slaves = _slaves.Facts });
                break;
            case SlaveFacts:
                break;
            case Synced synced:
                Publish(_node.Replication.Count(synced));
                break;
            case Terminated terminated when _slaves.TryRemove(terminated.ActorRef):
                Publish(_node.Replication with { Slaves = _slaves.Facts });
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    // A disk that refuses is asked again with the next facts.
    private void OnMaster(MasterFacts facts)
    {
        if (facts.State == MasterLinkState.Connected && Target is { IsHeir: true })
        {
            Persist<RoleEvent>(new RoleEvent.HeirLeads(_node.NowMs()), _role.Apply);
        }
    }

    private void LeadAgain()
    {
        _log.Error("the node that was to be the master has lost what it had; this one leads again");
        _master.Tell(FullSyncIntake.MustNotInstall.Instance, Self);
        if (_failover.Exists)
        {
            _failover.Abort();
        }
        else
        {
            Persist(new RoleEvent.BecameMaster(_node.NowMs()), OnOrdered);
        }
    }

    private void OnRecovered()
    {
        bool isNew = _role.Last is null;
        if (isNew)
        {
            _role.Apply(_role.Configured);
        }

        Begin();
        if (isNew && Target is not null)
        {
            // Without its configuration the node is to be what it has been. No order comes before that is written.
            var parent = Context.Parent;
            Persist(_role.Last!, _ => parent.Tell(Decided.Instance, Self));
        }
        else
        {
            Context.Parent.Tell(Decided.Instance, Self);
        }
    }

    private void OnOrdered(RoleEvent role)
    {
        _role.Apply(role);
        _log.Info("the node is {0} from now on", role.Name);
        Begin();
        _order?.Done();
    }

    // The order that the facts and the log follow: nobody is told that writes are taken before they are, or the reverse.
    private void Begin()
    {
        Context.Stop(_master);
        _master = ActorRefs.Nobody;
        _role.ShowInConfig();
        if (Target is { } target)
        {
            var facts = new MasterFacts(target.Host, target.Port, MasterLinkState.TryConnect, _node.SteadyMs(), 0, "")
            {
                // Sentinel may ask before the link tells it.
                IsIncomplete = FullSyncSteps.HasBegunAt(_node),
            };
            Publish(_node.Replication with { IsReplica = true, Master = facts });
            _binlog.Tell(BinlogProtocol.Follow.Instance, Self);
            _node.Clients.DemoteBlocked();
        }
        else
        {
            _node.DataClock.UseOwn();
            _binlog.Tell(BinlogProtocol.Lead.Instance, Self);

            // The log takes turns from here on, behind the record that begins the epoch.
            Publish(_node.Replication with { IsReplica = false, Master = null });
        }
    }

    private void ConnectToMaster()
    {
        if (Target is { } target && _master.IsNobody())
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"master-{++_links}");
            string? refused = _links == 1 ? _node.FullSyncs.Refused : null;
            _master = Context.ActorOf(MasterLink.Props(_node, target.Host, target.Port, _force, refused), name);
            _force = false;
        }
    }

    private void Publish(ReplicationFacts facts) => _node.Replication = facts;

    /// <summary>To the node: the role is known, and the log has been told.</summary>
    public sealed record Decided
    {
        /// <summary>The only one.</summary>
        public static readonly Decided Instance = new();
    }

    /// <summary>To the node: the role's history cannot be read, or not be written.</summary>
    public sealed record Failed(string Reason);
}
