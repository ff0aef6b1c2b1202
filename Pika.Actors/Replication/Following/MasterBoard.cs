using Akka.Actor;
using Pika.Actors.Node;

namespace Pika.Actors.Replication.Following;

/// <summary>What <see cref="MasterLink"/> tells of itself: at once when its state changes, once in a second what changes all the time.</summary>
internal sealed class MasterBoard(PikaNode node, IActorRef parent, IActorRef self, string host, int port)
{
    /// <summary>
    /// The wait after a full sync whose data could not be taken over: the next may end alike, and each costs the master a checkpoint, the network all data, and the clients
    /// of the replica their connections.
    /// </summary>
    private static readonly TimeSpan RefusedWait = TimeSpan.FromMinutes(1);

    private long _heardMs;

    /// <summary>What was told last.</summary>
    public MasterFacts Facts { get; private set; } = new(host, port, MasterLinkState.TryConnect, node.SteadyMs(), 0, "");

    /// <summary>The last record of the master that is known.</summary>
    public ulong MasterIndex { get; set; }

    /// <summary>The master, with what it wants to be told by the configuration of this moment.</summary>
    public ReplicaTarget Target =>
        new(host, port, node.Config.MasterUser, node.Config.MasterAuth, TimeSpan.FromSeconds(node.Config.ReplTimeout));

    /// <summary>Tells what the node was found with, and returns how long it waits before it looks for its master.</summary>
    /// <param name="isIncomplete">A full sync has begun whose data is not installed.</param>
    /// <param name="tail">The file with records that a master had not; empty if there is none.</param>
    /// <param name="refused">Why the data of the last full sync could not be taken over; null if they could.</param>
    public TimeSpan Begin(bool isIncomplete, string tail, string? refused)
    {
        var facts = Facts with { IsIncomplete = isIncomplete, DivergentTailFile = tail };
        if (refused is null)
        {
            Publish(facts);
            return TimeSpan.Zero;
        }

        string problem = $"the data of the full sync could not be taken over: {refused}; trying again in {RefusedWait.TotalSeconds:F0} s";
        Publish(facts with { State = MasterLinkState.Error, Problem = problem, SyncFailure = refused });
        return RefusedWait;
    }

    /// <summary>Tells it, if it is news.</summary>
    public void Publish(MasterFacts facts)
    {
        facts = facts with { LastIoMs = _heardMs, MasterIndex = MasterIndex };
        if (facts != Facts)
        {
            Facts = facts;
            parent.Tell(facts, self);
        }
    }

    /// <summary>The stream goes.</summary>
    public void PublishUp() =>
        Publish(
            Facts with
            {
                State = MasterLinkState.Connected,
                SinceMs = node.SteadyMs(),
                Problem = "",
                Retries = 0,
                IsIncomplete = false,
                SyncTotalBytes = 0,
                SyncReadBytes = 0,
            }
        );

    /// <summary>The link is down.</summary>
    /// <param name="state">Whether that is an error.</param>
    /// <param name="reason">Why.</param>
    public void PublishDown(MasterLinkState state, string reason)
    {
        long since = Facts.State == MasterLinkState.Connected ? node.SteadyMs() : Facts.SinceMs;
        long retries = Facts.State == MasterLinkState.Connected ? 0 : Facts.Retries + 1;
        Publish(Facts with { State = state, SinceMs = since, Problem = reason, Retries = retries });
    }

    /// <summary>The master was heard.</summary>
    public void Heard() => _heardMs = node.SteadyMs();

    /// <summary>A second has passed.</summary>
    public void Tick() => Publish(Facts);
}
