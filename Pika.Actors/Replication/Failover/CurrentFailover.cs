using System.Globalization;
using Akka.Actor;
using Pika.Actors.Node;

namespace Pika.Actors.Replication.Failover;

/// <summary>
/// The FAILOVER that is under way, if there is one: its actor, and what the rest of the node has to know of it while it lasts. Used by <see cref="Replication"/> alone, whose
/// child it is.
/// </summary>
internal sealed class CurrentFailover(PikaNode node, IUntypedActorContext context)
{
    private IActorRef _actor = ActorRefs.Nobody;

    /// <summary>FAILOVERs so far, for their names.</summary>
    private int _count;

    /// <summary>Whether there is one.</summary>
    public bool Exists => !_actor.IsNobody();

    /// <summary>Whether a message is of the present one.</summary>
    public bool Is(IActorRef sender) => sender.Equals(_actor);

    /// <summary>One is ordered: writes wait from here on.</summary>
    public void Begin(FailoverOrder order)
    {
        node.Pause.BeginFailover();
        Publish("waiting-for-sync");
        string name = string.Create(CultureInfo.InvariantCulture, $"failover-{++_count}");
        _actor = context.ActorOf(Failover.Props(node, order, node.SteadyMs()), name);
    }

    /// <summary>The replica has everything.</summary>
    public void HandingOver() => Publish("failover-in-progress");

    /// <summary>It is to end without effect; it says when it has.</summary>
    public void Abort() => _actor.Tell(Failover.Abort.Instance, context.Self);

    /// <summary>It is over: writes go on.</summary>
    public void End()
    {
        if (Exists)
        {
            context.Stop(_actor);
            _actor = ActorRefs.Nobody;
            Publish(ReplicationFacts.NoFailover);
            node.Pause.EndFailover();
        }
    }

    private void Publish(string state) => node.Replication = node.Replication with { FailoverState = state };
}
